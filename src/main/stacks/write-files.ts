import { constants } from 'node:fs';
import { lstat, mkdir, open, readFile } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { AppError } from '#shared/protocol/errors.ts';
import { privateFolder } from '#main/security/private-file.ts';
import type { ProjectModel, StackText } from '#main/stacks/compose/model.ts';

/** Programs in containers run as any user; nobody else gets into the folder above. */
const READABLE = 0o644;
const PRIVATE = 0o600;

/**
 * Puts the files of a stack where its containers are given them. Each is written in its place and not beside it: a bound
 * file is the file itself, and another one under its name would never be seen.
 */
export async function writeFiles(text: StackText, project: ProjectModel): Promise<void> {
  const { ownFolder } = text;
  const wanted = new Map<string, { content: string; mode: number }>();
  for (const { files } of project.services.values())
    for (const { path, content } of files)
      if (content !== undefined && path.startsWith(`${ownFolder}/`)) wanted.set(path, { content, mode: READABLE });
  for (const [path, content] of Object.entries(text.files))
    wanted.set(join(ownFolder, path), { content, mode: READABLE });
  wanted.set(join(ownFolder, 'compose.yaml'), { content: text.compose, mode: READABLE });
  wanted.set(join(ownFolder, '.env'), { content: text.env, mode: PRIVATE });
  try {
    privateFolder(dirname(ownFolder));
    for (const [path, { content, mode }] of wanted) await writeIfOther(path, content, mode, ownFolder);
  } catch (thrown) {
    if (thrown instanceof AppError) throw thrown;
    const isFull = (thrown as { code?: unknown }).code === 'ENOSPC';
    throw new AppError('conflict', isFull ? 'The disk is full.' : 'The files of the stack could not be written.', {
      hint: 'Nothing was changed at Docker.',
      cause: thrown,
    });
  }
}

/** A container that may write into a folder of its stack could lay a link there to any file of this computer. */
async function needNoLink(path: string, ownFolder: string): Promise<void> {
  const parts = path.slice(ownFolder.length + 1).split(sep);
  for (let depth = 1; depth <= parts.length; depth++) {
    const at = join(ownFolder, ...parts.slice(0, depth));
    const found = await lstat(at).catch(() => undefined);
    if (found?.isSymbolicLink())
      throw new AppError('conflict', `${parts.slice(0, depth).join('/')} of the stack is a link by now.`, {
        hint: `Something in a container put it there. Remove it from ${ownFolder}; nothing was changed at Docker.`,
      });
  }
}

async function writeIfOther(path: string, content: string, mode: number, ownFolder: string): Promise<void> {
  await needNoLink(path, ownFolder);
  const now = await readFile(path, 'utf8').catch(() => undefined);
  if (now === content) return;
  await mkdir(dirname(path), { recursive: true });
  const { O_WRONLY, O_CREAT, O_TRUNC, O_NOFOLLOW } = constants;
  const file = await open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, mode);
  try {
    await file.chmod(mode);
    await file.writeFile(content);
  } finally {
    await file.close();
  }
}
