import { containerId, containerRef, empty, engineName, engineOnly, nothing, time } from '#shared/contract/common.ts';
import {
  containerSpec,
  healthSpec,
  liveFields,
  newContainerName,
  restartPolicy,
} from '#shared/contract/container-spec.ts';
import { channel, command } from '#shared/contract/define.ts';
import { imageReference } from '#shared/contract/images.ts';
import { ASKED_MS, jobId, startedFile } from '#shared/contract/jobs.ts';
import { PRUNE_TIMEOUT_MS, pruneParams, prunePlan, pruneResult, SIZES_TIMEOUT_MS } from '#shared/contract/prune.ts';
import { volumeRef } from '#shared/contract/volumes.ts';
import { z } from '#shared/contract/zod.ts';

/** What stands in the place of a value that the reader may not see; it never becomes a value itself. */
export const COVERED = '••••••';

/** Stands on a container that took the place of another: its id, and how it was. */
export const REPLACES_LABEL = 'quayside.replaces';

const one = { engine: engineName, container: containerRef };
const { env: _env, labels: _labels, image, healthCheck: _health, name: _name, ...rest } = containerSpec.shape;
const text = z.string().max(1_000_000);

/**
 * What is to be different. What is left out stays as it is, a null takes it away (so that the image or Docker decides);
 * of `env` and `labels` only the named ones change. Lists are given whole.
 */
export const specChanges = z
  .object({
    name: newContainerName.optional(),
    image: image.optional(),
    env: z.record(z.string().min(1).max(4096), text.nullable()).optional(),
    labels: z.record(z.string().min(1).max(4096), text.nullable()).optional(),
    command: rest.command.nullable(),
    entrypoint: rest.entrypoint.nullable(),
    ports: rest.ports.unwrap().optional(),
    mounts: rest.mounts.unwrap().optional(),
    networkMode: rest.networkMode.nullable(),
    networks: rest.networks.unwrap().optional(),
    memoryBytes: rest.memoryBytes.nullable(),
    cpus: rest.cpus.nullable(),
    pidsLimit: rest.pidsLimit.nullable(),
    restartPolicy: restartPolicy.nullable().optional(),
    healthCheck: healthSpec.nullable().optional(),
    user: rest.user.nullable(),
    workingDir: rest.workingDir.nullable(),
    hostname: rest.hostname.nullable(),
    extraHosts: rest.extraHosts.unwrap().optional(),
    dns: rest.dns.unwrap().optional(),
    stopSignal: rest.stopSignal.nullable(),
    stopSeconds: rest.stopSeconds.nullable(),
    hasInit: z.boolean().optional(),
    isPrivileged: z.boolean().optional(),
    isReadOnly: z.boolean().optional(),
    hasTty: z.boolean().optional(),
    isInteractive: z.boolean().optional(),
    capAdd: rest.capAdd.unwrap().optional(),
    capDrop: rest.capDrop.unwrap().optional(),
    securityOptions: rest.securityOptions.unwrap().optional(),
    devices: rest.devices.unwrap().optional(),
    logDriver: rest.logDriver.nullable(),
    logOptions: rest.logOptions.unwrap().optional(),
    sysctls: rest.sysctls.unwrap().optional(),
    ulimits: rest.ulimits.unwrap().optional(),
    shmBytes: rest.shmBytes.nullable(),
  })
  .strict();
export type SpecChanges = z.output<typeof specChanges>;

/** Of a container that was removed through Quayside, as long as it can be made again. Never its values of variables. */
export const removedContainer = z.object({
  removed: z.string(),
  name: z.string(),
  image: z.string(),
  removedAt: time,
  removedBy: z.string(),
  /** After it nothing is kept of it. */
  keptUntil: time,
  /** Its anonymous volumes went with it. */
  lostVolumes: z.boolean(),
});
export type RemovedContainer = z.infer<typeof removedContainer>;

/** Ids of containers and names of volumes that refuse to be removed until somebody takes it off. */
export const protectedThings = z.object({ containers: z.array(containerId), volumes: z.array(z.string()) });
export type ProtectedThings = z.infer<typeof protectedThings>;

/** Two time-outs of Docker's: it is made, then started. */
const MAKE_TIMEOUT_MS = 75_000;
const COMMIT_TIMEOUT_MS = 120_000;

export const containerEditChannels = {
  protected: channel({
    kind: 'state',
    role: 'viewer',
    params: engineOnly,
    item: protectedThings,
    summary: 'What is protected from removal by Quayside; each change is the whole.',
  }),
};

export const containerEditCommands = {
  'containers.create': command({
    role: 'admin',
    params: z.object({ engine: engineName, ...containerSpec.shape, start: z.boolean().default(false) }).strict(),
    result: z.object({ id: containerId }),
    acts: true,
    timeoutMs: MAKE_TIMEOUT_MS,
    summary: 'Makes a container, and starts it with `start`; one that does not start is not kept.',
  }),
  'containers.clone': command({
    role: 'admin',
    isOpenToScope: false,
    params: z
      .object({
        ...one,
        name: newContainerName.optional(),
        changes: specChanges.default({}),
        start: z.boolean().default(false),
      })
      .strict(),
    result: z.object({ id: containerId }),
    acts: true,
    timeoutMs: MAKE_TIMEOUT_MS,
    summary:
      'Makes another container like this one, with anonymous volumes of its own; values that are hidden from the caller come along.',
  }),
  'containers.spec': command({
    role: 'admin',
    params: z.object(one).strict(),
    result: z.object({ spec: containerSpec.omit({ name: true }).extend({ name: z.string() }) }),
    summary: 'What a container is made from, without what its image brings; secret-like values are masked.',
  }),
  'containers.rename': command({
    role: 'admin',
    params: z.object({ ...one, name: newContainerName }).strict(),
    result: empty,
    acts: true,
    summary: 'Gives a container another name.',
  }),
  'containers.update': command({
    role: 'admin',
    params: z.object({ ...one, ...liveFields }).strict(),
    result: empty,
    acts: true,
    summary: 'Changes limits and the restart policy of a container while it runs on.',
  }),
  'containers.recreate': command({
    role: 'admin',
    isOpenToScope: false,
    params: z.object({ ...one, changes: specChanges.default({}) }).strict(),
    result: z.object({ job: jobId }),
    acts: true,
    summary:
      'Makes a container anew with changes; the old one is kept stopped until the new one is healthy, and comes back if it is not.',
  }),
  'containers.remove': command({
    role: 'admin',
    params: z.object({ ...one, force: z.boolean().default(false), volumes: z.boolean().default(false) }).strict(),
    result: empty,
    acts: true,
    timeoutMs: 60_000,
    summary: 'Removes a container, with `volumes` also its anonymous ones; what it was made from is kept for 7 days.',
  }),
  'containers.removed': command({
    role: 'admin',
    params: engineOnly,
    result: z.object({ removed: z.array(removedContainer) }),
    summary: 'Containers that were removed in the last 7 days and can be made again, newest first.',
  }),
  'containers.createAgain': command({
    role: 'admin',
    params: z
      .object({
        engine: engineName,
        removed: z.string().max(40),
        name: newContainerName.optional(),
        start: z.boolean().default(true),
      })
      .strict(),
    result: z.object({ id: containerId }),
    acts: true,
    timeoutMs: MAKE_TIMEOUT_MS,
    summary: 'Makes a container again that was removed, from what is kept of it.',
  }),
  'containers.forgetRemoved': command({
    role: 'admin',
    params: z.object({ engine: engineName, removed: z.string().max(40) }).strict(),
    result: empty,
    acts: true,
    summary: 'Drops what is kept of a removed container.',
  }),
  'containers.protect': command({
    role: 'admin',
    params: z.object({ ...one, on: z.boolean() }).strict(),
    result: empty,
    acts: true,
    summary: 'Lets Quayside refuse to remove, prune or recreate a container, or takes that off.',
  }),
  'volumes.protect': command({
    role: 'admin',
    params: z.object({ engine: engineName, volume: volumeRef, on: z.boolean() }).strict(),
    result: empty,
    acts: true,
    summary: 'Lets Quayside refuse to remove or prune a volume, or takes that off.',
  }),
  'containers.commit': command({
    role: 'admin',
    isOpenToScope: false,
    params: z
      .object({
        ...one,
        reference: imageReference.optional(),
        comment: z.string().max(2000).optional(),
        author: z.string().max(500).optional(),
        pause: z.boolean().default(true),
      })
      .strict(),
    result: z.object({ image: z.string() }),
    acts: true,
    timeoutMs: COMMIT_TIMEOUT_MS,
    summary: 'Makes an image of a container as it is now, without its volumes.',
  }),
  'containers.export': command({
    role: 'admin',
    needsNetworkSwitch: true,
    params: z.object(one).strict(),
    result: startedFile,
    acts: true,
    timeoutMs: ASKED_MS,
    summary:
      'The files of a container as one tar archive, without its volumes: over the network from `url`, at this computer in a file.',
  }),
  'containers.prunePlan': command({
    role: 'viewer',
    params: z.object({ ...engineOnly.shape, filters: nothing.prefault({}) }).strict(),
    result: prunePlan,
    timeoutMs: SIZES_TIMEOUT_MS,
    summary:
      'Which stopped containers a prune would remove, with what they wrote; nothing is touched. Held for 10 min.',
  }),
  'containers.prune': command({
    role: 'admin',
    needsNetworkSwitch: true,
    params: pruneParams,
    result: pruneResult,
    acts: true,
    timeoutMs: PRUNE_TIMEOUT_MS,
    summary:
      'Removes the stopped containers that the plan held (`only`: these of it) and nothing else; what was started since is skipped. Their configuration is kept for 7 days.',
  }),
};
