import { engineName } from '#shared/contract/common.ts';
import { command } from '#shared/contract/define.ts';
import { ASKED_MS, jobId, startedFile } from '#shared/contract/jobs.ts';
import { newVolumeName, volumeRef } from '#shared/contract/volumes.ts';
import { z } from '#shared/contract/zod.ts';

/**
 * `new`: into a volume that is made for it. `replace`: the volume is made anew, with the same driver, options and labels, so
 * that it holds what the archive holds and nothing else; no container may use it. `merge`: what the archive names takes
 * the place of what is there, and the rest stays.
 */
export const RESTORE_MODES = ['new', 'replace', 'merge'] as const;
export type RestoreMode = (typeof RESTORE_MODES)[number];

export const volumeFileCommands = {
  'volumes.backup': command({
    role: 'admin',
    needsNetworkSwitch: true,
    params: z.object({ engine: engineName, volume: volumeRef }).strict(),
    result: startedFile,
    acts: true,
    timeoutMs: ASKED_MS,
    summary:
      'All files of a volume as one tar file: over the network from `url`, at this computer in a file that its owner names.',
  }),
  'volumes.restore': command({
    role: 'admin',
    needsNetworkSwitch: true,
    params: z
      .object({
        engine: engineName,
        volume: volumeRef,
        into: z.enum(RESTORE_MODES),
        /** Containers that run may use it meanwhile (`merge` only). */
        whileInUse: z.boolean().default(false),
      })
      .strict(),
    result: startedFile,
    acts: true,
    timeoutMs: ASKED_MS,
    summary:
      'Files out of such a tar file, packed by gzip or not; all of it is checked before anything is written. Refused where the volume is not as `into` says, or a running container mounts it.',
  }),
  'volumes.browse': command({
    role: 'admin',
    needsNetworkSwitch: true,
    params: z.object({ engine: engineName, volume: volumeRef, isOver: z.boolean().default(false) }).strict(),
    result: z.object({ container: z.string().nullable(), folder: z.string() }),
    timeoutMs: 30_000,
    summary:
      'A container that is never started, for `containers.files` to reach the files of a volume in `folder`. It is gone 90 s after the last call, or at once with `isOver`; until then the volume is in use.',
  }),
  'volumes.clone': command({
    role: 'admin',
    needsNetworkSwitch: true,
    params: z.object({ engine: engineName, volume: volumeRef, name: newVolumeName }).strict(),
    result: z.object({ job: jobId }),
    acts: true,
    summary: 'A new volume with the same driver, options, labels and files.',
  }),
};
