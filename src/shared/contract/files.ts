import { containerRef, engineName, time } from '#shared/contract/common.ts';
import { command } from '#shared/contract/define.ts';
import { ASKED_MS, jobId, startedFile } from '#shared/contract/jobs.ts';
import { z } from '#shared/contract/zod.ts';

/** So many of a folder are listed; who has more looks with a shell. */
export const MAX_ENTRIES = 2000;
export const MAX_CHANGES = 5000;
/** Of a file that is looked into; of one that is no text its beginning. */
export const PREVIEW_BYTES = 1024 * 1024;
export const HEX_BYTES = 512;
/** What is sent is kept beside the engine until all of it was checked (security: uploads). */
export const UPLOAD_BYTES = 1024 ** 3;

export const FILE_TYPES = ['file', 'folder', 'link', 'device', 'pipe', 'socket'] as const;

/**
 * A path begins with "/" and has no ".." in it. Bytes of a name that are no character are code units U+DC80 to U+DCFF, so that
 * the name can be given back; on a screen they are to be told apart.
 */
const path = z
  .string()
  .max(4095)
  .refine((text) => text.startsWith('/') && !text.includes('\0') && !text.split('/').includes('..'), {
    error: 'A path in a container begins with "/" and has no ".." in it.',
  });

export const fileEntry = z.object({
  name: z.string(),
  type: z.enum(FILE_TYPES),
  bytes: z.number(),
  /** The permission bits. */
  mode: z.number(),
  modifiedAt: time,
  /** Of a link, as it is written. */
  target: z.string().optional(),
  /** A link that ends at a folder. */
  isFolder: z.boolean().optional(),
});
export type FileEntry = z.infer<typeof fileEntry>;

export const fileChange = z.object({ path: z.string(), kind: z.enum(['added', 'changed', 'removed']) });
export type FileChange = z.infer<typeof fileChange>;

const one = { engine: engineName, container: containerRef };
const at = z.object({ ...one, path }).strict();
const rights = { role: 'admin', needsNetworkSwitch: true } as const;
const LOOK_MS = 30_000;

export const fileCommands = {
  'containers.files.list': command({
    ...rights,
    params: at,
    result: z.object({
      entries: z.array(fileEntry),
      /** Of the folder, as far as is known. */
      total: z.number(),
      /** `entries`: there are more than are given. `archive`: reading stopped before the end of the folder was known. */
      cut: z.enum(['entries', 'archive']).optional(),
      /** Asked of the container's own shell, or read from Docker's archive of the folder. */
      by: z.enum(['shell', 'archive']),
    }),
    timeoutMs: LOOK_MS,
    summary:
      'What lies in one folder of a container, running or not: by its shell, else from the archive Docker makes of the folder.',
  }),
  'containers.files.changes': command({
    ...rights,
    params: z.object(one).strict(),
    result: z.object({ changes: z.array(fileChange), total: z.number() }),
    timeoutMs: 60_000,
    summary: 'What is not as the image has it, as `docker diff` tells, at most 5,000; volumes are no part of it.',
  }),
  'containers.files.preview': command({
    ...rights,
    params: at,
    result: z.object({
      path: z.string(),
      bytes: z.number(),
      content: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('text'), text: z.string(), isCut: z.boolean() }),
        /** The first bytes, in hexadecimal digits. */
        z.object({ kind: z.literal('binary'), hex: z.string() }),
      ]),
    }),
    isNoted: () => true,
    timeoutMs: LOOK_MS,
    summary: 'The first 1 MiB of a file that is text, the first 512 bytes of one that is not; links are followed.',
  }),
  'containers.files.download': command({
    ...rights,
    params: z.object({ ...at.shape, as: z.enum(['archive', 'file']).default('archive') }).strict(),
    result: startedFile,
    isNoted: () => true,
    timeoutMs: ASKED_MS,
    summary:
      'A file or folder as a tar archive, or a file as it is: over the network from `url`, at this computer in a file.',
  }),
  'containers.files.upload': command({
    ...rights,
    params: z
      .object({
        ...at.shape,
        as: z.enum(['archive', 'file']).default('archive'),
        name: z
          .string()
          .min(1)
          .max(255)
          .refine((text) => !/[/\0]/.test(text) && text !== '.' && text !== '..', 'This is no name of a file.')
          .optional(),
      })
      .strict()
      .refine(({ as, name }) => as === 'archive' || name !== undefined, {
        error: 'A file needs a name.',
        path: ['name'],
      }),
    result: z.object({ job: jobId, url: z.string() }),
    acts: true,
    summary:
      'Puts what is sent to `url` into a folder: a file under its name, or what a tar archive holds (also packed by gzip), after all of it was checked.',
  }),
};
