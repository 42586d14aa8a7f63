import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Clock } from '#shared/base/clock.ts';
import type { Disposable } from '#shared/base/disposable.ts';
import { Emitter } from '#shared/base/emitter.ts';
import { type NetworkRole, networkRole, scope } from '#shared/contract/pairing.ts';
import { z } from '#shared/contract/zod.ts';
import { readPrivate, setAside, writePrivate } from '#main/security/private-file.ts';

/** How somebody came in: by password, by pairing, with a lasting token, or with the token that this start printed. */
const SIGN_IN_KINDS = ['password', 'pairing', 'token', 'start'] as const;

const stored = z.object({
  id: z.string(),
  kind: z.enum(SIGN_IN_KINDS),
  user: z.string(),
  role: networkRole,
  scope: scope.optional(),
  /** ms since 1970, as all times here. */
  endsAt: z.number().optional(),
  device: z.string(),
  createdAt: z.number(),
  lastUsedAt: z.number(),
  /** Of the token that works now: the refresh token, or the lasting one. */
  hash: z.string(),
  /** The refresh token before it: good for `GRACE_MS` more, its later use tells of a thief. */
  previous: z.object({ hash: z.string(), usedAt: z.number() }).optional(),
});
export type SignIn = Readonly<z.infer<typeof stored>>;

export interface SignInsOptions {
  /** Undefined: kept in memory only. */
  file: string | undefined;
  /** Tokens are kept as HMAC under this key, so that a lost secret ends them all. */
  key: Buffer;
  clock: Clock;
  warn(message: string): void;
}

/** A refresh token that is not used for so long ends, and every sign-in with one after the longer time. */
export const REFRESH_IDLE_MS = 30 * 86_400_000;
export const REFRESH_LIFE_MS = 90 * 86_400_000;
/** Two tabs, or an answer that got lost: the refresh token before the last is still taken for this long. */
export const GRACE_MS = 10_000;
/** What is only "seen at" is written at most so often. */
const SEEN_WRITE_MS = 60_000;

export type RefreshOutcome = { signIn: SignIn; token: string } | 'unknown' | 'reused';

/** Everybody who is signed in: one record a device or token, with what it may and the hash of what it holds. */
export class SignIns implements Disposable {
  readonly #options: SignInsOptions;
  readonly #all = new Map<string, SignIn>();
  readonly #ended = new Emitter<{ signIn: SignIn; reason: string }>();
  readonly #changed = new Emitter<void>();
  /** What the grace hands out again, so that two tabs end with the same token. Memory only. */
  readonly #successors = new Map<string, string>();
  #seenWrittenAt = 0;

  constructor(options: SignInsOptions) {
    this.#options = options;
    for (const one of readAll(options)) this.#all.set(one.id, one);
  }

  /** A sign-in was ended: its sockets, polls and terminals go at once. */
  onEnded(listener: (ended: { signIn: SignIn; reason: string }) => void): Disposable {
    return this.#ended.on(listener);
  }

  onChanged(listener: () => void): Disposable {
    return this.#changed.on(listener);
  }

  /** Those that still hold. */
  list(): SignIn[] {
    this.#sweep();
    return [...this.#all.values()];
  }

  get(id: string): SignIn | undefined {
    const found = this.#all.get(id);
    return found && this.#isAlive(found) ? found : undefined;
  }

  /** The token is shown this once. */
  add(given: Pick<SignIn, 'kind' | 'user' | 'role' | 'scope' | 'endsAt' | 'device'>): {
    signIn: SignIn;
    token: string;
  } {
    const now = this.#options.clock.now();
    const id = randomBytes(9).toString('base64url');
    const isLasting = given.kind === 'token' || given.kind === 'start';
    const token = isLasting ? `qst_${randomBytes(32).toString('base64url')}` : this.#newRefreshToken(id);
    const signIn: SignIn = { ...given, id, createdAt: now, lastUsedAt: now, hash: this.#hash(token) };
    this.#all.set(id, signIn);
    this.#save();
    return { signIn, token };
  }

  /** The sign-in of a lasting token. */
  byToken(token: string): SignIn | undefined {
    const hash = this.#hash(token);
    const found = [...this.#all.values()].find(
      (one) => (one.kind === 'token' || one.kind === 'start') && isSame(one.hash, hash),
    );
    return found && this.#isAlive(found) ? found : undefined;
  }

  /**
   * Gives a new refresh token for one that is good. One that was replaced and comes again later than the grace ends the
   * whole family: somebody else has it too. That it is one of ours is told by its seal, so nothing can be ended by guessing.
   */
  refresh(token: string): RefreshOutcome {
    const now = this.#options.clock.now();
    const [body, seal] = splitLast(token);
    const one = this.get(body.slice('qsr_'.length).split('.', 1)[0] ?? '');
    if (!one || (one.kind !== 'password' && one.kind !== 'pairing') || !isSame(seal, this.#seal(body)))
      return 'unknown';
    const hash = this.#hash(token);
    if (isSame(one.hash, hash)) {
      const next = this.#newRefreshToken(one.id);
      const signIn = { ...one, lastUsedAt: now, hash: this.#hash(next), previous: { hash, usedAt: now } };
      this.#all.set(one.id, signIn);
      this.#successors.set(one.id, next);
      this.#save();
      return { signIn, token: next };
    }
    const successor = this.#successors.get(one.id);
    const isLast = one.previous !== undefined && isSame(one.previous.hash, hash);
    if (isLast && successor !== undefined && now - one.previous.usedAt <= GRACE_MS)
      return { signIn: one, token: successor };
    this.end(one.id, 'reused');
    return 'reused';
  }

  /** Notes that it was used, for "last seen"; written now and then only. */
  seen(id: string): void {
    const now = this.#options.clock.now();
    const found = this.#all.get(id);
    // The idle time of a browser counts from its last refresh: being seen must not lengthen it.
    if (!found || (found.kind !== 'token' && found.kind !== 'start')) return;
    this.#all.set(id, { ...found, lastUsedAt: now });
    if (now - this.#seenWrittenAt < SEEN_WRITE_MS) return;
    this.#seenWrittenAt = now;
    this.#save();
  }

  rename(id: string, device: string): boolean {
    const found = this.#all.get(id);
    if (!found) return false;
    this.#all.set(id, { ...found, device });
    this.#save();
    return true;
  }

  setRole(id: string, role: NetworkRole): boolean {
    const found = this.#all.get(id);
    if (!found) return false;
    this.#all.set(id, { ...found, role });
    this.#save();
    // Its sockets end and come back with the new role: a caller's rights never change under a stream.
    this.#ended.fire({ signIn: found, reason: 'role_changed' });
    return true;
  }

  /** Ends it for good. */
  end(id: string, reason: string): boolean {
    const found = this.#all.get(id);
    if (!found) return false;
    this.#all.delete(id);
    this.#successors.delete(id);
    this.#save();
    this.#ended.fire({ signIn: found, reason });
    return true;
  }

  endUser(user: string, reason: string): void {
    for (const one of [...this.#all.values()])
      if (one.kind === 'password' && one.user === user) this.end(one.id, reason);
  }

  dispose(): void {
    this.#ended.clear();
    this.#changed.clear();
  }

  #isAlive(one: SignIn): boolean {
    const now = this.#options.clock.now();
    if (one.endsAt !== undefined && now >= one.endsAt) return false;
    if (one.kind === 'token' || one.kind === 'start') return true;
    return now - one.lastUsedAt < REFRESH_IDLE_MS && now - one.createdAt < REFRESH_LIFE_MS;
  }

  #sweep(): void {
    for (const one of [...this.#all.values()]) if (!this.#isAlive(one)) this.end(one.id, 'expired');
  }

  /** `qsr_FAMILY.RANDOM.SEAL`; the letters in front let secret scanners and people know what they found. */
  #newRefreshToken(id: string): string {
    const body = `qsr_${id}.${randomBytes(32).toString('base64url')}`;
    return `${body}.${this.#seal(body)}`;
  }

  #seal(body: string): string {
    return this.#hash(`seal ${body}`).slice(0, 22);
  }

  #hash(token: string): string {
    return createHmac('sha256', this.#options.key).update(token).digest('base64url');
  }

  #save(): void {
    const { file } = this.#options;
    if (file !== undefined) {
      const kept = [...this.#all.values()].filter((one) => one.kind !== 'start');
      writePrivate(file, `${JSON.stringify({ version: 1, signIns: kept }, null, 1)}\n`);
    }
    this.#changed.fire();
  }
}

function splitLast(token: string): [string, string] {
  const at = token.lastIndexOf('.');
  return at < 0 ? [token, ''] : [token.slice(0, at), token.slice(at + 1)];
}

const isSame = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

function readAll({ file, clock, warn }: SignInsOptions): SignIn[] {
  const text = file === undefined ? undefined : readPrivate(file);
  if (file === undefined || text === undefined) return [];
  try {
    return z.object({ version: z.literal(1), signIns: z.array(stored) }).parse(JSON.parse(text)).signIns;
  } catch {
    setAside(file, clock.now());
    warn('The list of signed-in devices cannot be read. It is set aside; everybody has to sign in again.');
    return [];
  }
}
