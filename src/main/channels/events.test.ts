import { expect, test } from 'vitest';
import { eventsSource } from '#main/channels/events.ts';
import type { EngineEvent } from '#main/engine/engine-json.ts';
import { Emitter } from '#shared/base/emitter.ts';
import { toDisposable } from '#shared/base/disposable.ts';
import type { DockerEvent } from '#shared/contract/events.ts';

const event = (type: string, action: string): EngineEvent => ({
  timeNano: '1763805600123456789',
  type,
  action,
  id: 'c1',
  attributes: { name: 'web' },
});

test('tells what happened to a container, but not each run of its health check', async () => {
  const told = new Emitter<EngineEvent>();
  const items: DockerEvent[] = [];
  const sink = {
    ready: () => undefined,
    push: (more: readonly DockerEvent[]) => void items.push(...more),
    pushPacked: () => undefined,
    state: () => undefined,
    stopped: () => undefined,
    resumeFrom: () => undefined,
    onPause: () => toDisposable(() => undefined),
  };
  const stop = new AbortController();
  const source = eventsSource({ events: () => ({ onEvent: (listener) => told.on(listener) }) });
  const done = source.open({ engine: 'default' }, sink, { signal: stop.signal, last: undefined });
  for (const action of ['start', 'exec_create: /bin/sh -c true', 'exec_start: /bin/sh -c true', 'exec_die', 'die'])
    told.fire(event('container', action));
  stop.abort();
  await done;
  told.fire(event('container', 'start'));
  expect(items.map(({ name, action }) => `${name} ${action}`)).toEqual(['web start', 'web die']);
});
