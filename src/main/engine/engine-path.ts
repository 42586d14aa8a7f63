import { formatImageReference, isReferenceFault, parseImageReference } from '#shared/base/image-reference.ts';
import { isImageId } from '#shared/contract/images.ts';
import { CONTAINER_REF } from '#shared/contract/common.ts';
import { AppError } from '#shared/protocol/errors.ts';
import { bytesOfText } from '#main/tar/path-text.ts';

/**
 * A container's part of a request path. THE one place where a name from outside becomes part of an address: the
 * grammar keeps paths (`../images`) and queries (`x?force=1`) out, for encoding alone leaves `..` as it is (engine 0.1).
 */
export function containerPath(ref: string, rest = ''): string {
  return `/containers/${encodeURIComponent(checkedContainer(ref))}${rest}`;
}

/** The same as text for a body. */
export function checkedContainer(ref: string): string {
  // A trailing dot segment cannot occur: the first character is a letter or digit, and "/" is not in the grammar.
  if (!CONTAINER_REF.test(ref)) {
    throw new AppError(
      'bad_request',
      'A container is named by its ID or its name: letters, digits, "_", "." and "-".',
      { field: 'container' },
    );
  }
  return ref;
}

/** An image by its id, a beginning of it or its name. The grammar of names has no part that is "..", no "?" and no "%". */
export function imagePath(ref: string, rest = ''): string {
  return `/images/${checkedImage(ref)}${rest}`;
}

/** The same as text for a query. */
export function checkedImage(ref: string): string {
  if (isImageId(ref)) return ref;
  const parsed = parseImageReference(ref);
  if (isReferenceFault(parsed)) throw new AppError('bad_request', parsed.fault, { field: 'image' });
  return formatImageReference(parsed);
}

/** A volume by its name. Plugins may take other names; none is worth a request that means something else. */
export function volumePath(name: string): string {
  if (!CONTAINER_REF.test(name))
    throw new AppError('bad_request', 'A volume is named by letters, digits, "_", "." and "-".', { field: 'volume' });
  return `/volumes/${encodeURIComponent(name)}`;
}

/** A network by its id or its name. Docker takes other names too; those are asked for by their ids. */
export function networkPath(ref: string, rest = ''): string {
  if (!CONTAINER_REF.test(ref))
    throw new AppError('bad_request', 'A network is named by its ID, or by letters, digits, "_", "." and "-".', {
      field: 'network',
    });
  return `/networks/${encodeURIComponent(ref)}${rest}`;
}

/** Linux takes no longer path. */
const MAX_PATH = 4096;

/** A path inside of a container for a query: its bytes, whether they are characters or not. */
export function filePath(path: string): string {
  const bytes = bytesOfText(path);
  const isRight =
    path.startsWith('/') && bytes.length < MAX_PATH && !path.split('/').includes('..') && !bytes.includes(0);
  if (!isRight)
    throw new AppError('bad_request', 'A path in a container begins with "/" and has no ".." in it.', {
      field: 'path',
    });
  const isPlain = (byte: number): boolean => /[\w./-]/.test(String.fromCharCode(byte));
  const written = (byte: number): string =>
    isPlain(byte) ? String.fromCharCode(byte) : `%${byte.toString(16).padStart(2, '0')}`;
  return Array.from(bytes, written).join('');
}

/** Exec ids come from the engine itself, and are checked all the same. */
export function execPath(id: string, rest: string): string {
  if (!/^[a-zA-Z0-9]{1,128}$/.test(id))
    throw new AppError('engine_error', 'Docker named an exec in a way that cannot be.', { reason: 'bad_answer' });
  return `/exec/${id}${rest}`;
}

/** `?a=1&b=x`, leaving out what is undefined. */
export function query(values: Readonly<Record<string, string | number | boolean | undefined>>): string {
  const parts = Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(
      ([name, value]) => `${name}=${encodeURIComponent(typeof value === 'boolean' ? Number(value) : (value ?? ''))}`,
    );
  return parts.length > 0 ? `?${parts.join('&')}` : '';
}
