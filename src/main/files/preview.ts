import type { Result } from '#shared/contract/index.ts';
import { HEX_BYTES, PREVIEW_BYTES } from '#shared/contract/files.ts';

type Content = Result<'containers.files.preview'>['content'];

/** The beginning of a file, as text where it is text; no more of it is read than is shown. */
export async function previewOf(content: AsyncIterable<Uint8Array>, bytes: number): Promise<Content> {
  const parts: Uint8Array[] = [];
  let read = 0;
  for await (const part of content) {
    parts.push(part);
    read += part.length;
    if (read >= PREVIEW_BYTES) break;
  }
  const begin = Buffer.concat(parts).subarray(0, PREVIEW_BYTES);
  const isCut = bytes > begin.length;
  const text = textOf(begin, isCut);
  return text === undefined
    ? { kind: 'binary', hex: begin.subarray(0, HEX_BYTES).toString('hex') }
    : { kind: 'text', text, isCut };
}

/** Undefined where it is no UTF-8, or holds what no text holds. A character that the cut goes through is left out. */
function textOf(bytes: Uint8Array, isCut: boolean): string | undefined {
  if (bytes.includes(0)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: isCut });
  } catch {
    return undefined;
  }
}
