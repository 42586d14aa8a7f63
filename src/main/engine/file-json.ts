// What Docker tells of files, parsed once where it enters.
import { z } from '#shared/contract/zod.ts';
import { AppError } from '#shared/protocol/errors.ts';
import type { FileChange, FileType, PathStat } from '#main/engine/engine-files.ts';
import { parser } from '#main/engine/engine-json.ts';

const KINDS = ['changed', 'added', 'removed'] as const;

const changeList = z
  .array(z.looseObject({ Path: z.string(), Kind: z.number().int().min(0).max(2) }))
  .nullish()
  .transform((value): FileChange[] =>
    (value ?? []).map(({ Path, Kind }) => ({ path: Path, kind: KINDS[Kind] ?? 'changed' })),
  );
export const parseChanges = parser(changeList);

const pathStat = z.looseObject({
  name: z.string().catch(''),
  size: z.number().catch(0),
  mode: z.number(),
  mtime: z.string().catch(''),
  linkTarget: z.string().catch(''),
});
const parseRawStat = parser(pathStat);

/** The header `X-Docker-Container-Path-Stat`: JSON in base64. */
export function parsePathStat(header: string | undefined): PathStat {
  const stat = parseRawStat(decoded(header), 'the description of a file');
  const modifiedAtMs = Date.parse(stat.mtime);
  return {
    name: stat.name,
    type: typeOf(stat.mode),
    bytes: stat.size,
    mode: modeOf(stat.mode),
    modifiedAtMs: Number.isNaN(modifiedAtMs) ? 0 : modifiedAtMs,
    target: stat.linkTarget,
  };
}

function decoded(header: string | undefined): unknown {
  try {
    return JSON.parse(Buffer.from(header ?? '', 'base64').toString('utf8'));
  } catch (thrown) {
    throw new AppError('engine_error', 'Docker described a file in a way that cannot be read.', {
      reason: 'bad_answer',
      cause: thrown,
    });
  }
}

// Go's own bits of a mode (io/fs), which are not those of Linux.
const bit = (mode: number, at: number): boolean => Math.floor(mode / 2 ** at) % 2 === 1;

function typeOf(mode: number): FileType {
  if (bit(mode, 31)) return 'folder';
  if (bit(mode, 27)) return 'link';
  if (bit(mode, 26)) return 'device';
  if (bit(mode, 25)) return 'pipe';
  return bit(mode, 24) ? 'socket' : 'file';
}

const modeOf = (mode: number): number =>
  (mode & 0o777) | (bit(mode, 23) ? 0o4000 : 0) | (bit(mode, 22) ? 0o2000 : 0) | (bit(mode, 20) ? 0o1000 : 0);
