import { below, pick, type Random } from '#main/engine/simulated/random.ts';

export interface Said {
  readonly text: string;
  readonly isError?: boolean;
}

/** What a program writes next. `at`: ms since 1970. */
export type Voice = (random: Random, at: number) => Said;

const PATHS = ['/', '/api/orders', '/api/orders/4711', '/api/cart', '/static/app.css', '/api/session', '/healthz'] as [
  string,
  ...string[],
];
const ESC = '\u001b';
const iso = (at: number): string => new Date(at).toISOString();
const address = (random: Random): string => `10.0.${below(random, 4)}.${below(random, 250) + 2}`;

/** An access log; every so often a complaint on stderr. */
export const webServer: Voice = (random, at) => {
  if (random() < 0.04) {
    return {
      isError: true,
      text: `${iso(at).slice(0, 19).replace('T', ' ')} [error] 29#29: *${below(random, 9000)} connect() failed (111: Connection refused) while connecting to upstream`,
    };
  }
  const status = pick(random, [200, 200, 200, 200, 304, 301, 404, 502]);
  return {
    text: `${address(random)} - - [${iso(at)}] "GET ${pick(random, PATHS)} HTTP/1.1" ${status} ${below(random, 40_000)} "-" "Mozilla/5.0"`,
  };
};

/** One JSON object a line, with levels. */
export const jsonService: Voice = (random, at) => {
  const level = pick(random, ['info', 'info', 'info', 'debug', 'warn', 'error']);
  const durationMs = below(random, 400) + 1;
  const message = level === 'error' ? 'request failed' : level === 'warn' ? 'slow query' : 'request handled';
  const more = level === 'error' ? { error: 'ECONNRESET', attempt: below(random, 3) + 1 } : { status: 200 };
  return {
    text: JSON.stringify({
      time: iso(at),
      level,
      message,
      path: pick(random, PATHS),
      durationMs,
      request: below(random, 0xffffff).toString(16),
      ...more,
    }),
    isError: level === 'error',
  };
};

/** Coloured words, as development servers write them. */
export const colourful: Voice = (random) => {
  const [colour, level, text] = pick<[string, string, string]>(random, [
    ['32', 'INFO ', 'job finished'],
    ['32', 'INFO ', 'job taken from queue mail'],
    ['36', 'DEBUG', 'heartbeat sent'],
    ['33', 'WARN ', 'job is late, trying again'],
    ['31', 'ERROR', 'mail server refused the message'],
  ]);
  return {
    text: `${ESC}[${colour}m${level}${ESC}[0m ${ESC}[1mworker-${below(random, 4) + 1}${ESC}[0m ${text} ${ESC}[2m(${below(random, 900)} ms)${ESC}[0m`,
  };
};

/** A database: all of it on stderr, as postgres does. */
export const database: Voice = (random, at) => {
  const line = pick(random, [
    'LOG:  checkpoint starting: time',
    'LOG:  checkpoint complete: wrote 41 buffers (0.3%); 0 WAL file(s) added',
    'LOG:  duration: 812.330 ms  statement: SELECT * FROM orders WHERE state = $1',
    'ERROR:  duplicate key value violates unique constraint "orders_pkey"',
    'STATEMENT:  INSERT INTO orders (id, state) VALUES ($1, $2)',
  ]);
  return {
    isError: true,
    text: `${iso(at).replace('T', ' ').replace('Z', ' UTC')} [${60 + below(random, 9)}] ${line}`,
  };
};

/** Few words. */
export const cache: Voice = (random, at) => ({
  text: `1:M ${iso(at)} * ${pick(random, ['100 changes in 300 seconds. Saving...', 'Background saving started by pid 21', 'DB saved on disk', 'Background saving terminated with success'])}`,
});

/** Dies again and again: what it says before. */
export const crashing: Voice = (random) =>
  pick<Said>(random, [
    { text: 'payments 2.4.1 starting' },
    { text: 'reading /run/secrets/gateway' },
    { isError: true, text: 'panic: open /run/secrets/gateway: no such file or directory' },
    { isError: true, text: 'goroutine 1 [running]:' },
    { isError: true, text: '\tmain.mustRead(...) /src/main.go:41 +0x1a4' },
  ]);

/** A measuring station: key=value. */
export const keyValues: Voice = (random, at) => ({
  text: `ts=${iso(at)} level=${pick(random, ['info', 'info', 'warn'])} msg="sample stored" series=${below(random, 9000)} took=${below(random, 90)}ms`,
});

export const failedJob: readonly Said[] = [
  { text: 'migrate: 14 migrations found, 12 applied' },
  { text: 'migrate: applying 0013_orders_index' },
  { text: 'migrate: applying 0014_customers_email' },
  { text: 'ERROR: column "email" of relation "customers" contains null values', isError: true },
  { text: 'migrate: failed, 1 of 2 applied', isError: true },
];
