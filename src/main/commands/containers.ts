import type { HandlerDeps } from '#main/commands/deps.ts';
import type { CallContext, Caller, Handlers } from '#main/commands/handler.ts';
import { knownName } from '#main/commands/known-name.ts';
import type { Engine } from '#main/engine/engine.ts';
import type { InspectedContainer } from '#main/engine/engine-json.ts';
import { type Insight, maskInspect } from '#main/engine/mask.ts';
import { rank } from '#shared/contract/define.ts';
import { isInScope } from '#shared/contract/pairing.ts';
import { AppError } from '#shared/protocol/errors.ts';

/** `protocol`: of each stream of an exec. */
const MAX_EXEC_BYTES = 1024 * 1024;
/** States that Docker itself lists without `all`. */
const ACTIVE: readonly string[] = ['running', 'paused', 'restarting'];

export type ContainerHandlers = Pick<
  Handlers,
  | 'containers.list'
  | 'containers.inspect'
  | 'containers.reveal'
  | 'containers.top'
  | 'containers.start'
  | 'containers.stop'
  | 'containers.restart'
  | 'containers.pause'
  | 'containers.unpause'
  | 'containers.kill'
  | 'containers.exec'
>;

/** `params.container` is a full id here: the session has looked the name up. */
export function containerHandlers(deps: HandlerDeps): ContainerHandlers {
  const { engineOf } = deps;
  /** Done, and kept with the others of its sort. */
  const act =
    (verb: string, word: string, work: (params: Target, context: CallContext) => Promise<void>) =>
    async (params: Target, context: CallContext): Promise<Record<string, never>> => {
      const { engine, container, signal, timeoutSeconds } = params;
      const isSignal = word === 'kill' && signal !== undefined && !/^(?:SIG)?KILL$|^9$/i.test(signal);
      const one = {
        verb: isSignal ? `Send ${signal.toUpperCase()} to` : verb,
        noun: 'container',
        name: await knownName(deps, engine, container),
        words: [
          'docker',
          word,
          ...(signal === undefined ? [] : ['--signal', signal]),
          // The short form, for Docker 28 calls the long one otherwise.
          ...(timeoutSeconds === undefined ? [] : ['-t', String(timeoutSeconds)]),
        ],
        engine,
        startedBy: context.caller.user,
      };
      await deps.acts.do(one, () => work(params, context));
      return {};
    };
  return {
    'containers.list': async ({ engine, all }, { caller }) => {
      const containers = (await deps.containersNow(engine)).filter((one) => isInScope(caller.scope, one));
      return { containers: all ? containers : containers.filter((one) => ACTIVE.includes(one.state)) };
    },
    'containers.inspect': async ({ engine, container }, { caller, signal }) => {
      const inspect = await engineOf(engine).inspect(container, signal);
      const imageVariables = await imageVariablesOf(engineOf(engine), inspect, signal);
      return { inspect: maskInspect(inspect, insightOf(caller)), imageVariables };
    },
    'containers.reveal': async ({ engine, container, name }, { signal }) => {
      const { Config } = await engineOf(engine).inspect(container, signal);
      const entries = Array.isArray(Config['Env']) ? Config['Env'].map(String) : [];
      const found = entries.find((entry) => entry.startsWith(`${name}=`));
      if (found === undefined)
        throw new AppError('not_found', 'The container has no such variable.', { field: 'name' });
      return { value: found.slice(name.length + 1) };
    },
    'containers.top': ({ engine, container }, { signal }) => engineOf(engine).top(container, signal),
    'containers.start': act('Start', 'start', ({ engine, container }, { signal }) =>
      engineOf(engine).start(container, signal),
    ),
    'containers.stop': act('Stop', 'stop', ({ engine, container, timeoutSeconds, signal: signalName }, { signal }) =>
      engineOf(engine).stop(container, { timeoutSeconds, signalName }, signal),
    ),
    'containers.restart': act(
      'Restart',
      'restart',
      ({ engine, container, timeoutSeconds, signal: signalName }, { signal }) =>
        engineOf(engine).restart(container, { timeoutSeconds, signalName }, signal),
    ),
    'containers.pause': act('Pause', 'pause', ({ engine, container }, { signal }) =>
      engineOf(engine).pause(container, signal),
    ),
    'containers.unpause': act('Resume', 'unpause', ({ engine, container }, { signal }) =>
      engineOf(engine).unpause(container, signal),
    ),
    'containers.kill': act('Kill', 'kill', ({ engine, container, signal: signalName }, { signal }) =>
      engineOf(engine).kill(container, signalName, signal),
    ),
    'containers.exec': (params, { signal }) => exec(deps, params, signal),
  };
}

/** Names only: the values are the inspect's own, masked for the reader. An image may be gone while its container is not. */
async function imageVariablesOf(
  engine: Engine,
  inspect: InspectedContainer,
  signal: AbortSignal,
): Promise<string[] | null> {
  const own = new Set(Array.isArray(inspect.Config['Env']) ? inspect.Config['Env'].map(String) : []);
  try {
    const brought = await engine.imageEnvironment(inspect.Image, signal);
    return brought.filter((entry) => own.has(entry)).map((entry) => entry.split('=', 1)[0] ?? entry);
  } catch {
    return null;
  }
}

type Params<C extends keyof Handlers> = Parameters<Handlers[C]>;

/** What acts on containers are told of: those without a grace or a signal leave it out. */
interface Target {
  readonly engine: string;
  readonly container: string;
  readonly signal?: string | undefined;
  readonly timeoutSeconds?: number | undefined;
}

async function exec(
  deps: HandlerDeps,
  params: Params<'containers.exec'>[0],
  outer: AbortSignal,
): Promise<Awaited<ReturnType<Handlers['containers.exec']>>> {
  const abort = new AbortController();
  const stop = (): void => abort.abort();
  outer.addEventListener('abort', stop);
  if (outer.aborted) stop();
  let isLate = false;
  const timer = deps.clock.after(params.timeoutMs, () => {
    isLate = true;
    stop();
  });
  try {
    const env = Object.entries(params.env ?? {}).map(([name, value]) => `${name}=${value}`);
    const options = { command: params.command, user: params.user, env };
    const outcome = await deps.engineOf(params.engine).exec(params.container, options, MAX_EXEC_BYTES, abort.signal);
    return {
      exitCode: outcome.exitCode,
      stdout: textOf(outcome.stdout),
      stderr: textOf(outcome.stderr),
      truncated: outcome.isTruncated,
    };
  } catch (thrown) {
    if (!isLate) throw thrown;
    throw new AppError('timeout', `The command still ran after ${params.timeoutMs / 1000} s; its output was let go.`, {
      hint: 'It goes on inside the container. Give it more time with timeoutMs, or use a terminal.',
      cause: thrown,
    });
  } finally {
    timer.dispose();
    outer.removeEventListener('abort', stop);
  }
}

const textOf = (bytes: Uint8Array): string => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);

/** What of an inspect answer a caller may read. */
export function insightOf(caller: Caller): Insight {
  if (caller.role === 'local' || (caller.isLocal && rank(caller.role) >= rank('admin'))) return 'all';
  return rank(caller.role) >= rank('operator') ? 'masked' : 'names';
}
