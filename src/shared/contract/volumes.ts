import { CONTAINER_REF, containerId, empty, engineName, engineOnly, time } from '#shared/contract/common.ts';
import { command } from '#shared/contract/define.ts';
import { PRUNE_TIMEOUT_MS, pruneParams, prunePlan, pruneResult, SIZES_TIMEOUT_MS } from '#shared/contract/prune.ts';
import { z } from '#shared/contract/zod.ts';

export const volume = z.object({
  name: z.string(),
  /** Docker named it itself, for a container that asked for none by name. */
  isAnonymous: z.boolean(),
  driver: z.string(),
  /** Where it lies on the engine's machine. */
  mountpoint: z.string(),
  /** "local", or "global" for one of the whole swarm. */
  scope: z.string(),
  /** Absent where the driver does not say. */
  createdAt: time.optional(),
  /** Null where it was not asked for, or the driver does not say. */
  sizeBytes: z.number().nullable(),
  /** Ids of the containers that mount it, running or not. */
  containers: z.array(containerId),
  labels: z.record(z.string(), z.string()),
});
export type Volume = z.infer<typeof volume>;

/** As Docker's local driver takes them. */
const NEW_NAME = /^[a-zA-Z0-9][a-zA-Z0-9_.-]{1,254}$/;
/** Why a text is no name of a new volume; undefined where it is one. */
export const volumeNameFault = (text: string): string | undefined =>
  NEW_NAME.test(text)
    ? undefined
    : 'A volume is named by 2 to 255 letters, digits, "_", "." and "-", beginning with a letter or digit.';

export const newVolumeName = z.string().superRefine((text, context) => {
  const fault = volumeNameFault(text);
  if (fault !== undefined) context.addIssue({ code: 'custom', message: fault });
});

export const volumeRef = z
  .string()
  .regex(CONTAINER_REF, 'A volume is named by letters, digits, "_", "." and "-", beginning with a letter or digit.');

const one = z.object({ engine: engineName, volume: volumeRef }).strict();
const words = z.record(z.string().min(1).max(200), z.string().max(4000));

export const volumeCommands = {
  'volumes.list': command({
    role: 'viewer',
    params: z.object({ engine: engineName, sizes: z.boolean().default(false) }).strict(),
    result: z.object({
      volumes: z.array(volume),
      /** When the sizes were measured; null where they were not asked for. */
      measuredAt: time.nullable(),
    }),
    timeoutMs: ({ sizes }) => (sizes ? SIZES_TIMEOUT_MS : 10_000),
    summary: 'The volumes of an engine; with `sizes` also what each takes, for which the engine reads its whole disk.',
  }),
  'volumes.inspect': command({
    role: 'viewer',
    params: one,
    result: z.object({ inspect: z.record(z.string(), z.unknown()) }),
    summary: "Docker's inspect answer; values of driver options are taken out for viewers, secret-like ones masked.",
  }),
  'volumes.create': command({
    role: 'admin',
    params: z
      .object({
        engine: engineName,
        name: newVolumeName.optional(),
        driver: z.string().regex(CONTAINER_REF, 'This is no name of a driver.').default('local'),
        options: words.default({}),
        labels: words.default({}),
      })
      .strict(),
    result: z.object({ name: z.string() }),
    acts: true,
    summary: 'Makes an empty volume; without a name Docker gives it one. A name that is taken is refused.',
  }),
  'volumes.remove': command({
    role: 'admin',
    needsNetworkSwitch: true,
    params: one,
    result: empty,
    acts: true,
    timeoutMs: PRUNE_TIMEOUT_MS,
    summary: 'Removes a volume with all its data, for good; refused while a container mounts it, running or not.',
  }),
  'volumes.prunePlan': command({
    role: 'viewer',
    params: z
      .object({
        ...engineOnly.shape,
        /** Anonymous ones are never in a plan that did not ask for them. */
        filters: z
          .object({ which: z.enum(['named', 'anonymous']).default('named') })
          .strict()
          .prefault({}),
      })
      .strict(),
    result: prunePlan,
    timeoutMs: SIZES_TIMEOUT_MS,
    summary: 'What a prune would remove, with sizes and why; nothing is touched. Held for 10 min.',
  }),
  'volumes.prune': command({
    role: 'admin',
    needsNetworkSwitch: true,
    params: pruneParams,
    result: pruneResult,
    acts: true,
    timeoutMs: PRUNE_TIMEOUT_MS,
    summary:
      'Removes what the plan held (`only`: these of it) and nothing else, with all its data; what came into use since is skipped, with the reason.',
  }),
};
