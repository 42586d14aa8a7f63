import { AppError } from '#shared/protocol/errors.ts';
import { diskFull } from '#main/engine/image-error.ts';

const MAX_SHOWN = 300;

/** Why a file could not be read or written, in words; what Docker said of something else is left as it is. */
export function fileError(thrown: unknown, path: string): unknown {
  if (!(thrown instanceof AppError)) return thrown;
  const { message } = thrown;
  const shown = path.slice(0, MAX_SHOWN);
  const cause = { cause: thrown };
  if (/^No such container|removal of container .* in progress|is dead|marked for removal/i.test(message))
    return new AppError('not_found', 'The container is not there any more.', { reason: 'removed', ...cause });
  if (/no space left|disk quota exceeded/i.test(message)) return diskFull(message);
  if (/cannot overwrite non-directory/i.test(message))
    return taken(`A file stands in ${shown} where the archive has a folder.`, cause);
  if (/cannot overwrite directory/i.test(message))
    return taken(`A folder stands in ${shown} where a file is to be written.`, cause);
  if (/extraction point is not a directory|not a directory/i.test(message))
    return new AppError('bad_request', `${shown} is not a folder.`, {
      field: 'path',
      hint: 'Choose the folder that it lies in.',
      ...cause,
    });
  if (/Could not find the file|no such file or directory/i.test(message))
    return new AppError('not_found', `There is no ${shown} in this container.`, { field: 'path', ...cause });
  if (/rootfs is marked read-only/i.test(message))
    return readOnly("This container's own files are read-only.", 'Choose a folder that is a volume.', cause);
  if (/volume is marked read-only|read-only file system/i.test(message))
    return readOnly(`${shown} is mounted read-only in this container.`, 'Choose another folder.', cause);
  if (/permission denied|operation not permitted/i.test(message))
    return new AppError('conflict', `Docker may not touch ${shown}.`, {
      field: 'path',
      hint: 'The file system it lies on does not allow it.',
      ...cause,
    });
  if (/unexpected EOF|invalid tar header|archive\/tar/i.test(message))
    return new AppError('bad_request', 'The archive is damaged.', { field: 'file', ...cause });
  if (/file name too long/i.test(message))
    return new AppError('bad_request', 'A name in it is longer than the file system allows.', {
      field: 'path',
      ...cause,
    });
  return thrown;
}

const taken = (message: string, cause: { cause: unknown }): AppError =>
  new AppError('conflict', message, { field: 'path', hint: 'Rename or remove it first.', reason: 'taken', ...cause });

const readOnly = (message: string, hint: string, cause: { cause: unknown }): AppError =>
  new AppError('conflict', message, { field: 'path', hint, ...cause });
