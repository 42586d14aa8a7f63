import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ProcessScan } from '#main/host/process-scan.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'qs-proc-'));
  mkdirSync(join(root, 'self'));
  writeFileSync(join(root, 'self', 'statm'), '1000 100 50 1 0 1 0\n');
  // 100 pages are 1600 KiB: pages of 16 KiB, as some ARM kernels have.
  writeFileSync(join(root, 'self', 'status'), 'Name:\tnode\nVmRSS:\t    1600 kB\n');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function put(pid: number, name: string, ticks: number, pages: number, more: { start?: number; cmdline?: string } = {}) {
  const folder = join(root, String(pid));
  mkdirSync(folder, { recursive: true });
  const { start = 1, cmdline = '' } = more;
  writeFileSync(
    join(folder, 'stat'),
    `${pid} (${name}) S 1 1 1 0 -1 0 0 0 0 0 ${ticks} 0 0 0 20 0 1 0 ${start} 1 ${pages}`,
  );
  writeFileSync(join(folder, 'cmdline'), cmdline);
  writeFileSync(join(folder, 'cgroup'), '0::/\n');
}

test('the ten that use most, by both orders, from the second look on', () => {
  for (let pid = 1; pid <= 15; pid++) put(pid, `p${pid}`, 0, pid);
  put(3, 'busy', 100, 3, { cmdline: 'busy\0--loop\0\0' });
  writeFileSync(join(root, 'version'), 'no process');
  const scan = new ProcessScan(root, '/dev/null');
  const first = scan.look(0);
  expect(first.byMemory[0]).toMatchObject({ pid: 15, cpuPercent: null, memoryBytes: 15 * 16_384, command: ['[p15]'] });
  put(3, 'busy', 350, 3, { cmdline: 'busy\0--loop\0\0' });
  // Another process under a number that was free: it has no base yet.
  put(4, 'new', 9999, 4, { start: 2 });
  rmSync(join(root, '5'), { recursive: true });
  const { byCpu, byMemory } = scan.look(5000);
  expect(byCpu).toHaveLength(10);
  expect(byCpu[0]).toMatchObject({ pid: 3, cpuPercent: 50, command: ['busy', '--loop'], container: null });
  expect(byMemory.map(({ pid }) => pid)).toEqual([15, 14, 13, 12, 11, 10, 9, 8, 7, 6]);
  expect(byMemory.some(({ pid }) => pid === 5)).toBe(false);
});

test('this machine’s own processes', () => {
  const scan = new ProcessScan();
  scan.look(0);
  const { byMemory } = scan.look(1000);
  // A container of a build machine may have two processes and a hundred that ended.
  expect(byMemory.length).toBeGreaterThan(0);
  expect(byMemory.length).toBeLessThanOrEqual(10);
  expect(byMemory.every(({ memoryBytes }) => memoryBytes > 0)).toBe(true);
});
