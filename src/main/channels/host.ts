import type { Host } from '#main/host/host.ts';
import type { Source } from '#main/hub/source.ts';
import { type Clock, sleep } from '#shared/base/clock.ts';
import type { HostMetrics } from '#shared/contract/host.ts';
import type { Params } from '#shared/contract/index.ts';

/** `protocol`: every 5 s, or as QUAYSIDE_METRICS_INTERVAL says. */
export const METRICS_INTERVAL_MS = 5000;
const SHORTEST_MS = 250;
const LONGEST_MS = 3_600_000;
/** Rates need two looks: the first sample comes soon, and not only after a whole interval. */
const FIRST_MS = 1000;

export interface HostSourceDeps {
  readonly host: Host;
  readonly clock: Clock;
  readonly intervalMs: number;
}

/** This machine's figures, measured only while somebody watches. */
export function hostSource({ host, clock, intervalMs }: HostSourceDeps): Source<Params<'host:metrics'>, HostMetrics> {
  return {
    async open(_params, sink, { signal }) {
      const watch = host.watch();
      sink.ready();
      try {
        await sleep(clock, Math.min(FIRST_MS, intervalMs), signal);
        while (!signal.aborted) {
          sink.push([await watch.sample()]);
          await sleep(clock, intervalMs, signal);
        }
      } finally {
        await watch.dispose();
      }
      return undefined;
    },
  };
}

/** QUAYSIDE_METRICS_INTERVAL in ms; what is no such number is said, and the default holds. */
export function metricsIntervalMs(text: string | undefined, warn: (message: string) => void): number {
  if (text === undefined || text === '') return METRICS_INTERVAL_MS;
  const ms = Number(text);
  if (Number.isInteger(ms) && ms >= SHORTEST_MS && ms <= LONGEST_MS) return ms;
  warn(
    `QUAYSIDE_METRICS_INTERVAL is "${text.slice(0, 40)}". It takes ${SHORTEST_MS} to ${LONGEST_MS} ms; ${METRICS_INTERVAL_MS} is used.`,
  );
  return METRICS_INTERVAL_MS;
}
