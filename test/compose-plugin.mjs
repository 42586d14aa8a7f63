// Stands in for docker's compose plugin, which Debian does not have. The docker CLI starts it as any plugin of its own; it
// answers as version 2 does, and hands the work to Debian's docker-compose 1.29, so that a real `up` runs.
import { spawn } from 'node:child_process';
import { appendFileSync } from 'node:fs';

const [record, asked, ...args] = process.argv.slice(2);
const say = (value) => process.stdout.write(`${JSON.stringify(value)}\n`);
const DONE = {
  Creating: 'Created',
  Recreating: 'Recreated',
  Starting: 'Started',
  Stopping: 'Stopped',
  Removing: 'Removed',
};

/** A line of 1.29 as version 2 would tell the same by `--progress json`. */
function told(line) {
  const [, kind, name] = /^Creating (network|volume) "([^"]+)"/.exec(line) ?? [];
  if (name) return { id: `${kind === 'network' ? 'Network' : 'Volume'} ${name}`, status: 'Creating' };
  const [, verb, container, done] = /^(\w+ing) (\S+)\s+\.\.\. ?(done)?/.exec(line) ?? [];
  if (container && DONE[verb]) return { id: `Container ${container}`, status: done ? DONE[verb] : verb };
  return undefined;
}

if (asked === 'docker-cli-plugin-metadata') {
  say({ SchemaVersion: '0.1.0', Vendor: 'Quayside tests', Version: '2.99.0', ShortDescription: 'stands in' });
} else if (args.includes('version')) {
  say({ version: 'v2.99.0' });
} else if (args.includes('--help')) {
  process.stdout.write('      --progress string   Set type of progress output (auto, tty, plain, json, quiet)\n');
} else {
  const at = args.indexOf('--progress');
  const work = spawn('docker-compose', at < 0 ? args : args.toSpliced(at, 2), { stdio: ['ignore', 'pipe', 'pipe'] });
  appendFileSync(record, `${JSON.stringify({ args, env: process.env, pids: [process.pid, work.pid] })}\n`);
  for (const stream of [work.stdout, work.stderr]) {
    let rest = '';
    stream.on('data', (chunk) => {
      const lines = (rest + chunk).split(/\r?\n|\r/);
      rest = lines.pop();
      for (const line of lines) {
        const step = told(line);
        if (step) say(step);
        else process.stderr.write(`${line}\n`);
      }
    });
  }
  work.on('close', (code) => process.exit(code ?? 1));
}
