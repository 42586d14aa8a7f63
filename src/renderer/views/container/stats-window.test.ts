import { describe, expect, it } from 'vitest';
import type { DockerEvent } from '#shared/contract/events.ts';
import type { StatsSample } from '#shared/contract/stats.ts';
import { clampRange, inWindow, marksOf, paceWords, windowWords } from '#renderer/views/container/stats-window.ts';

const START = Date.parse('2026-11-21T10:00:00Z');
const at = (second: number, memoryLimitBytes: number | null = null): StatsSample =>
  ({ time: new Date(START + second * 1000).toISOString(), memoryLimitBytes }) as StatsSample;
const every = (step: number, count: number): StatsSample[] => Array.from({ length: count }, (_, i) => at(i * step));

describe('window of the charts', () => {
  it('ends with the newest sample', () => {
    expect(inWindow(every(1, 300), 60)).toHaveLength(60);
    expect(inWindow(every(1, 300), 300)).toHaveLength(300);
    expect(inWindow([], 60)).toEqual([]);
    expect([60, 300].map(windowWords)).toEqual(['60 seconds', '5 minutes']);
  });

  it('tells the true pace, and does not count a pause as pace', () => {
    expect(paceWords(every(1, 60))).toBe('60 points, one each second');
    expect(paceWords(every(1.6, 38))).toBe('38 points, Docker sends a value every 1.6 s');
    expect(paceWords([...every(1, 20), at(100), at(101)])).toBe('22 points, one each second');
    expect(paceWords(every(1, 2))).toBe('Waiting for the first values');
    expect(paceWords([])).toBe('Waiting for the first values');
  });

  it('marks a start in the window and a changed limit, nothing else', () => {
    const samples = [at(0, 512), at(1, 512), at(2, 1024 ** 2), at(3, null), at(4, 1024 ** 2)];
    expect(marksOf(samples, new Date(START - 3_600_000).toISOString())).toEqual([
      { time: START / 1000 + 2, words: 'limit 1\u202fMiB' },
    ]);
    expect(marksOf([at(0), at(1)], new Date(START + 500).toISOString())).toEqual([
      { time: START / 1000 + 0.5, words: 'started' },
    ]);
    expect(marksOf([], undefined)).toEqual([]);
  });

  it('marks what Docker told, a start once, in the order of time', () => {
    const event = (second: number, action: string, exitCode?: string): DockerEvent => ({
      time: new Date(START + second * 1000).toISOString(),
      type: 'container',
      action,
      id: 'web',
      name: 'web',
      attributes: exitCode === undefined ? {} : { exitCode },
    });
    const told = [
      event(10, 'die', '137'),
      event(9, 'oom'),
      event(11, 'start'),
      event(12, 'exec_create: sh'),
      event(20, 'health_status: unhealthy'),
    ];
    const marks = marksOf([at(0), at(1)], new Date(START + 11_200).toISOString(), told);
    expect(marks.map(({ time, words }) => `${time - START / 1000} ${words}`)).toEqual([
      '9 out of memory',
      '10 exited 137',
      '11 started',
      '20 unhealthy',
    ]);
  });

  it('keeps a zoomed range within the window and wide enough to see', () => {
    const whole = { from: 100, to: 160 };
    expect(clampRange({ from: 120, to: 130 }, whole)).toEqual({ from: 120, to: 130 });
    expect(clampRange({ from: 90, to: 300 }, whole)).toEqual(whole);
    expect(clampRange({ from: 150, to: 150.5 }, whole)).toEqual({ from: 148.5, to: 150.5 });
  });
});
