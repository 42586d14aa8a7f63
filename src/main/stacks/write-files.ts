import { mkdir, open, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
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
    for (const [path, { content, mode }] of wanted) await writeIfOther(path, content, mode);
  } catch (thrown) {
    const isFull = (thrown as { code?: unknown }).code === 'ENOSPC';
    throw new AppError('conflict', isFull ? 'The disk is full.' : 'The files of the stack could not be written.', {
      hint: 'Nothing was changed at Docker.',
      cause: thrown,
    });
  }
}

async function writeIfOther(path: string, content: string, mode: number): Promise<void> {
  const now = await readFile(path, 'utf8').catch(() => undefined);
  if (now === content) return;
  await mkdir(dirname(path), { recursive: true });
  const file = await open(path, 'w', mode);
  try {
    await file.chmod(mode);
    await file.writeFile(content);
  } finally {
    await file.close();
  }
}
