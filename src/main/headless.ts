// The start without a display: plain Node, nothing of Electron.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { systemClock } from '#shared/base/clock.ts';
import { type NetworkRole, networkRole } from '#shared/contract/pairing.ts';
import { AppError } from '#shared/protocol/errors.ts';
import { compose, type Core } from '#main/compose.ts';
import { isLoopback } from '#main/doors/lan/origins.ts';
import { consoleEcho, jsonEcho } from '#main/log/echo.ts';
import { homeFolder, HomeTaken, lockHome, makeHome } from '#main/settings/home.ts';
import { plainJsonFile } from '#main/settings/plain-json-file.ts';
import { SettingsKeeper } from '#main/settings/settings-keeper.ts';

const USAGE = `node out/main/headless.js [options]
  --host ADDRESS   where to listen, instead of 127.0.0.1
  --port PORT      instead of 7420; 0 takes a free one
  --no-tls         plain HTTP although the address is not this computer's own
  --pair ROLE      makes a pairing code for one device: viewer, operator or admin
  --json           one JSON record a line; the first gives the address and a token
  --help           this text`;

/** `protocol`: everything has ended within 3 s. */
const END_MS = 2800;

/** Said to whoever started this, without a stack. */
class UsageError extends Error {}

function readOptions() {
  let values;
  try {
    ({ values } = parseArgs({
      options: {
        // What `npm start` took it for; here it is always so.
        headless: { type: 'boolean' },
        host: { type: 'string', default: '127.0.0.1' },
        port: { type: 'string', default: '7420' },
        'no-tls': { type: 'boolean', default: false },
        pair: { type: 'string' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }));
  } catch (thrown) {
    throw new UsageError(thrown instanceof Error ? thrown.message : String(thrown));
  }
  const port = Number(values.port);
  if (!/^\d{1,5}$/.test(values.port) || port > 65_535) throw new UsageError('--port takes a number from 0 to 65535.');
  if (values.host === '') throw new UsageError('--host takes an address of this computer.');
  const pair = networkRole.optional().safeParse(values.pair);
  if (!pair.success) throw new UsageError('--pair takes viewer, operator or admin.');
  return {
    host: values.host,
    port,
    isJson: values.json,
    isHelp: values.help,
    pair: pair.data,
    noTls: values['no-tls'],
  };
}

async function run(): Promise<void> {
  const { host, port, isJson, isHelp, pair, noTls } = readOptions();
  if (isHelp) return console.log(USAGE);
  const env = process.env;
  const home = makeHome(homeFolder(env));
  const lock = lockHome(home, 'Quayside without a display');
  const output = openOutput();
  const level = env['QUAYSIDE_LOG'];
  const core = compose({
    env,
    clock: systemClock,
    settings: new SettingsKeeper(plainJsonFile(home, 'settings')),
    version: version(),
    store: {
      file: join(home, 'store', 'logs.db'),
      startWorker: (workerData) => new Worker(new URL('./history-worker.js', import.meta.url), { workerData }),
    },
    startHostWorker: () => new Worker(new URL('./host-worker.js', import.meta.url)),
    remote: { home, pages: fileURLToPath(new URL('../renderer', import.meta.url)) },
    logs: { folder: join(home, 'logs') },
    echo: isJson ? jsonEcho(output.line, level === 'debug') : consoleEcho(level),
  });
  endOnSignals(core, () => lock.dispose());
  // A failure that nobody caught must not end a server that others watch; it is found in the log.
  process.on('uncaughtException', (thrown) => core.log.error('unexpected failure', { thrown }));
  process.on('unhandledRejection', (thrown) => core.log.error('unexpected rejection', { thrown }));
  try {
    await open(core, output, { host, port, isTls: !isLoopback(host) && !noTls, isJson, pair });
  } catch (thrown) {
    await core.dispose();
    lock.dispose();
    throw thrown;
  }
}

interface Wish {
  readonly host: string;
  readonly port: number;
  readonly isTls: boolean;
  readonly isJson: boolean;
  readonly pair: NetworkRole | undefined;
}

async function open(core: Core, output: Output, wish: Wish): Promise<void> {
  const { pairing, signIns } = await core.security();
  const { token } = signIns.add({ kind: 'start', user: 'local', role: 'admin', device: 'This start' });
  const state = await core.remote.start(wish);
  if (state.state !== 'on') return;
  const { url, fingerprint } = state;
  const code = wish.pair && pairing.create({ role: wish.pair, confirm: false });
  if (wish.isJson) {
    output.first(`${JSON.stringify({ event: 'listening', url, accessToken: token, fingerprint })}\n`);
    if (code)
      output.line(
        `${JSON.stringify({ time: new Date().toISOString(), level: 'info', message: 'pairing code', details: code })}\n`,
      );
    return;
  }
  output.first(`Quayside serves ${url}\nOpen this to be signed in: ${url}/#token=${token}\n`);
  if (code) output.line(`Pair a ${wish.pair}: code ${code.code} on ${url}, or open ${url}/#pair=${code.code}\n`);
  if (fingerprint) output.line(`Fingerprint of its certificate (SHA-256): ${fingerprint}\n`);
}

interface Output {
  /** Where to connect: before all else. */
  first(text: string): void;
  line(text: string): void;
}

/** Standard output is for programs: whatever is logged on the way to listening comes after its line. */
function openOutput(): Output {
  let early: string[] | undefined = [];
  const write = (text: string): void => void process.stdout.write(text);
  return {
    first: (text) => {
      for (const line of [text, ...(early ?? [])]) write(line);
      early = undefined;
    },
    line: (text) => void (early ? early.push(text) : write(text)),
  };
}

/** The first signal ends everything in order, a second one at once. */
function endOnSignals(core: Core, ended: () => void): void {
  let isEnding = false;
  const end = (): void => {
    if (isEnding) process.exit(1);
    isEnding = true;
    const finish = (): void => {
      ended();
      process.exit(0);
    };
    setTimeout(finish, END_MS);
    core.dispose().then(finish, finish);
  };
  process.on('SIGTERM', end).on('SIGINT', end);
}

function version(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

run().catch((thrown: unknown) => {
  const isPlain = thrown instanceof UsageError || thrown instanceof HomeTaken || thrown instanceof AppError;
  console.error(isPlain ? thrown.message : thrown);
  if (thrown instanceof UsageError) console.error(USAGE);
  process.exit(1);
});
