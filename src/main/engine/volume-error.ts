import { diskFull } from '#main/engine/image-error.ts';
import { AppError } from '#shared/protocol/errors.ts';

/** Why a volume could not be found, made or removed, in words; what Docker said of something else is left as it is. */
export function volumeError(thrown: unknown, name: string): unknown {
  if (!(thrown instanceof AppError)) return thrown;
  const { code, message } = thrown;
  const cause = { cause: thrown };
  if (/no space left/i.test(message)) return diskFull(message);
  if (/volume plugin|plugin .* not found|plugin not found/i.test(message))
    return new AppError('bad_request', 'Docker has no volume driver of this name.', {
      field: 'driver',
      hint: 'Choose local, or install the plugin first.',
      ...cause,
    });
  if (code === 'not_found')
    return new AppError('not_found', `There is no volume "${name}".`, { field: 'volume', ...cause });
  if (code === 'conflict' && /in use/i.test(message)) {
    const users = [...message.matchAll(/\b[0-9a-f]{64}\b/g)].map(([id]) => id.slice(0, 12)).filter((id) => id !== name);
    return new AppError('conflict', inUse(users), {
      hint: `Remove ${users.length > 1 ? 'them' : 'the container'} first; stopping is not enough.`,
      reason: 'taken',
      ...cause,
    });
  }
  if (/invalid option|required option/i.test(message))
    return new AppError('bad_request', `The driver does not take these options: ${message}`, {
      field: 'options',
      ...cause,
    });
  return thrown;
}

const inUse = ([first, ...more]: readonly string[]): string =>
  first === undefined
    ? 'A container uses this volume.'
    : more.length === 0
      ? `The container ${first} uses this volume.`
      : `The containers ${[first, ...more].join(', ')} use this volume.`;
