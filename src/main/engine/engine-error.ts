import { AppError } from '#shared/protocol/errors.ts';

/** What the engine's `{"message": …}` says, else the first 200 characters of whatever it sent. */
function messageOf(body: unknown): string {
  if (typeof body === 'object' && body !== null && !Buffer.isBuffer(body)) {
    const { message } = body as { message?: unknown };
    if (typeof message === 'string' && message.trim()) return message.trim();
  }
  const text = Buffer.isBuffer(body) ? body.toString('utf8') : typeof body === 'string' ? body : '';
  if (text.startsWith('{')) {
    try {
      return messageOf(JSON.parse(text));
    } catch {
      // Cut JSON: shown as it is.
    }
  }
  return text.slice(0, 200).trim() || 'no message';
}

/** An answer that is not a success, as an AppError with the engine's own words. */
export function statusError(status: number, body: unknown): AppError {
  const message = messageOf(body);
  if (status === 404) return new AppError('not_found', message);
  if (status === 409) return new AppError('conflict', message, /is paused/.test(message) ? { reason: 'paused' } : {});
  if (status === 501 || /does not support reading/.test(message)) return notReadable();
  if (status === 400 && /multiple IDs found/i.test(message))
    return new AppError('conflict', 'More than one container begins with this ID. Write more of it.', {
      field: 'container',
    });
  if (status === 400) return new AppError('bad_request', message);
  if (status >= 300 && status < 400)
    return new AppError('engine_error', `Docker answered with a redirect (${status}), which is never followed.`, {
      reason: 'bad_answer',
    });
  return new AppError('engine_error', `Docker answered with an error (${status}): ${message}`);
}

/** `driver` undefined: Docker's answer does not name it; `namingDriver` does. */
export const notReadable = (driver?: string): AppError =>
  new AppError('conflict', unreadableWords(driver), {
    reason: 'not_readable',
    hint: 'Start it with a log driver that Docker can read, such as json-file or local.',
  });

function unreadableWords(driver: string | undefined): string {
  if (driver === undefined) return "Docker can't read this log.";
  if (driver === 'none') return 'This container does not keep logs (log driver: none).';
  return `Docker can't read this log. The container's log driver, ${driver}, sends it elsewhere.`;
}

/** What reading a log failed with; where Docker cannot read it, with the name of the driver, which Docker does not say. */
export const namingDriver = (thrown: unknown, driver: string): unknown =>
  thrown instanceof AppError && thrown.reason === 'not_readable' ? notReadable(driver) : thrown;

/** Nobody knows what became of what was asked: the engine went away, or did not answer in time. */
export const isEngineAway = (thrown: unknown): boolean =>
  thrown instanceof AppError && (thrown.code === 'engine_unavailable' || thrown.code === 'timeout');

/** A connection that failed, as an AppError; `where` is the socket's path or the host; `isAct`: something was to be changed. */
export function connectionError(thrown: unknown, where: string, isAct = false): AppError {
  const code = (thrown as { code?: unknown } | undefined)?.code;
  const cause = { cause: thrown };
  if (code === 'EACCES' || code === 'EPERM') {
    return new AppError('engine_unavailable', `You may not use the Docker socket ${where}.`, {
      reason: 'no_permission',
      hint: 'Add your user to the group `docker` and log in again.',
      ...cause,
    });
  }
  if (code === 'ENOENT')
    return new AppError('engine_unavailable', `Docker is not running, or its socket is not at ${where}.`, {
      reason: 'not_running',
      hint: 'Start Docker, or choose another socket or context.',
      ...cause,
    });
  if (code === 'ECONNREFUSED' || code === 'ENOTSOCK' || code === 'EISDIR' || code === 'ENOTDIR') {
    return new AppError('engine_unavailable', `Docker does not answer at ${where}.`, {
      reason: 'not_running',
      hint: 'Start Docker, or choose another socket or context.',
      ...cause,
    });
  }
  if (
    code === 'ENOTFOUND' ||
    code === 'EAI_AGAIN' ||
    code === 'EHOSTUNREACH' ||
    code === 'ENETUNREACH' ||
    code === 'ETIMEDOUT'
  ) {
    return new AppError('engine_unavailable', `Docker cannot be reached at ${where} (${code}).`, {
      reason: 'no_answer',
      ...cause,
    });
  }
  if (typeof code === 'string' && code.startsWith('HPE_')) {
    return new AppError('engine_error', `What answers at ${where} does not speak like Docker.`, {
      reason: 'bad_answer',
      ...cause,
    });
  }
  const detail = thrown instanceof Error ? thrown.message : String(thrown);
  if (/certificate|SSL|TLS/i.test(detail))
    return new AppError('engine_unavailable', `The secure connection to ${where} failed: ${detail}`, {
      reason: 'bad_answer',
      ...cause,
    });
  if (/redirect/i.test(detail))
    return new AppError('engine_error', 'Docker answered with a redirect, which is never followed.', {
      reason: 'bad_answer',
      ...cause,
    });
  // ECONNRESET, EPIPE, "socket hang up": the engine went away in the middle.
  return new AppError(
    'engine_unavailable',
    `The connection to Docker at ${where} broke (${typeof code === 'string' ? code : detail}).`,
    {
      reason: 'not_running',
      hint: isAct
        ? 'It may have been done or not. Look at what is there once Docker answers again.'
        : 'It is shown again as soon as Docker answers.',
      ...cause,
    },
  );
}

/** A time-out of a request, after so many seconds. */
export const noAnswer = (seconds: number): AppError =>
  new AppError('timeout', `Docker does not answer (${seconds} s).`, {
    reason: 'no_answer',
    hint: 'Docker may be busy or hang. Quayside goes on trying.',
  });

/** Whoever asked has gone: never shown, since nobody waits for it. */
export const cancelled = (): AppError => new AppError('timeout', 'The request was cancelled.', { reason: 'cancelled' });
