import { AppError } from '#shared/protocol/errors.ts';
import { containerError } from '#main/engine/container-error.ts';

const GONE =
  /unknown (docker )?command: "?(docker )?compose|'compose' is not a docker command|^unknown (shorthand )?flag/i;
const AWAY = /cannot connect to the docker daemon|error during connect|is the docker daemon running/i;
const PREFIXES = /^(ERROR: |Error: |Error response from daemon: |.*\bfailed to (?:create|start) container: )+/;

export const pluginGone = (): AppError =>
  new AppError('conflict', 'docker compose is no longer installed here.', {
    field: 'with',
    hint: 'Apply it with Quayside, or install the plugin of the docker CLI again.',
  });

/** Why `docker compose` failed, by what it said: `lines` are those that were no steps. */
export function composeError(lines: readonly string[], code: number | null): AppError {
  if (lines.some((line) => GONE.test(line))) return pluginGone();
  if (lines.some((line) => AWAY.test(line)))
    return new AppError('engine_unavailable', 'Docker does not answer docker compose.', { reason: 'no_answer' });
  const said = lines.findLast((line) => /^error|daemon|failed|unhealthy|invalid|not (found|allowed)/i.test(line));
  const last = (said ?? lines.at(-1) ?? '').replace(PREFIXES, '').trim();
  const [, sick] = /dependency failed to start: container (\S+) is unhealthy/.exec(last) ?? [];
  if (sick !== undefined)
    return new AppError('conflict', `${sick} is not healthy, and others wait for it.`, {
      hint: 'Look at its log and its health check. What docker compose did before stays.',
    });
  const known = containerError(new AppError('engine_error', last));
  if (known instanceof AppError && known.message !== last) return known;
  const why = last === '' ? ` with exit code ${code ?? 'unknown'}` : `: ${last.slice(0, 500)}`;
  return new AppError('engine_error', `docker compose failed${why.replace(/[.\s]*$/, '.')}`, {
    hint: 'What it did before stays. All that it said stands in the output of the job.',
  });
}
