import { z } from '#shared/contract/zod.ts';

const PREFIX = 'quayside.draft ';
const MOST_DRAFTS = 10;
/** A browser gives a page 5 MB for all it keeps; a target may have as much as a third of it. */
const MOST_CHARACTERS = 600_000;
const LONGEST_MS = 30 * 24 * 3_600_000;

const keptDraft = z.object({
  atMs: z.number(),
  /** Of the target that it was begun with; null: there was none. */
  version: z.number().nullable(),
  texts: z.object({
    compose: z.string(),
    env: z.string(),
    files: z.record(z.string(), z.string()),
    folder: z.string().nullable(),
  }),
});
export type KeptDraft = z.infer<typeof keptDraft>;

/** What of a browser's storage is needed. */
export type DraftStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

/** What was typed and not saved, over a reload or the end of the window: a few of them, for a month. */
export class DraftMemory {
  readonly #storage: DraftStorage;
  readonly #nowMs: () => number;

  constructor(storage: DraftStorage, nowMs: () => number) {
    this.#storage = storage;
    this.#nowMs = nowMs;
  }

  read(key: string): KeptDraft | undefined {
    const found = this.#parse(PREFIX + key);
    return found && this.#nowMs() - found.atMs <= LONGEST_MS ? found : undefined;
  }

  /** Whether it is kept: one that is too large, or has no room, is not. */
  write(key: string, draft: KeptDraft): boolean {
    const text = JSON.stringify(draft);
    this.forget(key);
    if (text.length > MOST_CHARACTERS) return false;
    this.#makeRoom();
    try {
      this.#storage.setItem(PREFIX + key, text);
      return true;
    } catch {
      // No room, or no storage: the draft lives as long as its window, which is told.
      return false;
    }
  }

  forget(key: string): void {
    this.#storage.removeItem(PREFIX + key);
  }

  #makeRoom(): void {
    const keys = Array.from({ length: this.#storage.length }, (_, i) => this.#storage.key(i) ?? '');
    const all = keys
      .filter((key) => key.startsWith(PREFIX))
      .map((key) => ({ key, atMs: this.#parse(key)?.atMs ?? 0 }))
      .sort((a, b) => b.atMs - a.atMs);
    const oldest = this.#nowMs() - LONGEST_MS;
    all.forEach(({ key, atMs }, i) => {
      if (i >= MOST_DRAFTS - 1 || atMs < oldest) this.#storage.removeItem(key);
    });
  }

  #parse(key: string): KeptDraft | undefined {
    try {
      return keptDraft.parse(JSON.parse(this.#storage.getItem(key) ?? ''));
    } catch {
      // None, or of another version of the program.
      return undefined;
    }
  }
}
