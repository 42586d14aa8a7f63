import type { OwnCost } from '#shared/contract/own-cost.ts';

const MIB = 2 ** 20;

export const sampleOwnCost = (now: number): OwnCost => ({
  time: new Date(now).toISOString(),
  cpuPercent: 1.4,
  memoryBytes: 236 * MIB,
  processes: [
    { kind: 'main', cpuPercent: 0.6, memoryBytes: 58 * MIB },
    { kind: 'window', cpuPercent: 0.5, memoryBytes: 51 * MIB },
    { kind: 'graphics', cpuPercent: 0.3, memoryBytes: 32 * MIB },
    { kind: 'helper', cpuPercent: 0, memoryBytes: 6 * MIB },
    { kind: 'shared', cpuPercent: null, memoryBytes: 89 * MIB },
  ],
  streams: [
    { channel: 'docker:events', open: 1, watchers: 1 },
    { channel: 'docker:stats', open: 1, watchers: 2 },
    { channel: 'logs:stream', open: 4, watchers: 5 },
  ],
  intervalMs: 5000,
});
