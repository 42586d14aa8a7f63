import { logStreamSource } from '#main/channels/log-stream.ts';
import { createEngines, type Engines } from '#main/engine/engines.ts';
import type { Ended } from '#main/hub/source.ts';
import { systemClock } from '#shared/base/clock.ts';
import { DEFAULT_SETTINGS, type Settings } from '#shared/contract/settings.ts';
import { AppError } from '#shared/protocol/errors.ts';
import { CollectSink } from '#testing/collect-sink.ts';

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

export function fixedSettings(change: Partial<Settings> = {}) {
  let value = { ...DEFAULT_SETTINGS, ...change };
  return {
    get: () => value,
    set: (next: { readonly [K in keyof Settings]?: Settings[K] | undefined }) => {
      const given = Object.entries(next).filter(([, one]) => one !== undefined);
      value = { ...value, ...Object.fromEntries(given) };
      return value;
    },
    onChange: () => ({ dispose: () => undefined }),
  };
}

/** Engines on one socket, without anything of this computer's own. */
export function openEngines(host: string, env: Record<string, string> = {}): Engines {
  return createEngines({
    env: { PATH: process.env['PATH'], HOME: '/nonexistent', DOCKER_HOST: host, ...env },
    clock: systemClock,
    settings: fixedSettings(),
    log: silent,
    makeSimulated: () => {
      throw new Error('no simulated engine in this test');
    },
  });
}

export interface LogWatch {
  readonly sink: CollectSink;
  /** Failures after which the source was opened again, as the hub does it. */
  readonly failures: AppError[];
  readonly ended: Promise<Ended | undefined>;
  stop(): Promise<void>;
}

/** Watches a log as the hub does: opened again from where it was after each failure, ended by what is final. */
export function watchLog(engines: Engines, container: string, replayLines = 1000): LogWatch {
  const sink = new CollectSink();
  const failures: AppError[] = [];
  const abort = new AbortController();
  const source = logStreamSource({
    engines,
    settings: fixedSettings({ logReplayLines: replayLines }),
    clock: systemClock,
  });
  const run = async (): Promise<Ended | undefined> => {
    while (!abort.signal.aborted) {
      const attempt = new AbortController();
      const stop = (): void => attempt.abort();
      abort.signal.addEventListener('abort', stop, { once: true });
      try {
        return await source.open({ engine: 'default', container }, sink, { signal: attempt.signal, last: sink.last });
      } catch (thrown) {
        if (!(thrown instanceof AppError) || thrown.reason === 'not_readable' || thrown.code === 'not_found')
          throw thrown;
        failures.push(thrown);
        await engines.whenConnected('default', abort.signal);
        await new Promise((resolve) => setTimeout(resolve, 100));
      } finally {
        abort.signal.removeEventListener('abort', stop);
        attempt.abort();
      }
    }
    return undefined;
  };
  const ended = run();
  ended.catch(() => undefined);
  return {
    sink,
    failures,
    ended,
    stop: async () => {
      abort.abort();
      await ended.catch(() => undefined);
    },
  };
}

/** What is wrong with numbered lines that must be 1 to `count`, each once and in order. Empty: nothing. */
export function wrongWith(texts: readonly string[], count: number, prefix = ''): string {
  const numbers = texts.filter((text) => text.startsWith(prefix)).map((text) => Number(text.slice(prefix.length)));
  const seen = new Set<number>();
  const twice = numbers.filter((number) => (seen.has(number) ? true : (seen.add(number), false)));
  const missing: number[] = [];
  for (let number = 1; number <= count; number++) if (!seen.has(number)) missing.push(number);
  const disorder = numbers.findIndex((number, index) => index > 0 && number < (numbers[index - 1] ?? 0));
  const said = [];
  if (missing.length > 0) said.push(`${missing.length} missing: ${missing.slice(0, 5).join(', ')}`);
  if (twice.length > 0) said.push(`${twice.length} twice: ${twice.slice(0, 5).join(', ')}`);
  if (disorder >= 0) said.push(`out of order at ${disorder}`);
  return said.join('; ');
}
