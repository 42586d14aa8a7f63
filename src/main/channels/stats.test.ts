import { describe, expect, it } from 'vitest';
import { type ContainersView, SWEEP_MS, statsSource } from '#main/channels/stats.ts';
import type { Engine } from '#main/engine/engine.ts';
import { parseStats, type RawStats } from '#main/engine/engine-json.ts';
import type { Ended, Sink } from '#main/hub/source.ts';
import { Emitter } from '#shared/base/emitter.ts';
import type { StatsSample } from '#shared/contract/stats.ts';
import { AppError } from '#shared/protocol/errors.ts';
import { FakeClock } from '#testing/fake-clock.ts';

const rawAt = (ms: number, isRunning = true): RawStats =>
  parseStats(
    isRunning
      ? {
          read: new Date(ms).toISOString(),
          preread: new Date(ms - 1000).toISOString(),
          cpu_stats: { cpu_usage: { total_usage: ms }, system_cpu_usage: ms * 10, online_cpus: 1 },
          precpu_stats: { cpu_usage: { total_usage: ms - 1000 }, system_cpu_usage: (ms - 1000) * 10 },
          memory_stats: { usage: 10, limit: 100 },
          networks: { eth0: { rx_bytes: ms, tx_bytes: 0 } },
        }
      : { read: '0001-01-01T00:00:00Z', cpu_stats: { cpu_usage: {} } },
    'stats',
  );

/** The kernel's files of containers, as far as they agree: figures of the clock, until there is a doubt. */
function kernelFiles(clock: FakeClock) {
  const state = { agrees: true, isDoubted: false, open: 0, reads: 0 };
  return {
    state,
    mayServe: () => true,
    agree: () => {
      if (!state.agrees) return undefined;
      let isClosed = false;
      state.open += 1;
      const close = (): void => {
        if (!isClosed) state.open -= 1;
        isClosed = true;
      };
      return {
        first: rawAt(clock.now()),
        next: () => {
          state.reads += 1;
          if (!state.isDoubted) return rawAt(clock.now());
          close();
          return undefined;
        },
        close,
      };
    },
  };
}

function fixture(ids: string[] = [], withFiles = false) {
  const clock = new FakeClock();
  const files = withFiles ? kernelFiles(clock) : undefined;
  const changed = new Emitter<void>();
  const taken: { id: string; at: number; withPrevious: boolean }[] = [];
  const told: string[] = [];
  const samples: StatsSample[] = [];
  const state = { ids, atOnce: 0, most: 0, takesMs: 1500, fail: (_id: string): AppError | undefined => undefined };
  const one = {
    onSample: (_raw: RawStats): void => undefined,
    open: 0,
    end: (_error?: AppError): void => undefined,
    isThere: true,
  };
  const engine = {
    statsOnce: async (id: string, withPrevious: boolean, signal: AbortSignal) => {
      taken.push({ id, at: clock.monotonic(), withPrevious });
      state.atOnce += 1;
      state.most = Math.max(state.most, state.atOnce);
      await new Promise<void>((resolve) => {
        clock.after(state.takesMs, resolve);
        signal.addEventListener('abort', () => resolve());
      });
      state.atOnce -= 1;
      const error = signal.aborted ? new AppError('timeout', 'late') : state.fail(id);
      if (error) throw error;
      return rawAt(clock.now());
    },
    stats: (_id: string, onSample: (raw: RawStats) => void, signal: AbortSignal) =>
      new Promise<void>((resolve, reject) => {
        one.onSample = onSample;
        one.open += 1;
        signal.addEventListener('abort', () => (one.open -= 1));
        one.end = (error) => (error ? reject(error) : resolve());
        signal.addEventListener('abort', () => resolve());
      }),
    inspect: () => (one.isThere ? Promise.resolve({}) : Promise.reject(new AppError('not_found', 'gone'))),
  } as unknown as Engine;
  const containers: ContainersView = { running: () => state.ids, onChange: (listener) => changed.on(listener) };
  const sink: Sink<StatsSample> = {
    ready: () => told.push('ready'),
    push: (items) => samples.push(...items),
    pushPacked: () => undefined,
    state: () => undefined,
    stopped: (isStopped) => told.push(isStopped ? 'stopped' : 'live'),
    resumeFrom: () => undefined,
    onPause: () => ({ dispose: () => undefined }),
  };
  const abort = new AbortController();
  const open = (params: { container: string } | { all: true }): Promise<Ended | undefined> =>
    statsSource({ engineOf: () => engine, containers, clock, ...(files && { files }) }).open(
      { engine: 'default', ...params },
      sink,
      {
        signal: abort.signal,
        last: undefined,
      },
    );
  return { clock, changed, taken, told, samples, state, one, abort, open, files: files?.state };
}

describe('statistics of one container', () => {
  it('says stopped instead of sending figures of nothing', async () => {
    const { one, open, told, samples, abort, clock } = fixture();
    const done = open({ container: 'a' });
    one.onSample(rawAt(clock.now()));
    one.onSample(rawAt(0, false));
    expect(told).toEqual(['ready', 'live', 'stopped']);
    expect(samples).toHaveLength(1);
    abort.abort();
    expect(await done).toBeUndefined();
  });

  it('ends with the container, and breaks where only the stream ended', async () => {
    const gone = fixture();
    const removed = gone.open({ container: 'a' });
    gone.one.isThere = false;
    gone.one.end();
    expect(await removed).toEqual({ reason: 'removed' });

    const shut = fixture();
    const broken = shut.open({ container: 'a' });
    shut.one.end();
    await expect(broken).rejects.toMatchObject({ code: 'engine_error' });

    const late = fixture();
    const unknown = late.open({ container: 'a' });
    late.one.end(new AppError('not_found', 'No such container'));
    expect(await unknown).toEqual({ reason: 'removed' });
  });
});

describe('statistics of one container from the kernel', () => {
  it('closes the stream of the engine once the files agree, and gives a sample truly each second', async () => {
    const { one, open, samples, abort, clock, files } = fixture([], true);
    const done = open({ container: 'a' });
    expect(one.open).toBe(1);
    one.onSample(rawAt(clock.now()));
    await clock.advance(0);
    expect(one.open).toBe(0);
    await clock.advance(10_000);
    expect(samples).toHaveLength(11);
    expect(samples.at(-1)).toMatchObject({ cpuPercent: 10, networkRxRate: 1000 });
    abort.abort();
    expect(await done).toBeUndefined();
    expect(files?.open).toBe(0);
    expect(clock.pending).toBe(0);
  });

  it('asks the engine again at the first doubt, and the files once they agree anew', async () => {
    const { one, open, told, samples, abort, clock, files } = fixture([], true);
    const done = open({ container: 'a' });
    one.onSample(rawAt(clock.now()));
    await clock.advance(3000);
    Object.assign(files ?? {}, { isDoubted: true, agrees: false });
    await clock.advance(1000);
    expect([one.open, files?.open]).toEqual([1, 0]);
    const before = samples.length;
    one.onSample(rawAt(0, false));
    expect(told.at(-1)).toBe('stopped');
    one.onSample(rawAt(clock.now()));
    await clock.advance(5000);
    expect(samples).toHaveLength(before + 1);
    Object.assign(files ?? {}, { isDoubted: false, agrees: true });
    one.onSample(rawAt(clock.now()));
    await clock.advance(2000);
    expect([one.open, files?.open]).toEqual([0, 1]);
    expect(samples).toHaveLength(before + 4);
    abort.abort();
    await done;
  });

  it('stays with the engine where the files of five samples did not agree', async () => {
    const { one, open, samples, abort, clock, files } = fixture([], true);
    Object.assign(files ?? {}, { agrees: false });
    const done = open({ container: 'a' });
    for (let i = 0; i < 5; i++) one.onSample(rawAt(clock.now()));
    Object.assign(files ?? {}, { agrees: true });
    for (let i = 0; i < 5; i++) one.onSample(rawAt(clock.now()));
    await clock.advance(5000);
    expect([one.open, samples.length]).toEqual([1, 10]);
    abort.abort();
    await done;
  });
});

describe('the sweep over all', () => {
  it('asks the engine once for each container, and the files from then on', async () => {
    const { open, clock, taken, samples, abort, files, state } = fixture(['a', 'b', 'c'], true);
    const done = open({ all: true });
    await clock.advance(3 * SWEEP_MS);
    expect(taken.map(({ id }) => id).sort()).toEqual(['a', 'b', 'c']);
    expect(samples.length).toBeGreaterThanOrEqual(9);
    expect(samples.at(-1)).toMatchObject({ cpuPercent: 10, networkRxRate: 1000 });
    expect(files?.open).toBe(3);
    state.ids = ['a', 'b'];
    await clock.advance(SWEEP_MS);
    expect(files?.open).toBe(2);
    Object.assign(files ?? {}, { isDoubted: true, agrees: false });
    await clock.advance(2 * SWEEP_MS);
    expect(taken.length).toBeGreaterThan(4);
    abort.abort();
    await done;
    expect(files?.open).toBe(0);
  });

  it('measures each once at once and then once in 15 s, evenly, never more than 4 together', async () => {
    const ids = Array.from({ length: 10 }, (_, index) => `c${index}`);
    const { open, clock, taken, state, abort, samples } = fixture(ids);
    const done = open({ all: true });
    await clock.advance(6000);
    expect(new Set(samples.map((sample) => sample.container)).size).toBe(10);
    taken.length = 0;
    await clock.advance(4 * SWEEP_MS);
    for (const id of ids) expect(taken.filter((one) => one.id === id).length).toBe(4);
    const gaps = taken.slice(1).map((one, index) => one.at - (taken[index]?.at ?? 0));
    expect(Math.min(...gaps)).toBe(1500);
    expect(Math.max(...gaps)).toBe(1500);
    expect(state.most).toBe(4);
    expect(samples.at(-1)).toMatchObject({ cpuPercent: 10, networkRxRate: 1000 });
    abort.abort();
    await done;
    expect(state.atOnce).toBe(0);
    await clock.advance(60_000);
    expect(clock.pending).toBe(0);
  });

  it('gets 120 containers round in 15 s where a sample takes 1 s, the long way only once each', async () => {
    const ids = Array.from({ length: 120 }, (_, index) => `c${index}`);
    const { clock, state, taken, open, abort } = fixture(ids);
    state.takesMs = 1000;
    void open({ all: true });
    await clock.advance(12_000);
    expect(taken.filter(({ withPrevious }) => withPrevious)).toHaveLength(120);
    const from = taken.length;
    await clock.advance(SWEEP_MS + 1000);
    expect(new Set(taken.slice(from).map(({ id }) => id)).size).toBe(120);
    expect(taken.slice(from).every(({ withPrevious }) => !withPrevious)).toBe(true);
    expect(state.most).toBeLessThanOrEqual(12);
    abort.abort();
  });

  it('takes a new container at once and forgets one that stopped', async () => {
    const { open, clock, taken, state, abort, changed, told } = fixture();
    const done = open({ all: true });
    await clock.advance(30_000);
    expect(taken).toEqual([]);
    expect(told[0]).toBe('ready');
    state.ids = ['new'];
    changed.fire();
    await clock.advance(0);
    expect(taken).toEqual([{ id: 'new', at: 30_000, withPrevious: true }]);
    state.ids = [];
    changed.fire();
    await clock.advance(60_000);
    expect(taken).toHaveLength(1);
    abort.abort();
    await done;
  });

  it('goes on without one that cannot be measured, and breaks when the engine goes', async () => {
    const { open, clock, state, samples } = fixture(['bad', 'good']);
    state.fail = (id) => (id === 'bad' ? new AppError('engine_error', 'no') : undefined);
    const done = open({ all: true });
    const broken = done.catch((thrown: unknown) => thrown);
    await clock.advance(40_000);
    expect(samples.length).toBeGreaterThan(2);
    expect(samples.every((sample) => sample.container === 'good')).toBe(true);
    state.fail = () => new AppError('engine_unavailable', 'gone');
    await clock.advance(20_000);
    expect(await broken).toMatchObject({ code: 'engine_unavailable' });
    expect(state.atOnce).toBe(0);
  });

  it('lets go of a sample that never comes', async () => {
    const { open, clock, state, taken, abort } = fixture(['hangs']);
    state.takesMs = 1e9;
    const done = open({ all: true });
    await clock.advance(31_000);
    expect(taken.length).toBe(3);
    abort.abort();
    await done;
    expect(state.atOnce).toBe(0);
  });
});
