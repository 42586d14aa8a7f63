import { makeAutoObservable, observable, observableRef, type ObservableSet, runInAction } from 'mobx';
import type { FileChange, FileEntry } from '#shared/contract/files.ts';
import type { Result } from '#shared/contract/index.ts';
import { foldersAbove, joinPath, parentPath, visibleName } from '#shared/format/file-name.ts';
import { plural } from '#shared/format/quantity.ts';
import type { AppError } from '#shared/protocol/errors.ts';
import type { ConnectionStore } from '#renderer/stores/connection-store.ts';
import { isCancelled } from '#renderer/stores/is-cancelled.ts';
import type { JobsStore } from '#renderer/stores/jobs-store.ts';
import { tellJobEnd } from '#renderer/stores/tell-job-end.ts';
import type { ToastsStore } from '#renderer/stores/toasts-store.ts';
import type { Api } from '#renderer/transport/api.ts';

export interface FilesDeps {
  readonly api: Api;
  readonly jobs: JobsStore;
  readonly toasts: ToastsStore;
  readonly connection: ConnectionStore;
}

export type Listing = Result<'containers.files.list'>;
export type Preview = Result<'containers.files.preview'>;
interface Asked<T> {
  readonly value?: T;
  readonly error?: AppError;
}

/** A line of the tree: something in a folder, or what is to be said of a folder. */
export type FileRow =
  | {
      readonly kind: 'entry';
      readonly path: string;
      readonly depth: number;
      readonly entry: FileEntry;
      readonly change: FileChange['kind'] | undefined;
      /** Undefined for what is no folder. */
      readonly isOpen: boolean | undefined;
    }
  | {
      readonly kind: 'note';
      readonly path: string;
      readonly depth: number;
      readonly text: string;
      readonly isBad: boolean;
    };

/** The files of one container: the folders that were opened, what is looked into, and what is on its way in or out. */
export class ContainerFiles {
  readonly container: string;
  /** Nothing above it is shown. */
  readonly top: string;
  readonly #deps: FilesDeps;
  readonly #listings = observable.map<string, Asked<Listing>>([], { deep: false });
  readonly #open: ObservableSet<string>;
  active: string | undefined;
  preview: (Asked<Preview> & { readonly path: string }) | undefined;
  changes: Asked<Result<'containers.files.changes'>> | undefined;
  /** Of what is being sent, by its name, and of what could not be, why. */
  sending: string | undefined;
  sendError: AppError | undefined;
  #changed = new Map<string, FileChange['kind']>();

  constructor(deps: FilesDeps, container: string, top = '/') {
    this.#deps = deps;
    this.container = container;
    this.top = top;
    this.#open = observable.set([top]);
    makeAutoObservable(this, {
      container: false,
      top: false,
      preview: observableRef,
      changes: observableRef,
      sendError: observableRef,
    });
  }

  /** What is known is shown at once; it is read again all the same. */
  look(): void {
    for (const path of this.#open) void this.#load(path);
    void this.#loadChanges();
  }

  get root(): Asked<Listing> | undefined {
    return this.#listings.get(this.top);
  }

  get rows(): FileRow[] {
    const rows: FileRow[] = [];
    this.#walk(this.top, 0, rows);
    return rows;
  }

  get activeRow(): Extract<FileRow, { kind: 'entry' }> | undefined {
    return this.rows.find(
      (row): row is Extract<FileRow, { kind: 'entry' }> => row.kind === 'entry' && row.path === this.active,
    );
  }

  /** Where an upload goes: the folder that is chosen, or that of the chosen file. */
  get folder(): string {
    const row = this.activeRow;
    if (!row) return this.top;
    return row.isOpen === undefined ? parentPath(row.path) : row.path;
  }

  /** As it is shown: what lies above `top`, such as where a volume is mounted to be seen, is nothing to the reader. */
  shownPath(path: string): string {
    if (this.top === '/') return path;
    return path === this.top ? '/' : path.startsWith(`${this.top}/`) ? path.slice(this.top.length) : path;
  }

  /** What is meant by a path as it is shown. */
  pathOf(shown: string): string {
    if (this.top === '/') return shown;
    return shown === '/' ? this.top : `${this.top}${shown}`;
  }

  /** What was said of a path, with the path as it is shown. */
  inWords(message: string): string {
    if (this.top === '/') return message;
    return message.replaceAll(`${this.top}/`, '/').replace('in this container', 'in this volume');
  }

  changeOf(path: string): FileChange['kind'] | undefined {
    return this.#changed.get(path);
  }

  activate(path: string | undefined): void {
    this.active = path;
  }

  fold(path: string, isFolded: boolean): void {
    if (isFolded) this.#open.delete(path);
    else {
      this.#open.add(path);
      void this.#load(path);
    }
  }

  /** A folder opens or folds, a file is looked into. */
  choose(row: Extract<FileRow, { kind: 'entry' }>): void {
    this.activate(row.path);
    if (row.isOpen !== undefined) this.fold(row.path, row.isOpen);
    else void this.lookInto(row.path);
  }

  /** Opens all folders on the way. Rejects with why it cannot be shown. */
  async goTo(path: string): Promise<void> {
    for (const folder of foldersAbove(path).filter((one) => this.#isInside(one))) {
      await this.#load(folder);
      const error = this.#listings.get(folder)?.error;
      if (error) throw error;
      runInAction(() => this.#open.add(folder));
    }
    const row = this.rows.find((one) => one.path === path && one.kind === 'entry');
    if (path === this.top || (row?.kind === 'entry' && row.isOpen !== undefined)) {
      this.activate(path === this.top ? this.rows[0]?.path : path);
      this.fold(path, false);
      return;
    }
    if (row) this.activate(path);
    await this.lookInto(path);
    if (row) return;
    // What its folder was cut before is no row, but can be looked into.
    const error = this.preview?.error;
    runInAction(() => {
      if (error) this.preview = undefined;
      else this.activate(path);
    });
    if (error) throw error;
  }

  /** Its beginning, as text or as bytes. */
  async lookInto(path: string): Promise<void> {
    this.preview = { path };
    try {
      const value = await this.#deps.api.call('containers.files.preview', { container: this.container, path });
      runInAction(() => this.preview?.path === path && (this.preview = { path, value }));
    } catch (thrown) {
      runInAction(() => this.preview?.path === path && (this.preview = { path, error: thrown as AppError }));
    }
  }

  /** `saveFile` gets the bytes in a browser; in the window they are in a file by then. */
  async download(path: string, as: 'archive' | 'file', saveFile: (bytes: Blob) => void): Promise<void> {
    const { api, connection, toasts } = this.#deps;
    const what = visibleName(path);
    try {
      const { job, url } = await api.call('containers.files.download', { container: this.container, path, as });
      if (job === null) return;
      const told = { done: `Downloaded ${what}`, failed: `Couldn't download ${what}`, saysMore: true };
      void tellJobEnd(this.#deps, job, told);
      // Whatever breaks it off is the job's end too, and is told as that.
      if (url !== undefined) connection.download(url).then(saveFile, () => undefined);
    } catch (thrown) {
      const { message, hint } = thrown as AppError;
      toasts.show({
        title: `Couldn't download ${what}`,
        text: [message, hint].filter(Boolean).join(' '),
        isError: true,
      });
    }
  }

  /** Puts files into a folder, one after the other, up to the first that is refused: that is told in its place. */
  async upload(folder: string, files: readonly File[], as: 'archive' | 'file'): Promise<void> {
    const { api, connection, toasts } = this.#deps;
    this.sendError = undefined;
    try {
      for (const file of files) {
        runInAction(() => (this.sending = file.name));
        const params = { container: this.container, path: folder, as, ...(as === 'file' && { name: file.name }) };
        const { url } = await api.call('containers.files.upload', params);
        await connection.upload(url, file);
      }
      const what = files.length === 1 ? (files[0]?.name ?? '') : plural(files.length, 'file');
      const words = as === 'archive' ? `Unpacked ${what}` : `Uploaded ${what}`;
      toasts.show({ title: visibleName(words), text: `Into ${visibleName(this.shownPath(folder))}` });
    } catch (thrown) {
      if (!isCancelled(thrown)) runInAction(() => (this.sendError = thrown as AppError));
    } finally {
      runInAction(() => (this.sending = undefined));
      void this.#load(folder);
      void this.#loadChanges();
    }
  }

  #isInside(path: string): boolean {
    return this.top === '/' || path === this.top || path.startsWith(`${this.top}/`);
  }

  dismissError(): void {
    this.sendError = undefined;
  }

  #walk(folder: string, depth: number, rows: FileRow[]): void {
    const listing = this.#listings.get(folder);
    const note = (text: string, isBad = false): void =>
      void rows.push({ kind: 'note', path: `${folder}//note`, depth, text, isBad });
    if (listing?.error) note(this.inWords([listing.error.message, listing.error.hint].filter(Boolean).join(' ')), true);
    else if (!listing?.value) return note('Reading…');
    const { value } = listing;
    if (!value) return;
    for (const entry of value.entries) {
      const path = joinPath(folder, entry.name);
      const isFolder = entry.type === 'folder' || entry.isFolder === true;
      const isOpen = isFolder ? this.#open.has(path) : undefined;
      rows.push({ kind: 'entry', path, depth, entry, change: this.#changed.get(path), isOpen });
      if (isOpen) this.#walk(path, depth + 1, rows);
    }
    const text = noteOf(value);
    if (text !== undefined) note(text);
  }

  async #load(path: string): Promise<void> {
    try {
      const value = await this.#deps.api.call('containers.files.list', { container: this.container, path });
      runInAction(() => this.#listings.set(path, { value: { ...value, entries: inOrder(value.entries) } }));
    } catch (thrown) {
      // What was read before stays; the error is said above it.
      const before = this.#listings.get(path)?.value;
      runInAction(() => this.#listings.set(path, { ...(before && { value: before }), error: thrown as AppError }));
    }
  }

  async #loadChanges(): Promise<void> {
    try {
      const value = await this.#deps.api.call('containers.files.changes', { container: this.container });
      runInAction(() => {
        this.changes = { value };
        this.#changed = new Map(value.changes.map(({ path, kind }) => [path, kind]));
      });
    } catch (thrown) {
      runInAction(() => (this.changes = { ...this.changes, error: thrown as AppError }));
    }
  }
}

/** Folders first, then by name, capitals where they are looked for. */
function inOrder(entries: readonly FileEntry[]): FileEntry[] {
  const rank = ({ type, isFolder }: FileEntry): number => (type === 'folder' || isFolder ? 0 : 1);
  return [...entries].sort((a, b) => rank(a) - rank(b) || NAMES.compare(a.name, b.name));
}
const NAMES = new Intl.Collator('en', { numeric: true });

function noteOf({ entries, total, cut }: Listing): string | undefined {
  if (cut === 'archive')
    return 'The folder may hold more: Docker gives it only with all below it, and reading stopped after 256 MB.';
  if (cut === 'entries')
    return total > entries.length
      ? `${plural(total - entries.length, 'more file')} not shown. Write a path above to go to one.`
      : 'There are more files than are shown. Write a path above to go to one.';
  return entries.length === 0 ? 'Empty' : undefined;
}
