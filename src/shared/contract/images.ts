import { isReferenceFault, parseImageReference } from '#shared/base/image-reference.ts';
import { containerId, engineName, engineOnly, time } from '#shared/contract/common.ts';
import { command } from '#shared/contract/define.ts';
import { PRUNE_TIMEOUT_MS, pruneParams, prunePlan, pruneResult, SIZES_TIMEOUT_MS } from '#shared/contract/prune.ts';
import { z } from '#shared/contract/zod.ts';

/** Sizes in bytes. What Docker lists under several names is one image: `tags` holds them all, none for a dangling one. */
export const image = z.object({
  /** `sha256:` and 64 hex digits. */
  id: z.string(),
  tags: z.array(z.string()),
  digests: z.array(z.string()),
  createdAt: time,
  sizeBytes: z.number(),
  /** What other images hold too; null where it was not asked for, or the engine does not say. */
  sharedBytes: z.number().nullable(),
  /** Ids of the containers made from it, running or not. */
  containers: z.array(containerId),
  labels: z.record(z.string(), z.string()),
});
export type Image = z.infer<typeof image>;

/** One step of how an image was made, newest first; `id` null where Docker does not hold it as an image of its own. */
export const imageLayer = z.object({
  id: z.string().nullable(),
  createdAt: time,
  createdBy: z.string(),
  sizeBytes: z.number(),
  tags: z.array(z.string()),
  comment: z.string(),
});
export type ImageLayer = z.infer<typeof imageLayer>;

export const imageReference = z
  .string()
  .max(500)
  .superRefine((text, context) => {
    const parsed = parseImageReference(text);
    if (isReferenceFault(parsed)) context.addIssue({ code: 'custom', message: parsed.fault });
  });

/** An image by its full id, a beginning of it of 4 or more, or a name. */
export const imageRef = z
  .string()
  .max(500)
  .refine((ref) => isImageId(ref) || !isReferenceFault(parseImageReference(ref)), {
    error: 'An image is named by its ID or its name, such as nginx:1.27.',
  });
export const isImageId = (ref: string): boolean => /^(sha256:[0-9a-f]{4,64}|[0-9a-f]{12,64})$/.test(ref);

const one = z.object({ engine: engineName, image: imageRef }).strict();

/** `dangling`: those without a name; `unused`: also those that no container was made from. */
export const imagePruneFilters = z.object({ which: z.enum(['dangling', 'unused']).default('dangling') }).strict();

export const imageCommands = {
  'images.list': command({
    role: 'viewer',
    params: z.object({ engine: engineName, sizes: z.boolean().default(false) }).strict(),
    result: z.object({ images: z.array(image) }),
    timeoutMs: ({ sizes }) => (sizes ? SIZES_TIMEOUT_MS : 5000),
    summary: 'The images of an engine; with `sizes` also what each shares with others, which takes the engine longer.',
  }),
  'images.inspect': command({
    role: 'viewer',
    params: one,
    result: z.object({ inspect: z.record(z.string(), z.unknown()) }),
    summary: "Docker's inspect answer; environment values are taken out for viewers, secret-like ones masked.",
  }),
  'images.history': command({
    role: 'viewer',
    params: one,
    result: z.object({ layers: z.array(imageLayer) }),
    summary: 'How an image was made, step by step, newest first, with the size of each layer.',
  }),
  'images.tag': command({
    role: 'operator',
    params: z.object({ ...one.shape, reference: imageReference }).strict(),
    result: z.object({ reference: z.string() }),
    acts: true,
    summary: 'Gives an image one more name; one that another image has moves over to it.',
  }),
  'images.remove': command({
    role: 'admin',
    needsNetworkSwitch: true,
    params: z.object({ ...one.shape, force: z.boolean().default(false) }).strict(),
    result: z.object({ untagged: z.array(z.string()), deleted: z.array(z.string()) }),
    acts: true,
    timeoutMs: PRUNE_TIMEOUT_MS,
    summary:
      'Takes a name off an image, and with the last one its layers; `force` also where several names or stopped containers hold it.',
  }),
  'images.prunePlan': command({
    role: 'viewer',
    params: z.object({ ...engineOnly.shape, filters: imagePruneFilters.prefault({}) }).strict(),
    result: prunePlan,
    timeoutMs: SIZES_TIMEOUT_MS,
    summary: 'What a prune would remove, with sizes and why; nothing is touched. Held for 10 min.',
  }),
  'images.prune': command({
    role: 'admin',
    needsNetworkSwitch: true,
    params: pruneParams,
    result: pruneResult,
    acts: true,
    timeoutMs: PRUNE_TIMEOUT_MS,
    summary:
      'Removes what the plan held (`only`: these of it) and nothing else; what came into use or changed since is skipped, with the reason.',
  }),
};
