import { engineName, errorShape, time } from '#shared/contract/common.ts';
import { channel, command } from '#shared/contract/define.ts';
import { imageRef, imageReference } from '#shared/contract/images.ts';
import { ASKED_MS, JOB_STATUSES, jobId, startedFile } from '#shared/contract/jobs.ts';
import { z } from '#shared/contract/zod.ts';

/** `fetched`: it is there and waits to be unpacked; `retrying`: its connection broke, Docker waits for its next attempt. */
export const LAYER_STATUSES = ['waiting', 'moving', 'fetched', 'unpacking', 'done', 'retrying'] as const;

/** Bytes are packed ones, as they go over the wire; `bytesTotal` null until Docker begins with the layer. */
export const transferLayer = z.object({
  id: z.string(),
  status: z.enum(LAYER_STATUSES),
  bytesDone: z.number(),
  bytesTotal: z.number().nullable(),
});
export type TransferLayer = z.infer<typeof transferLayer>;

/** The whole as it is now. `message`: what there is to say of it, such as that nothing has come for a minute. */
export const transferProgress = z.object({
  job: jobId,
  direction: z.enum(['pull', 'push']),
  reference: z.string(),
  layers: z.array(transferLayer),
  bytesDone: z.number(),
  bytesTotal: z.number(),
  progress: z.number().nullable(),
  message: z.string().optional(),
  status: z.enum(JOB_STATUSES),
  error: errorShape.optional(),
  time,
});
export type TransferState = z.infer<typeof transferProgress>;

/** One line of a build, with the step that it belongs to; 0 of 0 before the first. */
export const buildProgress = z.object({
  job: jobId,
  step: z.number(),
  steps: z.number(),
  progress: z.number().nullable(),
  message: z.string(),
  status: z.enum(JOB_STATUSES),
  error: errorShape.optional(),
  time,
});
export type BuildLine = z.infer<typeof buildProgress>;

/** `linux/arm64`, `linux/arm/v7`, as Docker writes them. */
export const platform = z
  .string()
  .regex(/^[a-z0-9]{1,20}(\/[a-z0-9_]{1,20}){0,2}$/, 'A platform looks like linux/arm64.');

const ofJob = z.object({ job: jobId.optional() }).strict();
const started = z.object({ job: jobId });
const buildParams = z
  .object({
    engine: engineName,
    context: z.string().min(1).max(4096).optional(),
    upload: z.literal(true).optional(),
    dockerfile: z.string().min(1).max(1000).default('Dockerfile'),
    tag: imageReference,
    args: z
      .record(z.string().regex(/^[A-Za-z_]\w*$/, 'A build argument is named like a variable.'), z.string().max(65_536))
      .default({}),
    target: z
      .string()
      .regex(/^[\w.-]{1,128}$/, 'A stage is named by letters, digits, "_", "." and "-".')
      .optional(),
    platform: platform.optional(),
    noCache: z.boolean().default(false),
  })
  .strict()
  .refine(({ context, upload }) => (context === undefined) !== (upload === undefined), {
    error: 'Give either context, a folder, or upload: true.',
    path: ['context'],
  });
export type BuildRequest = z.output<typeof buildParams>;

export const imageJobChannels = {
  'pull:progress': channel({
    kind: 'log',
    role: 'viewer',
    params: ofJob,
    item: transferProgress,
    lingerMs: 0,
    summary: 'How far pulls and pushes are, layer by layer; of one job, or of all that run or ended within 10 min.',
  }),
  'build:progress': channel({
    kind: 'log',
    role: 'viewer',
    params: ofJob,
    item: buildProgress,
    lingerMs: 0,
    replay: 2000,
    summary: 'What builds print, line by line, with their steps; secret-like values are masked.',
  }),
};

export const imageJobCommands = {
  'images.pull': command({
    role: 'operator',
    params: z.object({ engine: engineName, reference: imageReference, platform: platform.optional() }).strict(),
    result: started,
    acts: true,
    summary:
      'Fetches an image from its registry, with what `docker login` left for it; without a tag the one named latest.',
  }),
  'images.push': command({
    role: 'admin',
    needsNetworkSwitch: true,
    params: z.object({ engine: engineName, reference: imageReference }).strict(),
    result: started,
    acts: true,
    summary: 'Sends an image to the registry that its name names.',
  }),
  'images.save': command({
    role: 'admin',
    needsNetworkSwitch: true,
    params: z.object({ engine: engineName, images: z.array(imageRef).min(1).max(100) }).strict(),
    result: startedFile,
    acts: true,
    timeoutMs: ASKED_MS,
    summary:
      'Images as one tar file, as `docker save` writes it: over the network from `url`, at this computer in a file.',
  }),
  'images.load': command({
    role: 'admin',
    needsNetworkSwitch: true,
    params: z.object({ engine: engineName }).strict(),
    result: startedFile,
    acts: true,
    timeoutMs: ASKED_MS,
    summary: 'Images out of such a file: over the network it is sent to `url`, at this computer its owner chooses one.',
  }),
  'images.build': command({
    role: 'admin',
    needsNetworkSwitch: true,
    params: buildParams,
    result: z.object({ job: jobId, url: z.string().optional() }),
    acts: true,
    summary: 'Builds an image from a folder of this computer, or from a tar archive that is sent to `url`.',
  }),
  'images.chooseContext': command({
    role: 'local',
    params: z.object({}).strict(),
    result: z.object({ context: z.string().nullable(), dockerfiles: z.array(z.string()) }),
    timeoutMs: ASKED_MS,
    summary: 'Asks the owner of this computer for a folder to build from; null for none.',
  }),
};
