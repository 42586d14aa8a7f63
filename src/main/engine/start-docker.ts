import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { AppError } from '#shared/protocol/errors.ts';

/** A system that asks for a password waits for a person. */
const START_MS = 110_000;
const MOST_OUTPUT = 64 * 1024;

/**
 * What "Start Docker" runs for an endpoint: the command of the settings, else systemd's where systemd runs; null where
 * nothing is known. `hasSystemd`: as sd_booted(3) tells it.
 */
export function startCommandFor(
  endpoint: string,
  chosen: readonly string[] | null,
  hasSystemd = existsSync('/run/systemd/system'),
): readonly string[] | null {
  if (chosen !== null) return chosen;
  if (!hasSystemd) return null;
  if (/^unix:\/\/(\/var)?\/run\/docker\.sock$/.test(endpoint)) return ['systemctl', 'start', 'docker'];
  if (/^unix:\/\/\/run\/user\/\d+\/docker\.sock$/.test(endpoint)) return ['systemctl', '--user', 'start', 'docker'];
  return null;
}

/** Runs it, without a shell, until it has ended; whether Docker then answers is the connection's to find out. */
export function startDocker([program = '', ...args]: readonly string[], signal: AbortSignal): Promise<void> {
  const line = [program, ...args].join(' ');
  return new Promise((resolve, reject) => {
    execFile(program, args, { timeout: START_MS, maxBuffer: MOST_OUTPUT, signal }, (error, _output, complaints) => {
      if (!error) return resolve();
      if (error.code === 'ENOENT') {
        const hint = 'Change the start command in the Docker settings.';
        return reject(new AppError('engine_error', `There is no program "${program}".`, { hint }));
      }
      const said = complaints.trim().split('\n').at(-1) ?? '';
      const why = said === '' ? '.' : `: ${said.slice(0, 500).replace(/[.\s]*$/, '.')}`;
      reject(new AppError('engine_error', `"${line}" failed${why}`, { hint: 'Run it in a terminal to see more.' }));
    });
  });
}
