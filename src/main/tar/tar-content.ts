import { notTar, type TarEntry, TarReader } from '#main/tar/tar-reader.ts';

/** The content of an archive that holds one file and nothing else. Throws `bad_request` on any other. */
export async function* fileInTar(
  archive: AsyncIterable<Uint8Array>,
  onEntry: (entry: TarEntry) => void = () => undefined,
): AsyncGenerator<Uint8Array, void, undefined> {
  let entries = 0;
  let parts: Uint8Array[] = [];
  const reader = new TarReader({
    onEntry: (entry) => {
      entries += 1;
      if (entries > 1 || entry.type !== 'file') throw notTar();
      onEntry(entry);
    },
    // The part it is in is read again before all of it was taken.
    onData: (bytes) => void parts.push(bytes.slice()),
  });
  for await (const part of archive) {
    reader.push(part);
    yield* parts.splice(0);
  }
  reader.end();
  yield* parts;
  parts = [];
  if (entries === 0) throw notTar();
}
