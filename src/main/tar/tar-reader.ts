import { AppError } from '#shared/protocol/errors.ts';
import { textOfBytes } from '#main/tar/path-text.ts';

export type TarType = 'file' | 'folder' | 'link' | 'hardlink' | 'character' | 'block' | 'pipe';

export interface TarEntry {
  /** As it stands in the archive; bytes that are no character as `textOfBytes` keeps them. */
  readonly name: string;
  readonly type: TarType;
  readonly bytes: number;
  /** The permission bits, 0 to 0o7777. */
  readonly mode: number;
  readonly modifiedAtMs: number;
  /** Where a link or hard link leads; empty for the rest. */
  readonly target: string;
}

export interface TarHandlers {
  /** `block`: its header as it stands in the archive, for who needs more of it; valid during the call. */
  onEntry(entry: TarEntry, block: Uint8Array): void;
  /** A part of the content of the newest entry; valid during the call. */
  onData?(bytes: Uint8Array): void;
}

const BLOCK = 512;
/** A longer name or a longer list of attributes was not written by any program. */
const MAX_EXTENSION = 1024 * 1024;

const TYPES: Readonly<Record<string, TarType>> = {
  '\0': 'file',
  '0': 'file',
  '1': 'hardlink',
  '2': 'link',
  '3': 'character',
  '4': 'block',
  '5': 'folder',
  '6': 'pipe',
  '7': 'file',
};

/**
 * Reads a tar archive as it comes, in pieces of any size. Our own and strict, because Docker reads the same bytes with another
 * reader: where two could understand an archive in two ways (a global header with a path, a sparse file, a name given
 * twice), this one refuses it, so that what was checked is what is unpacked. Throws `bad_request` (field `file`).
 */
export class TarReader {
  readonly #handlers: TarHandlers;
  readonly #block = new Uint8Array(BLOCK);
  #filled = 0;
  /** Bytes of content still to come, then of padding. */
  #left = 0;
  #padding = 0;
  #isExtension = false;
  #extension: Uint8Array[] = [];
  #extensionType = '';
  #pax: Map<string, Uint8Array> | undefined;
  #longName: Uint8Array | undefined;
  #longTarget: Uint8Array | undefined;
  #zeroBlocks = 0;
  #blocks = 0;

  constructor(handlers: TarHandlers) {
    this.#handlers = handlers;
  }

  /** After this nothing is read any more, whatever comes. */
  get isOver(): boolean {
    return this.#zeroBlocks >= 2;
  }

  push(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length && !this.isOver; ) {
      if (this.#left > 0) {
        const count = Math.min(this.#left, bytes.length - at);
        this.#content(bytes.subarray(at, at + count));
        this.#left -= count;
        at += count;
        if (this.#left === 0 && this.#isExtension) this.#extended();
      } else if (this.#padding > 0) {
        const count = Math.min(this.#padding, bytes.length - at);
        this.#padding -= count;
        at += count;
      } else {
        const count = Math.min(BLOCK - this.#filled, bytes.length - at);
        this.#block.set(bytes.subarray(at, at + count), this.#filled);
        this.#filled += count;
        at += count;
        if (this.#filled === BLOCK) {
          this.#filled = 0;
          this.#header(this.#block);
        }
      }
    }
  }

  /** Nothing more comes: throws where that is too early. */
  end(): void {
    if (this.isOver) return;
    const isInside = this.#left > 0 || this.#padding > 0 || this.#filled > 0 || this.#hasExtension();
    if (this.#blocks === 0) throw notTar();
    if (isInside) throw refused('The archive ends in the middle of a file.');
  }

  #content(bytes: Uint8Array): void {
    if (this.#isExtension) this.#extension.push(bytes.slice());
    else this.#handlers.onData?.(bytes);
  }

  #header(block: Uint8Array): void {
    this.#blocks += 1;
    if (block.every((byte) => byte === 0)) {
      this.#zeroBlocks += 1;
      return;
    }
    if (this.#zeroBlocks > 0) throw refused('The archive goes on behind its end.');
    if (!isChecked(block)) throw this.#blocks === 1 ? notTar() : refused('The archive is damaged.');
    const type = String.fromCharCode(block[156] ?? 0);
    const bytes = numberOf(block, 124, 12);
    if (type === 'x' || type === 'g' || type === 'L' || type === 'K') return this.#beginExtension(type, bytes);
    this.#begin(block, type, bytes);
  }

  #beginExtension(type: string, bytes: number): void {
    if (bytes > MAX_EXTENSION) throw refused('The archive has a name that is too long.');
    this.#extensionType = type;
    this.#extension = [];
    this.#expect(bytes);
    this.#isExtension = true;
    if (bytes === 0) this.#extended();
  }

  #extended(): void {
    this.#isExtension = false;
    const bytes = Buffer.concat(this.#extension);
    this.#extension = [];
    const isTwice =
      (this.#extensionType === 'x' && this.#pax) ||
      (this.#extensionType === 'L' && this.#longName) ||
      (this.#extensionType === 'K' && this.#longTarget);
    if (isTwice) throw refused('The archive names a file twice.');
    if (this.#extensionType === 'L') this.#longName = untilZero(bytes);
    else if (this.#extensionType === 'K') this.#longTarget = untilZero(bytes);
    else if (this.#extensionType === 'x') this.#pax = recordsOf(bytes);
    else if ([...recordsOf(bytes).keys()].some((key) => /^(path|linkpath|size|GNU\.)/.test(key)))
      // Docker's reader leaves these out, others take them for every file.
      throw refused('The archive has names that hold for all of its files, which not every program reads alike.');
  }

  #begin(block: Uint8Array, letter: string, headerBytes: number): void {
    const { pax, longName, longTarget } = this.#takeExtensions();
    let type = TYPES[letter];
    if (letter === 'S' || [...(pax?.keys() ?? [])].some((key) => key.startsWith('GNU.sparse')))
      throw refused('The archive has a sparse file, which cannot be checked.', 'Make it anew without --sparse.');
    if (!type) throw refused(`The archive has an entry of the unknown type "${letter}".`);
    if ((pax?.has('path') && longName) || (pax?.has('linkpath') && longTarget))
      throw refused('The archive names a file twice.');
    const name = textOfBytes(pax?.get('path') ?? longName ?? plainName(block));
    const target = textOfBytes(pax?.get('linkpath') ?? longTarget ?? untilZero(block.subarray(157, 257)));
    let bytes = paxNumber(pax, 'size') ?? headerBytes;
    if (type === 'file' && name.endsWith('/')) {
      if (bytes > 0) throw refused(`The archive has the folder "${name}" with content.`);
      type = 'folder';
    }
    // Only files have content, whatever their size says; Docker reads it the same way.
    if (type !== 'file') bytes = 0;
    const seconds = paxNumber(pax, 'mtime') ?? numberOf(block, 136, 12, true);
    const isLink = type === 'link' || type === 'hardlink';
    this.#expect(bytes);
    const entry: TarEntry = {
      name,
      type,
      bytes,
      mode: numberOf(block, 100, 8) & 0o7777,
      modifiedAtMs: Math.round(seconds * 1000),
      target: isLink ? target : '',
    };
    this.#handlers.onEntry(entry, block);
  }

  #expect(bytes: number): void {
    this.#left = bytes;
    this.#padding = (BLOCK - (bytes % BLOCK)) % BLOCK;
  }

  #hasExtension(): boolean {
    return (this.#pax ?? this.#longName ?? this.#longTarget) !== undefined;
  }

  #takeExtensions() {
    const taken = { pax: this.#pax, longName: this.#longName, longTarget: this.#longTarget };
    this.#pax = this.#longName = this.#longTarget = undefined;
    return taken;
  }
}

export const notTar = (): AppError =>
  new AppError('bad_request', 'This file is not a tar archive.', {
    field: 'file',
    hint: 'Put it in as a file, or choose a .tar or .tar.gz.',
  });

export const refused = (message: string, hint = 'Nothing was written.'): AppError =>
  new AppError('bad_request', message, { field: 'file', hint });

/** The sum over all bytes, its own field taken as spaces; some old programs counted with a sign. */
function isChecked(block: Uint8Array): boolean {
  let unsigned = 0;
  let signed = 0;
  for (let at = 0; at < BLOCK; at += 1) {
    const byte = at >= 148 && at < 156 ? 32 : (block[at] ?? 0);
    unsigned += byte;
    signed += byte > 127 ? byte - 256 : byte;
  }
  const wanted = /^[\0 ]*([0-7]+)/.exec(Buffer.from(block.subarray(148, 156)).toString('latin1'))?.[1];
  const sum = wanted === undefined ? -1 : Number.parseInt(wanted, 8);
  return sum === unsigned || sum === signed;
}

/** Octal digits, or since GNU a number in base 256. Only a time may lie before its beginning. */
function numberOf(block: Uint8Array, from: number, length: number, canBeNegative = false): number {
  const field = block.subarray(from, from + length);
  const first = field[0] ?? 0;
  if ((first & 0x80) !== 0) {
    const isNegative = (first & 0x40) !== 0;
    let value = isNegative ? (first | 0x80) - 256 : first & 0x3f;
    for (const byte of field.subarray(1)) value = value * 256 + byte;
    if ((isNegative && !canBeNegative) || !Number.isSafeInteger(value)) throw refused('The archive is damaged.');
    return value;
  }
  const text = Buffer.from(field).toString('latin1');
  const digits = /^[\0 ]*([0-7]*)[\0 ]*$/.exec(text.replace(/\0.*$/s, ''))?.[1];
  if (digits === undefined) throw refused('The archive is damaged.');
  return digits === '' ? 0 : Number.parseInt(digits, 8);
}

function paxNumber(pax: Map<string, Uint8Array> | undefined, key: string): number | undefined {
  const bytes = pax?.get(key);
  if (!bytes) return undefined;
  const text = Buffer.from(bytes).toString('latin1');
  const isRight = key === 'size' ? /^\d{1,15}$/.test(text) : /^-?\d{1,12}(\.\d+)?$/.test(text);
  if (!isRight) throw refused('The archive is damaged.');
  return Number(text);
}

/** `LENGTH KEY=VALUE\n` after each other; an empty value takes the key away. */
function recordsOf(bytes: Uint8Array): Map<string, Uint8Array> {
  const records = new Map<string, Uint8Array>();
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(32, at);
    const digits = space < 0 ? '' : Buffer.from(bytes.subarray(at, space)).toString('latin1');
    const end = at + Number(digits);
    const equals = bytes.indexOf(61, space);
    const isRight =
      /^[1-9]\d{0,6}$/.test(digits) && end <= bytes.length && bytes[end - 1] === 10 && equals > space && equals < end;
    if (!isRight) throw refused('The archive is damaged.');
    const key = Buffer.from(bytes.subarray(space + 1, equals)).toString('utf8');
    const value = bytes.subarray(equals + 1, end - 1);
    if (value.length === 0) records.delete(key);
    else records.set(key, value);
    at = end;
  }
  return records;
}

/** POSIX has a second field for the folders before a long name; GNU keeps other things there. */
function plainName(block: Uint8Array): Uint8Array {
  const name = untilZero(block.subarray(0, 100));
  const isPosix = Buffer.from(block.subarray(257, 263)).toString('latin1') === 'ustar\0';
  const isStar = isPosix && Buffer.from(block.subarray(508, 512)).toString('latin1') === 'tar\0';
  const prefix = isPosix ? untilZero(block.subarray(345, isStar ? 476 : 500)) : new Uint8Array();
  return prefix.length === 0 ? name : Buffer.concat([prefix, Buffer.from('/'), name]);
}

function untilZero(bytes: Uint8Array): Uint8Array {
  const end = bytes.indexOf(0);
  return end < 0 ? bytes.slice() : bytes.slice(0, end);
}
