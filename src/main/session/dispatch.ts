import type { Clock } from '#shared/base/clock.ts';
import { toDisposable } from '#shared/base/disposable.ts';
import type { CommandDef } from '#shared/contract/define.ts';
import { commands, isCommand } from '#shared/contract/index.ts';
import { AppError } from '#shared/protocol/errors.ts';
import type { CallContext, Caller, Handlers } from '#main/commands/handler.ts';
import { parse } from '#main/session/parse.ts';
import type { Rights } from '#main/session/rights.ts';

export type Dispatch = (command: string, params: unknown, caller: Caller, signal: AbortSignal) => Promise<unknown>;

export interface DispatchOptions {
  handlers: Handlers;
  clock: Clock;
  rights: Rights;
}

type AnyHandler = (params: unknown, context: CallContext) => Promise<unknown>;

/** Rights, params and time-out of every command, once and from the contract alone. */
export function createDispatch(options: DispatchOptions): Dispatch {
  return async (name, input, caller, outer) => {
    if (!isCommand(name))
      throw new AppError('not_found', `There is no command "${name.slice(0, 60)}".`, { field: 'command' });
    const def: CommandDef = commands[name];
    options.rights.check(name, def, caller);
    const params = parse(def.params, input, 'params') as Record<string, unknown>;
    const timeoutMs = typeof def.timeoutMs === 'function' ? def.timeoutMs(params as never) : def.timeoutMs;
    return withTimeout(name, timeoutMs, options.clock, outer, async (signal) => {
      await options.rights.target(name, def, params, caller);
      return (options.handlers[name] as AnyHandler)(params, { caller, signal });
    });
  };
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
