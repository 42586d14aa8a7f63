import { expect, test } from 'vitest';
import {
  type ConditionFacts,
  conditionWords,
  logWords,
  loopWords,
  noticeAddress,
  statsWords,
  subjectWords,
} from '#shared/format/alert-words.ts';

const plain = (text: string): string => text.replaceAll('\u202f', ' ');
const lines = { kind: 'log', level: 'error', text: '', isPattern: false, count: 1, minutes: 2 } as const;

test.each<[ConditionFacts, string]>([
  [{ kind: 'event', event: 'oom' }, 'runs out of memory'],
  [{ kind: 'loop', count: 3, minutes: 10 }, 'restarts 3 times in 10 minutes'],
  [lines, 'has an error line'],
  [{ ...lines, level: null, text: 'lost' }, 'has a line with "lost"'],
  [{ ...lines, level: 'warn', count: 5 }, 'has 5 warning or error lines in 2 minutes'],
  [{ ...lines, text: 'lost|gone', isPattern: true, count: 5 }, 'has 5 error lines that fit lost|gone in 2 minutes'],
  [{ kind: 'stats', figure: 'cpu', percent: 80, minutes: 5 }, 'has CPU above 80 % for 5 minutes'],
  [{ kind: 'stats', figure: 'memory', percent: 90, minutes: 1 }, 'has memory above 90 % of its limit for a minute'],
  [{ kind: 'stats', figure: 'cpu', percent: 80, minutes: 0 }, 'has CPU above 80 %'],
  [{ kind: 'disk', percent: 90.5, minutes: 5 }, 'is above 90.5 % for 5 minutes'],
])('a condition in words: %j', (when, text) => {
  expect(plain(conditionWords(when))).toBe(text);
});

test('what a rule looks at', () => {
  expect(subjectWords(lines, { by: 'all' })).toBe('Any container');
  expect(subjectWords(lines, { by: 'name', pattern: 'web-*' })).toBe('A container named web-*');
  expect(subjectWords({ ...lines, kind: 'appLog' }, { by: 'all' })).toBe("Quayside's own log");
});

test('what was told', () => {
  expect(loopWords(5, 10, 1)).toBe('restarted 5 times in 10 minutes, last exit: code 1');
  expect(loopWords(2, 1, null)).toBe('restarted 2 times in a minute');
  expect(logWords(lines)).toBe('wrote an error');
  expect(logWords({ ...lines, level: null, text: 'lost' })).toBe('wrote a line with "lost"');
  expect(logWords({ ...lines, level: 'warn', count: 5 })).toBe('wrote 5 warnings or errors in 2 minutes');
  expect(plain(statsWords('memory', 90, 5, 93.4))).toBe(
    'uses more than 90 % of its memory limit for 5 minutes, now 93.4 %',
  );
});

test('where a notice leads', () => {
  expect(noticeAddress({ kind: 'stopped', container: 'c', incident: 'i' })).toBe('/activity?incident=i');
  expect(noticeAddress({ kind: 'cpu', container: 'c', incident: null })).toBe('/container/c/stats');
  expect(noticeAddress({ kind: 'log', container: 'c', incident: null })).toBe('/container/c/logs');
  expect(noticeAddress({ kind: 'disk', container: null, incident: null })).toBe('/host');
  expect(noticeAddress({ kind: 'appLog', container: null, incident: null })).toBe('/app-log');
});
