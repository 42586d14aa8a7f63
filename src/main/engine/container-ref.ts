import { CONTAINER_REF } from '#shared/contract/common.ts';
import { AppError } from '#shared/protocol/errors.ts';

/** `protocol`: a prefix of an id has at least so many characters. */
const MIN_PREFIX = 4;

export interface Named {
  readonly id: string;
  readonly name: string;
}

/** The one container that `ref` means: full id, exact name, or a unique prefix. Undefined: none of these; `conflict`: several. */
export function findContainer<T extends Named>(containers: Iterable<T>, ref: string): T | undefined {
  checkRef(ref);
  const all = [...containers];
  const exact = all.find((one) => one.id === ref) ?? all.find((one) => one.name === ref);
  if (exact || ref.length < MIN_PREFIX) return exact;
  const begin = all.filter((one) => one.id.startsWith(ref));
  if (begin.length > 1)
    throw new AppError('conflict', `${begin.length} containers begin with "${ref}". Write more of the ID.`, {
      field: 'container',
    });
  return begin[0];
}

/** Throws `bad_request` for what is neither an ID nor a name: it would become a part of a path. */
export function checkRef(ref: string): void {
  if (!CONTAINER_REF.test(ref))
    throw new AppError(
      'bad_request',
      'A container is named by its ID or its name: letters, digits, "_", "." and "-".',
      { field: 'container' },
    );
}

/** As the engine answers 404; `ref` as it was asked for. */
export const noSuchContainer = (ref: string): AppError =>
  new AppError('not_found', `There is no container "${ref.slice(0, 100)}".`, { field: 'container' });
