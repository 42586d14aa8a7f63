import { z } from '#shared/contract/zod.ts';

/** Who may: viewer, operator, admin, or only what sits at this computer (the window, the local token). */
export const ROLES = ['viewer', 'operator', 'admin', 'local'] as const;
export type Role = (typeof ROLES)[number];

export const rank = (role: Role): number => ROLES.indexOf(role);

/** What fixes overflow and replay, so that nobody tunes flags: see `architecture` section 2. */
export type Kind = 'log' | 'series' | 'state' | 'session';

export type ZodType<T = unknown> = z.ZodType<T>;

export interface ChannelDef<
  P extends ZodType = ZodType,
  V extends ZodType = ZodType,
  I extends ZodType = ZodType,
  W extends ZodType = ZodType,
> {
  readonly kind: Kind;
  readonly role: Role;
  /** Names the upstream and is its key. */
  readonly params: P;
  /** Belongs to one watcher and never reopens a stream. */
  readonly view: V;
  readonly item: I;
  /** The whole value of a state channel; for other kinds the same as `item`. */
  readonly whole: W;
  /** ms the source lives on after the last watcher left; `always` = it never stops. */
  readonly lingerMs: number | 'always';
  /** ms the replay and the resume point outlive the source. */
  readonly keepMs: number;
  /** Items held for late watchers. */
  readonly replay: number;
  /** Only the one who opened it may watch. */
  readonly isPrivate: boolean;
  /** Shows the lines of a container: who runs it may keep them from viewers by a label. */
  readonly readsLog: boolean;
  /**
   * For a sign-in that is limited to some containers: true is of use to it although no param names one (its content is cut
   * to those, or belongs to who asks); false is not for it although one does (it reaches others with it); null goes by
   * whether a param names a container.
   */
  readonly isOpenToScope: boolean | null;
  readonly summary: string;
}

export const noView = z.object({}).strip();

export function channel<
  P extends ZodType,
  I extends ZodType,
  V extends ZodType = typeof noView,
  W extends ZodType = I,
>(def: {
  kind: Kind;
  role: Role;
  params: P;
  item: I;
  view?: V;
  whole?: W;
  lingerMs?: number | 'always';
  keepMs?: number;
  replay?: number;
  isPrivate?: boolean;
  readsLog?: boolean;
  isOpenToScope?: boolean;
  summary: string;
}): ChannelDef<P, V, I, W> {
  return {
    kind: def.kind,
    role: def.role,
    params: def.params,
    view: def.view ?? (noView as unknown as V),
    item: def.item,
    whole: def.whole ?? (def.item as unknown as W),
    lingerMs: def.lingerMs ?? 'always',
    keepMs: def.keepMs ?? 0,
    replay: def.replay ?? 1000,
    isPrivate: def.isPrivate ?? false,
    readsLog: def.readsLog ?? false,
    isOpenToScope: def.isOpenToScope ?? null,
    summary: def.summary,
  };
}

export interface CommandDef<P extends ZodType = ZodType, R extends ZodType = ZodType> {
  readonly role: Role;
  /** From the network only after the local switch "Allow from the network". */
  readonly needsNetworkSwitch: boolean;
  readonly params: P;
  readonly result: R;
  /** The answer comes within this; a function where the grace of a stop counts. */
  readonly timeoutMs: number | ((params: never) => number);
  /** Whether it changes something, so that it is never repeated. */
  readonly acts: boolean;
  /** Whether it goes into the audit log; acts do, but where this says that they are of no weight. */
  readonly isNoted: (params: never) => boolean;
  /** As of a channel. */
  readonly readsLog: boolean;
  readonly isOpenToScope: boolean | null;
  readonly summary: string;
}

/** `protocol`: reads 5 s, start, kill, rename 30 s. */
export const READ_TIMEOUT_MS = 5000;
export const ACT_TIMEOUT_MS = 30_000;
/** Where the person at this computer may be asked first. */
export const ASKED_TIMEOUT_MS = 120_000;

export function command<P extends ZodType, R extends ZodType>(def: {
  role: Role;
  params: P;
  result: R;
  needsNetworkSwitch?: boolean;
  timeoutMs?: number | ((params: z.output<P>) => number);
  acts?: boolean;
  isNoted?: (params: z.output<P>) => boolean;
  readsLog?: boolean;
  isOpenToScope?: boolean;
  summary: string;
}): CommandDef<P, R> {
  const acts = def.acts ?? false;
  return {
    role: def.role,
    needsNetworkSwitch: def.needsNetworkSwitch ?? false,
    params: def.params,
    result: def.result,
    timeoutMs:
      (def.timeoutMs as CommandDef<P, R>['timeoutMs'] | undefined) ?? (acts ? ACT_TIMEOUT_MS : READ_TIMEOUT_MS),
    acts,
    isNoted: (def.isNoted as CommandDef<P, R>['isNoted'] | undefined) ?? (() => acts),
    readsLog: def.readsLog ?? false,
    isOpenToScope: def.isOpenToScope ?? null,
    summary: def.summary,
  };
}
