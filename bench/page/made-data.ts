import type { Container } from '#shared/contract/containers.ts';
import type { StatsSample } from '#shared/contract/stats.ts';

export const ROWS = 200;

export const madeContainer = (i: number): Container => ({
  id: `c${String(i).padStart(4, '0')}`.padEnd(64, '0'),
  name: `service-${i}`,
  image: 'registry.example/team/service:1.2.3',
  imageId: `sha256:${'a'.repeat(64)}`,
  command: 'node',
  createdAt: new Date(Date.now() - 86_400_000).toISOString(),
  startedAt: new Date(Date.now() - 3_600_000).toISOString(),
  state: 'running',
  status: 'Up',
  restartCount: 0,
  ports: [],
  networks: [],
  mounts: [],
  labels: {},
  tty: false,
});

/** A sample that differs from the one before in each figure. */
export function madeSample(container: string, at: number): StatsSample {
  const wave = Math.sin(at / 7000 + container.charCodeAt(4)) + 1;
  return {
    container,
    time: new Date(at).toISOString(),
    cpuPercent: wave * 20,
    cpuCores: 8,
    cpuThrottledPercent: 0,
    memoryBytes: 2 ** 28 + wave * 2 ** 20,
    memoryLimitBytes: 2 ** 30,
    memoryPercent: 25 + wave,
    memoryCacheBytes: 2 ** 26,
    networkRxBytes: 0,
    networkTxBytes: 0,
    networkRxRate: wave * 1e5,
    networkTxRate: wave * 1e4,
    blockReadBytes: 0,
    blockWriteBytes: 0,
    blockReadRate: wave * 1e3,
    blockWriteRate: wave * 1e4,
    pids: 12,
  };
}
