// Running other programs. Node built-ins only: used before `npm ci`.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import './end-with-parent.mjs';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
/** A file inside node_modules. Tools are started as `node <file>`: bins sometimes lack their x bit. */
export const tool = (file) => path.join(root, 'node_modules', file);
export const isRoot = process.getuid?.() === 0;
export const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(1)} s`;
const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const hasSetpriv = process.platform === 'linux' && existsSync('/usr/bin/setpriv');

/** Prefix that makes the kernel send `signal` to a program when this one dies, even by kill -9. */
export const dyingWithUs = (signal) => (hasSetpriv ? ['setpriv', '--pdeathsig', signal] : []);

/**
 * Runs `command` (an array) and waits for it. Inherits the output unless `quiet`, which collects it.
 * Resolves to { code, output }; 127 when the program could not be started.
 */
export function run(command, { quiet = false, filter, ...options } = {}) {
  return new Promise((resolve) => {
    const [file, ...args] = [...dyingWithUs('TERM'), ...command];
    const stdio = quiet ? ['ignore', 'pipe', 'pipe'] : ['inherit', 'inherit', filter ? 'pipe' : 'inherit'];
    const child = spawn(file, args, { cwd: root, stdio, ...options });
    let output = '';
    if (quiet) {
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    } else if (filter) {
      passLines(child.stderr, filter);
    }
    const forward = (signal) => child.kill(signal);
    for (const signal of FORWARDED) process.on(signal, forward);
    const finish = (code, text) => {
      for (const signal of FORWARDED) process.off(signal, forward);
      resolve({ code, output: text });
    };
    child.once('error', (error) => finish(127, String(error)));
    child.once('close', (code, signal) => finish(code ?? (signal ? 128 : 1), output));
  });
}

function passLines(stream, keep) {
  let rest = '';
  stream.setEncoding('utf8').on('data', (chunk) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop();
    for (const line of lines) if (keep(line)) process.stderr.write(`${line}\n`);
  });
  stream.on('end', () => rest && keep(rest) && process.stderr.write(`${rest}\n`));
}

/** Runs one named step and prints its time; says every 10 s that it is still at it. */
export async function step(name, doing, work) {
  const started = Date.now();
  const first = setTimeout(() => console.log(`[setup] ${name}: ${doing}`), 1000);
  const again = setInterval(() => console.log(`[setup] ${name}: ${doing} (${seconds(started)} so far)`), 10_000);
  try {
    const note = await work();
    console.log(`[setup] ${name}: ${note ?? 'ok'} (${seconds(started)})`);
  } finally {
    clearTimeout(first);
    clearInterval(again);
  }
}

/** Runs a script's main function: a failure is one plain message and exit code 1. */
export function main(work) {
  work().then(
    (code) => process.exit(code ?? 0), // never wait for a leftover handle
    (error) => {
      console.error(error.isPlain ? error.message : error);
      process.exit(1);
    },
  );
}

/** An error whose message is all that the user needs to see. */
export function plainError(message) {
  return Object.assign(new Error(message), { isPlain: true });
}
