import { expect, test } from 'vitest';
import {
  busyPercent,
  containerIn,
  parseMeminfo,
  parseNetDev,
  parseProcessStat,
  parseStat,
  parseThrottled,
} from '#main/host/proc-text.ts';

test('/proc/stat: the whole and each core, waiting for a disk is idle, guest time counts once', () => {
  const text =
    'cpu  100 5 20 800 30 2 3 1 50 0\ncpu0 60 5 10 400 10 1 2 1 50 0\ncpu3 40 0 10 400 20 1 1 0 0 0\nintr 12 0\n';
  const stat = parseStat(text);
  expect(stat?.all).toEqual({ busy: 131, idle: 830 });
  expect(stat?.cores).toEqual([
    { busy: 79, idle: 410 },
    { busy: 52, idle: 420 },
  ]);
  expect(parseStat('')).toBeUndefined();
});

test('a share of the time needs two looks, and counters that go on', () => {
  const at = (busy: number, idle: number) => ({ busy, idle });
  expect(busyPercent(at(100, 100), at(130, 170))).toBe(30);
  expect(busyPercent(undefined, at(1, 1))).toBeNull();
  expect(busyPercent(at(100, 100), at(100, 100))).toBeNull();
  // Offline and back: begun anew.
  expect(busyPercent(at(5000, 5000), at(3, 9))).toBeNull();
  // The kernel's idle time may step back a little.
  expect(busyPercent(at(100, 100), at(150, 98))).toBe(100);
});

test('/proc/meminfo: used is what is not available; old kernels do not tell', () => {
  const text =
    'MemTotal:       16000 kB\nMemFree:  100 kB\nMemAvailable:   4000 kB\nSwapTotal: 2000 kB\nSwapFree: 1500 kB\n';
  expect(parseMeminfo(text)).toEqual({
    usedBytes: 12_000 * 1024,
    totalBytes: 16_000 * 1024,
    swapUsedBytes: 500 * 1024,
    swapTotalBytes: 2000 * 1024,
  });
  expect(parseMeminfo('MemTotal: 16000 kB\nMemFree: 100 kB\n')).toBeUndefined();
});

test('/proc/net/dev: without loopback and the ends of containers, names with a colon whole', () => {
  const text = [
    'Inter-|   Receive                                                |  Transmit',
    ' face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed',
    '    lo: 9 1 0 0 0 0 0 0 9 1 0 0 0 0 0 0',
    'vethab12: 7 1 0 0 0 0 0 0 7 1 0 0 0 0 0 0',
    'eth0:1: 1000 8 0 0 0 0 0 0 2000 9 0 0 0 0 0 0',
    '',
  ].join('\n');
  expect([...parseNetDev(text)]).toEqual([['eth0:1', { rxBytes: 1000, txBytes: 2000 }]]);
  expect(parseNetDev('').size).toBe(0);
});

test('/proc/<pid>/stat: the name may hold anything', () => {
  const rest = 'S 1 1 1 0 -1 4194560 1 2 3 4 150 50 0 0 20 0 1 0 7777 1000 250 18446744073709551615';
  expect(parseProcessStat(`42 (a) S (b c) ${rest}`)).toEqual({
    name: 'a) S (b c',
    cpuMs: 2000,
    startTicks: '7777',
    pages: 250,
  });
  expect(parseProcessStat('')).toBeUndefined();
  expect(parseProcessStat('42 (sh) S')).toBeUndefined();
});

test('the container of a process: cgroup v1 and v2, cgroupfs and systemd', () => {
  const id = 'ab'.repeat(32);
  expect(containerIn(`12:pids:/docker/${id}\n`)).toBe(id);
  expect(containerIn(`0::/system.slice/docker-${id}.scope\n`)).toBe(id);
  expect(containerIn('0::/user.slice/user-1000.slice\n')).toBeNull();
});

test('the power of a board: what it does not tell is not known, not fine', () => {
  const none = { underVoltage: null, underVoltageSinceBoot: null, throttled: null };
  expect(parseThrottled(undefined)).toEqual(none);
  expect(parseThrottled('')).toEqual(none);
  expect(parseThrottled('throttled=0x0\n')).toEqual({
    underVoltage: false,
    underVoltageSinceBoot: false,
    throttled: false,
  });
  expect(parseThrottled('throttled=0x50005')).toEqual({
    underVoltage: true,
    underVoltageSinceBoot: true,
    throttled: true,
  });
  expect(parseThrottled('50000')).toEqual({ underVoltage: false, underVoltageSinceBoot: true, throttled: false });
});
