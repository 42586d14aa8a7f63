import { toDisposable } from '#shared/base/disposable.ts';
import type { EngineStatus } from '#shared/contract/engines.ts';
import { start } from '#renderer/app/start.tsx';
import { FakeApi } from '#testing/fake-api.ts';
import { madeContainer, madeSample, ROWS } from './made-data.ts';

/** The whole renderer on a list of 200 running containers: the rows in view at 1 Hz, all of them by the sweep. */
export function list(root: HTMLElement): void {
  const api = new FakeApi();
  const containers = Array.from({ length: ROWS }, (_, i) => madeContainer(i));
  const every = (ms: number, run: () => void) => {
    const timer = setInterval(run, ms);
    return toDisposable(() => clearInterval(timer));
  };
  api.onSubscribe = (channel, params, watcher) => {
    if (channel === 'containers') queueMicrotask(() => watcher.onWhole?.({ containers }));
    if (channel === 'engine:status') {
      const status: EngineStatus = {
        engine: 'default',
        name: 'local',
        context: 'default',
        endpoint: 'unix:///var/run/docker.sock',
        since: new Date().toISOString(),
        state: 'connected',
        version: '1',
        apiVersion: '1.41',
        simulated: false,
        checks: [],
      };
      queueMicrotask(() => watcher.onWhole?.(status));
    }
    if (channel !== 'docker:stats') return undefined;
    if (params['all']) {
      let next = 0;
      // Each once in 15 s, as main spreads them.
      return every(15_000 / ROWS, () => {
        const one = containers[next++ % ROWS];
        if (one) watcher.onItems?.([madeSample(one.id, Date.now())], 0);
      });
    }
    const id = String(params['container']);
    const now = Date.now();
    const past = Array.from({ length: 120 }, (_, i) => madeSample(id, now - (120 - i) * 1000));
    queueMicrotask(() => watcher.onItems?.(past, 0));
    return every(1000, () => watcher.onItems?.([madeSample(id, Date.now())], 0));
  };
  location.hash = '#/containers?group=none';
  start(api, root);
}
