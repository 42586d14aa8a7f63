import { TarGuard } from '#main/tar/tar-guard.ts';
import { TarReader } from '#main/tar/tar-reader.ts';
import { tarEnd } from '#main/tar/tar-writer.ts';

/** Reads an archive of a volume as it goes by, and checks it; each part comes out after what it holds was checked. */
export class VolumeArchive {
  readonly #guard = new TarGuard('volume');
  #root: Buffer | undefined;

  get entries(): number {
    return this.#guard.entries;
  }

  /** Of all files. */
  get bytes(): number {
    return this.#guard.bytes;
  }

  async *through(archive: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
    const reader = new TarReader({
      onEntry: (entry, block) => {
        this.#guard.check(entry);
        if (entry.type === 'folder' && isFolderItself(entry.name)) this.#root = Buffer.from(block);
      },
    });
    for await (const part of archive) {
      reader.push(part);
      yield part;
    }
    reader.end();
  }

  /** Reads all of it and keeps nothing. */
  async check(archive: AsyncIterable<Uint8Array>): Promise<void> {
    for await (const part of this.through(archive)) void part;
  }

  /**
   * The volume's own folder alone, by its name from the root on: unpacking into a folder, Docker leaves the folder itself as it
   * is, and a database refuses to start in one that is not its own. Undefined where the archive does not have it.
   */
  rootAt(folder: string): AsyncIterable<Uint8Array> | undefined {
    if (!this.#root) return undefined;
    const block = Buffer.from(this.#root);
    block.fill(0, 0, 100);
    block.write(`${folder.slice(1)}/`, 0, 'latin1');
    // The part before a long name: what else may be there (GNU) is not read without it.
    block.fill(0, 345, 500);
    block.fill(32, 148, 156);
    const sum = block.reduce((all, byte) => all + byte, 0);
    block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
    return once(Buffer.concat([block, tarEnd()]));
  }
}

const isFolderItself = (name: string): boolean => name.split('/').every((part) => part === '' || part === '.');

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  await Promise.resolve();
  yield bytes;
}
