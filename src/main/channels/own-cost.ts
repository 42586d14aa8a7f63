import { OwnMeter, type ProcessFigures } from '#main/host/own-processes.ts';
import type { StreamInfo } from '#main/hub/hub.ts';
import type { Source } from '#main/hub/source.ts';
import { type Clock, sleep } from '#shared/base/clock.ts';
import type { Params } from '#shared/contract/index.ts';
import type { OwnCost } from '#shared/contract/own-cost.ts';

const INTERVAL_MS = 5000;
/** A look costs little, but wakes the machine. */
const BATTERY_MS = 30_000;
/** CPU needs two looks. */
const FIRST_MS = 1000;
/** Channels that hold a request of the engine open. */
const OF_ENGINE = new Set(['docker:stats', 'docker:events', 'logs:stream', 'logs:read', 'terminal:output']);

export interface OwnCostDeps {
  readonly clock: Clock;
  processes(): readonly ProcessFigures[];
  streams(): readonly StreamInfo[];
  isOnBattery(): boolean;
}

/** What Quayside takes itself, measured only while somebody watches. */
export function ownCostSource({
  clock,
  processes,
  streams,
  isOnBattery,
}: OwnCostDeps): Source<Params<'own:cost'>, OwnCost> {
  return {
    async open(_params, sink, { signal }) {
      const meter = new OwnMeter();
      meter.measure(processes(), clock.monotonic());
      sink.ready();
      await sleep(clock, FIRST_MS, signal);
      while (!signal.aborted) {
        const intervalMs = isOnBattery() ? BATTERY_MS : INTERVAL_MS;
        const measured = meter.measure(processes(), clock.monotonic());
        const time = new Date(clock.now()).toISOString();
        sink.push([{ time, ...measured, streams: byChannel(streams()), intervalMs }]);
        await sleep(clock, intervalMs, signal);
      }
      return undefined;
    },
  };
}

function byChannel(all: readonly StreamInfo[]): OwnCost['streams'] {
  const found = new Map<string, OwnCost['streams'][number]>();
  for (const { channel, hasUpstream, isDerived, subscribers } of all) {
    if (!hasUpstream || isDerived || !OF_ENGINE.has(channel)) continue;
    const { open, watchers } = found.get(channel) ?? { open: 0, watchers: 0 };
    found.set(channel, { channel, open: open + 1, watchers: watchers + subscribers });
  }
  return [...found.values()];
}
