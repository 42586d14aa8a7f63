import { expect, test } from 'vitest';
import { AlertEngine, type AlertSubject, isMeant, type Moment } from '#main/alerts/alert-engine.ts';
import type { AlertCondition, AlertNotice, AlertRule } from '#shared/contract/alerts.ts';
import type { Incident } from '#shared/contract/incidents.ts';
import { sampleItems } from '#testing/samples.ts';

const MINUTE = 60_000;
const web: AlertSubject = { engine: 'default', container: 'a'.repeat(64), name: 'web', stack: 'shop' };
const db: AlertSubject = { engine: 'default', container: 'b'.repeat(64), name: 'db' };

const ruleOf = (when: AlertCondition, more: Partial<AlertRule> = {}): AlertRule => ({
  rule: `${when.kind}${'event' in when ? when.event : ''}`.padEnd(16, '0'),
  name: when.kind,
  isOn: true,
  when,
  containers: { by: 'all' },
  quietMinutes: 10,
  isShown: true,
  webhook: null,
  ...more,
});
const LOOP = ruleOf({ kind: 'loop', count: 3, minutes: 10 }, { quietMinutes: 30 });
const STOPPED = ruleOf({ kind: 'event', event: 'stopped' });
const CPU = ruleOf({ kind: 'stats', figure: 'cpu', percent: 80, minutes: 2 });
const errors = (count: number): AlertRule =>
  ruleOf({ kind: 'log', level: 'error', text: '', isPattern: false, matchCase: false, count, minutes: 2 });

/** An engine, its notices, and a clock whose two times are set apart. */
function fixture(...rules: AlertRule[]) {
  const told: AlertNotice[] = [];
  const kept = new Map<string, AlertNotice>();
  let ids = 0;
  let monotonic = 0;
  let wall = Date.parse('2026-11-21T10:00:00Z');
  const engine = new AlertEngine({
    newId: () => String(++ids).padStart(16, '0'),
    onTold: (notice) => {
      told.push(notice);
      kept.set(notice.notice, notice);
    },
    onChanged: (notice) => kept.set(notice.notice, notice),
  });
  const now = (): Moment => ({ monotonic, time: new Date(wall).toISOString() });
  engine.setRules(rules, now());
  return {
    engine,
    told,
    kept: () => [...kept.values()],
    titles: () => told.map(({ title }) => title.replaceAll('\u202f', ' ')),
    now,
    pass: (ms: number): void => {
      monotonic += ms;
      wall += ms;
    },
    setClock: (by: number): void => {
      wall += by;
    },
  };
}

const failure = (more: Partial<Incident> = {}): Incident => ({
  ...sampleItems.incidents,
  container: web.container,
  name: 'web',
  kind: 'exited',
  exitCode: 1,
  restartPolicy: 'no',
  ...more,
});

/** Ends by itself and is started again. */
function fall(f: ReturnType<typeof fixture>, isAsked = false): void {
  f.engine.ended(web, 1, isAsked);
  f.pass(1000);
  f.engine.started(web, f.now());
}

test('a stop is told once with its reason, and counted while it is quiet', () => {
  const f = fixture(STOPPED);
  f.engine.incident(failure(), f.now());
  f.pass(9 * MINUTE);
  f.engine.incident(failure({ exitCode: 2 }), f.now());
  expect(f.titles()).toEqual(['web exited with code 1']);
  expect(f.kept()).toMatchObject([{ count: 2, title: 'web exited with code 2', incident: failure().incident }]);
  f.pass(2 * MINUTE);
  f.engine.incident(failure({ exitCode: 3 }), f.now());
  expect(f.titles()).toEqual(['web exited with code 1', 'web exited with code 3']);
});

test('each kind of end has its own rule, and each container its own quiet', () => {
  const oom = ruleOf({ kind: 'event', event: 'oom' });
  const f = fixture(STOPPED, oom, ruleOf({ kind: 'event', event: 'unhealthy' }));
  f.engine.incident(failure({ kind: 'oom', exitCode: 137 }), f.now());
  f.engine.incident(failure({ kind: 'unhealthy', exitCode: null }), f.now());
  f.engine.incident(failure({ kind: 'killed', exitCode: 137 }), f.now());
  f.engine.incident(failure({ container: db.container, name: 'db' }), f.now());
  expect(f.titles()).toEqual([
    'web was killed because it ran out of memory',
    'web became unhealthy: its health check failed',
    'web was killed, and not through Docker',
    'db exited with code 1',
  ]);
});

test('a loop is one notice, counted, and the stops in it are told no more', () => {
  const f = fixture(LOOP, STOPPED);
  for (let i = 0; i < 5; i++) {
    f.engine.incident(failure(), f.now());
    fall(f);
  }
  expect(f.titles()).toEqual(['web exited with code 1', 'web restarted 3 times in 10 minutes, last exit: code 1']);
  // It stands with the incident that says why, and not beside it.
  expect(f.kept()[1]).toMatchObject({
    incident: failure().incident,
    count: 5,
    title: 'web restarted 5 times in 10 minutes, last exit: code 1',
  });
  // It goes on beyond the quiet time of the stops: still the one loop.
  for (let i = 0; i < 12; i++) {
    f.pass(MINUTE);
    f.engine.incident(failure(), f.now());
    fall(f);
  }
  expect(f.told).toHaveLength(2);
});

test('restarts that somebody asked for, or that are far apart, are no loop', () => {
  const f = fixture(LOOP);
  for (let i = 0; i < 5; i++) fall(f, true);
  for (let i = 0; i < 5; i++) {
    f.pass(6 * MINUTE);
    fall(f);
  }
  expect(f.told).toEqual([]);
});

test('a figure is told when it has lasted without a break, and is one notice until it falls', () => {
  const f = fixture(CPU);
  const measure = (cpu: number | null, times: number): void => {
    for (let i = 0; i < times; i++) {
      f.pass(15_000);
      f.engine.sample(web, { cpu, memory: null }, f.now());
    }
  };
  measure(90, 8);
  expect(f.told).toEqual([]);
  measure(143, 1);
  expect(f.titles()).toEqual(['web uses more than 80 % CPU for 2 minutes, now 143 %']);
  measure(100, 100);
  expect(f.told).toHaveLength(1);
  measure(10, 1);
  expect(f.kept()[0]?.endedAt).toBe(f.now().time);
  measure(90, 20);
  // The quiet time was long over: it is told anew.
  expect(f.told).toHaveLength(2);
});

test('an unknown figure, a low one and a pause each begin the span anew', () => {
  for (const interrupt of [
    (f: ReturnType<typeof fixture>) => f.engine.sample(web, { cpu: null, memory: null }, f.now()),
    (f: ReturnType<typeof fixture>) => f.engine.sample(web, { cpu: 3, memory: null }, f.now()),
    (f: ReturnType<typeof fixture>) => f.pass(60 * MINUTE),
  ]) {
    const f = fixture(CPU);
    for (let i = 0; i < 5; i++) {
      f.pass(15_000);
      f.engine.sample(web, { cpu: 90, memory: null }, f.now());
    }
    interrupt(f);
    for (let i = 0; i < 5; i++) {
      f.pass(15_000);
      f.engine.sample(web, { cpu: 90, memory: null }, f.now());
    }
    expect(f.told).toEqual([]);
  }
});

test('a figure that swings over and under within the quiet time is one notice', () => {
  const f = fixture(CPU);
  for (let i = 0; i < 27; i++) {
    f.pass(15_000);
    f.engine.sample(web, { cpu: i % 13 < 11 ? 95 : 5, memory: null }, f.now());
  }
  expect(f.told).toHaveLength(1);
  expect(f.kept()[0]?.count).toBe(2);
});

test('so many lines in so long are told with the last of them; those after it are counted', () => {
  const rule = errors(3);
  const f = fixture(rule);
  const write = (text: string): void => f.engine.line(rule, web, text, f.now());
  write('one');
  f.pass(3 * MINUTE);
  write('two');
  write('three');
  expect(f.told).toEqual([]);
  write('four');
  expect(f.titles()).toEqual(['web wrote 3 errors in 2 minutes']);
  expect(f.told[0]?.quote).toBe('four');
  for (let i = 0; i < 1000; i++) write('more');
  expect(f.told).toHaveLength(1);
  expect(f.kept()[0]).toMatchObject({ count: 1003, quote: 'more' });
  f.engine.line(rule, db, 'another container has a count of its own', f.now());
  expect(f.told).toHaveLength(1);
});

test('a clock that is set ahead or back neither ends a quiet time nor makes a span', () => {
  const rule = errors(1);
  const f = fixture(rule, CPU);
  f.engine.line(rule, web, 'x', f.now());
  for (const by of [86_400_000, -7 * 86_400_000]) {
    f.setClock(by);
    f.engine.line(rule, web, 'x', f.now());
    f.engine.sample(web, { cpu: 99, memory: null }, f.now());
  }
  expect(f.told).toHaveLength(1);
  f.pass(10 * MINUTE);
  f.engine.line(rule, web, 'x', f.now());
  expect(f.told).toHaveLength(2);
});

test('what was told before a restart stays quiet for the rest of its time, unless another clock told it', () => {
  const before = fixture(STOPPED);
  before.engine.incident(failure(), before.now());
  const after = fixture(STOPPED);
  after.pass(4 * MINUTE);
  after.engine.remember(before.told, after.now());
  after.engine.incident(failure(), after.now());
  expect(after.told).toEqual([]);
  expect(after.kept()).toMatchObject([{ notice: before.told[0]?.notice, count: 2 }]);
  after.pass(7 * MINUTE);
  after.engine.incident(failure(), after.now());
  expect(after.told).toHaveLength(1);

  const behind = fixture(STOPPED);
  behind.setClock(-86_400_000);
  behind.engine.remember(before.told, behind.now());
  behind.engine.incident(failure(), behind.now());
  expect(behind.told).toHaveLength(1);
});

test('a rule that is off, or about other containers, tells nothing; one that was changed begins anew', () => {
  const f = fixture({ ...STOPPED, containers: { by: 'stack', stack: 'bank' } });
  f.engine.incident(failure({ stack: 'shop' }), f.now());
  f.engine.setRules([{ ...STOPPED, isOn: false }], f.now());
  f.engine.incident(failure(), f.now());
  expect(f.told).toEqual([]);
  f.engine.setRules([STOPPED], f.now());
  f.engine.incident(failure(), f.now());
  // Another name or another way of telling is no other rule.
  f.engine.setRules([{ ...STOPPED, name: 'Stops', isShown: false }], f.now());
  f.engine.incident(failure(), f.now());
  expect(f.told).toHaveLength(1);
  f.engine.setRules([{ ...STOPPED, containers: { by: 'name', pattern: 'web' } }], f.now());
  f.engine.incident(failure(), f.now());
  expect(f.told).toHaveLength(2);
});

test('a rule that is switched off ends what lasted of it', () => {
  const f = fixture(CPU);
  for (let i = 0; i < 10; i++) {
    f.pass(15_000);
    f.engine.sample(web, { cpu: 90, memory: null }, f.now());
  }
  expect(f.kept()).toMatchObject([{ endedAt: null }]);
  f.engine.setRules([{ ...CPU, isOn: false }], f.now());
  expect(f.kept()[0]?.endedAt).toBe(f.now().time);
});

test('a container that is removed ends what lasted of it', () => {
  const f = fixture(LOOP);
  for (let i = 0; i < 3; i++) fall(f);
  f.engine.removed(web, f.now());
  expect(f.kept()[0]?.endedAt).toBe(f.now().time);
});

test('a disk is told when it is too full for so long, by its folder', () => {
  const f = fixture(ruleOf({ kind: 'disk', percent: 90, minutes: 1 }));
  for (let i = 0; i < 4; i++) {
    f.engine.disk('/', 93.4, f.now());
    f.engine.disk('/var/lib/docker', 20, f.now());
    f.pass(30_000);
  }
  expect(f.titles()).toEqual(['The disk of / is 93.4 % full']);
  expect(f.told[0]).toMatchObject({ container: null, name: '/' });
});

test.each([
  ['web', 'web', true],
  ['web', 'web-1', false],
  ['web-*', 'web-1', true],
  ['*-web-*', 'shop-web-12', true],
  ['*-web-*', 'web-12', false],
  ['a*b', 'ab', true],
  ['ab*ba', 'aba', false],
  ['a*b*b', 'axb', false],
  ['*', 'anything', true],
  [`${'a*'.repeat(100)}z`, 'a'.repeat(400), false],
])('the name %s fits %s: %s', (pattern, name, fits) => {
  expect(isMeant({ by: 'name', pattern }, { name })).toBe(fits);
});
