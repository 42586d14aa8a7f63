import { expect, test } from 'vitest';
import { OwnMeter, type ProcessFigures, sharedBytes, thisProcess } from '#main/host/own-processes.ts';

const MIB = 2 ** 20;
const main = (cpuSeconds: number): ProcessFigures => ({ pid: 1, kind: 'main', cpuSeconds, memoryBytes: 100 * MIB });
const window = (cpuSeconds: number, pid = 2): ProcessFigures => ({
  pid,
  kind: 'window',
  cpuSeconds,
  memoryBytes: 80 * MIB,
});

test('CPU is what was used since the last look, and of a new process not known yet', () => {
  const meter = new OwnMeter(() => 0);
  expect(meter.measure([main(10)], 0).cpuPercent).toBeNull();
  const { cpuPercent, processes } = meter.measure([main(10.5), window(3)], 5000);
  expect(cpuPercent).toBeCloseTo(10);
  expect(processes).toMatchObject([{ kind: 'main' }, { kind: 'window', cpuPercent: null }]);
  // A window that was loaded anew is another process, and a counter that falls is none.
  expect(meter.measure([main(10.4), window(0.2, 3)], 10_000).cpuPercent).toBe(0);
});

test('memory that processes share is counted once', () => {
  const meter = new OwnMeter((pid) => (pid === 1 ? 60 * MIB : 50 * MIB));
  const { memoryBytes, processes } = meter.measure([main(0), window(0)], 0);
  expect(processes.map((one) => [one.kind, one.memoryBytes / MIB])).toEqual([
    ['main', 40],
    ['window', 30],
    ['shared', 60],
  ]);
  expect(memoryBytes).toBe(130 * MIB);
});

test('a program of one process has what the system says of it', () => {
  const { memoryBytes, processes } = new OwnMeter().measure(thisProcess(), 0);
  expect(processes).toHaveLength(1);
  expect(memoryBytes).toBeGreaterThan(10 * MIB);
});

test('what a process shares is read in pages; another system tells nothing', () => {
  expect(sharedBytes(7, (path) => (path === '/proc/7/statm' ? '5000 3000 1000 1 0 2000 0' : ''))).toBe(1000 * 4096);
  const nothing = (): string => {
    throw new Error('ENOENT');
  };
  expect(sharedBytes(7, nothing)).toBe(0);
});
