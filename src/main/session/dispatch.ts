import type { Clock } from '#shared/base/clock.ts';
import { toDisposable } from '#shared/base/disposable.ts';
import type { AuditEntry } from '#shared/contract/audit.ts';
import type { CommandDef } from '#shared/contract/define.ts';
import { commands, isCommand } from '#shared/contract/index.ts';
import { AppError } from '#shared/protocol/errors.ts';
import type { CallContext, Caller, Handlers } from '#main/commands/handler.ts';
import { type Auditor, entryFor, isRefusal } from '#main/session/auditor.ts';
import { parse } from '#main/session/parse.ts';
import { redacted } from '#main/session/redact.ts';
import type { Rights } from '#main/session/rights.ts';

export type Dispatch = (command: string, params: unknown, caller: Caller, signal: AbortSignal) => Promise<unknown>;

export interface DispatchOptions {
  handlers: Handlers;
  clock: Clock;
  rights: Rights;
  auditor: Auditor;
  warn(message: string, details?: unknown): void;
}

type AnyHandler = (params: unknown, context: CallContext) => Promise<unknown>;

/** Rights, params, time-out and audit of every command, once and from the contract alone. */
export function createDispatch(options: DispatchOptions): Dispatch {
  const { auditor, clock, handlers, rights, warn } = options;

  /** What was done stands, noted or not; over the network it must not look as if all were well. */
  const note = async (entry: AuditEntry, caller: Caller): Promise<void> => {
    try {
      await auditor.note(entry);
    } catch (thrown) {
      warn('an act could not be noted in the audit log', { action: entry.action, thrown });
      if (caller.remote && entry.result === 'ok') throw thrown;
    }
  };

  return async (name, input, caller, outer) => {
    if (!isCommand(name))
      throw new AppError('not_found', `There is no command "${name.slice(0, 60)}".`, { field: 'command' });
    const def: CommandDef = commands[name];
    const began = clock.monotonic();
    let params: Record<string, unknown> = {};
    const entry = (result: AuditEntry['result'], code?: string): AuditEntry =>
      entryFor(caller, name, result, {
        ...targetOf(params, rights),
        details: redacted(params),
        durationMs: Math.round(clock.monotonic() - began),
        ...(code !== undefined && { code }),
      });
    try {
      rights.check(name, def, caller);
      params = parse(def.params, input, 'params') as Record<string, unknown>;
      if (def.acts && caller.remote) await auditor.check();
      const timeoutMs = typeof def.timeoutMs === 'function' ? def.timeoutMs(params as never) : def.timeoutMs;
      const result = await withTimeout(name, timeoutMs, clock, outer, async (signal) => {
        await rights.target(name, def, params, caller);
        return (handlers[name] as AnyHandler)(params, { caller, signal });
      });
      if (def.isNoted(params as never)) await note(entry('ok'), caller);
      return result;
    } catch (thrown) {
      if (isRefusal(thrown)) await note(entry('denied', thrown.code), caller);
      else if (def.acts && !isBadRequest(thrown) && !isUnnoted(thrown) && def.isNoted(params as never))
        await note(entry('error', thrown instanceof AppError ? thrown.code : 'internal'), caller);
      throw thrown;
    }
  };
}

const isBadRequest = (thrown: unknown): boolean => thrown instanceof AppError && thrown.code === 'bad_request';
const isUnnoted = (thrown: unknown): boolean => thrown instanceof AppError && thrown.reason === 'audit_unavailable';

function targetOf(params: Readonly<Record<string, unknown>>, rights: Rights): Pick<AuditEntry, 'target'> {
  const id = params['container'];
  if (typeof id !== 'string') return {};
  const name = rights.known(String(params['engine']), id)?.name;
  return { target: { kind: 'container', id, ...(name !== undefined && { name }) } };
}

/** Answers in time whatever the engine does; the work is told to stop, and what it still throws is nobody's any more. */
async function withTimeout<T>(
  name: string,
  ms: number,
  clock: Clock,
  outer: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const abort = new AbortController();
  const stop = (): void => abort.abort();
  outer.addEventListener('abort', stop, { once: true });
  let timer = toDisposable(() => undefined);
  const late = new Promise<never>((_, reject) => {
    timer = clock.after(ms, () => {
      reject(
        new AppError('timeout', `${name} was not answered within ${Math.round(ms / 1000)} s.`, {
          hint: 'Docker may be busy. Look at the state before you try again.',
        }),
      );
      abort.abort();
    });
  });
  try {
    return await Promise.race([work(abort.signal), late]);
  } finally {
    timer.dispose();
    outer.removeEventListener('abort', stop);
  }
}
