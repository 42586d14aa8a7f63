import { isReferenceFault, parseImageReference } from '#shared/base/image-reference.ts';

/** Why a text is no name of an image, in the words of the contract; undefined when it is one. */
export function referenceFault(text: string): string | undefined {
  const parsed = parseImageReference(text);
  return isReferenceFault(parsed) ? parsed.fault : undefined;
}
