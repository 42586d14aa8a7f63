import { CONTAINER_REF } from '#shared/contract/common.ts';
import { imageRef } from '#shared/contract/images.ts';
import { z } from '#shared/contract/zod.ts';

/** As Docker takes them for new names: two characters at least. */
const NEW_NAME = /^[a-zA-Z0-9][a-zA-Z0-9_.-]{1,254}$/;
/** Why a text is no name of a new container; undefined where it is one. */
export const containerNameFault = (text: string): string | undefined =>
  NEW_NAME.test(text)
    ? undefined
    : 'A container is named by 2 to 255 letters, digits, "_", "." and "-", beginning with a letter or digit.';

export const newContainerName = z.string().superRefine((text, context) => {
  const fault = containerNameFault(text);
  if (fault !== undefined) context.addIssue({ code: 'custom', message: fault });
});

const text = z.string().max(65_536);
const word = z.string().min(1).max(4096);
const words = z.record(z.string().min(1).max(4096), text);
const texts = z.array(word).max(1000);
const portNumber = z.number().int().min(1).max(65_535);
const path = z
  .string()
  .max(4096)
  .regex(/^\/[^\0]*$/, 'A path in the container begins with "/".');

/** `hostPort` left out: Docker chooses one that is free; with `hostPortEnd`, one from it up to that. */
export const portSpec = z
  .object({
    containerPort: portNumber,
    protocol: z.enum(['tcp', 'udp', 'sctp']).default('tcp'),
    hostPort: portNumber.optional(),
    hostPortEnd: portNumber.optional(),
    hostIp: z.string().max(64).optional(),
  })
  .strict();
export type PortSpec = z.output<typeof portSpec>;

/**
 * `source`: a folder or file of the engine's machine for a bind, a name for a volume; left out, a volume is an anonymous
 * one. `options`: of a tmpfs, as `size=64m,mode=1777`. `createsSource`: a folder that is not there is made, as
 * `--volume` does; else it is a refusal. `propagation`: of a bind that wants another than rprivate.
 */
export const mountSpec = z
  .object({
    type: z.enum(['bind', 'volume', 'tmpfs']),
    source: word.optional(),
    destination: path,
    isReadOnly: z.boolean().default(false),
    options: word.optional(),
    createsSource: z.boolean().optional(),
    propagation: z.enum(['private', 'rprivate', 'shared', 'rshared', 'slave', 'rslave']).optional(),
  })
  .strict()
  .refine(({ type, source }) => type !== 'bind' || source?.startsWith('/') === true, {
    error: 'A bind needs a source: a path that begins with "/".',
    path: ['source'],
  })
  .refine(({ type, source }) => type !== 'volume' || source === undefined || CONTAINER_REF.test(source), {
    error: 'A volume is named by letters, digits, "_", "." and "-", beginning with a letter or digit.',
    path: ['source'],
  });
export type MountSpec = z.output<typeof mountSpec>;

const networkName = z.string().regex(CONTAINER_REF, 'This is no name of a network.');
/** A name alone is enough where nothing else is said of it. */
export const networkSpec = z
  .union([
    networkName,
    z
      .object({
        name: networkName,
        aliases: texts.default([]),
        ipv4: z.ipv4('This is no IPv4 address.').optional(),
        ipv6: z.ipv6('This is no IPv6 address.').optional(),
      })
      .strict(),
  ])
  .transform((given) => (typeof given === 'string' ? { name: given, aliases: [] } : given));
export type NetworkSpec = z.output<typeof networkSpec>;

/** As compose writes it: `["CMD-SHELL", "curl …"]`, `["CMD", …]`, `["NONE"]`. 0 seconds: Docker's default. */
export const healthSpec = z
  .object({
    test: z.array(text).min(1).max(100),
    intervalSeconds: z.number().min(0).max(86_400).default(0),
    timeoutSeconds: z.number().min(0).max(86_400).default(0),
    startSeconds: z.number().min(0).max(86_400).default(0),
    retries: z.number().int().min(0).max(1000).default(0),
  })
  .strict();
export type HealthSpec = z.output<typeof healthSpec>;

export const restartPolicy = z
  .string()
  .regex(
    /^(no|always|unless-stopped|on-failure(:\d{1,4})?)$/,
    'A restart policy is no, always, unless-stopped, on-failure or on-failure:3.',
  );

/** 6 MB is what Docker asks for at least. */
const memoryBytes = z
  .number()
  .int()
  .min(6 * 2 ** 20, 'A memory limit is at least 6 MiB.');
const cpus = z.number().min(0.01, 'A CPU limit is at least 0.01.').max(4096);
const pidsLimit = z.number().int().min(1).max(4_194_304);

/** What can be changed of a container while it stays the same one. */
export const liveFields = {
  memoryBytes: memoryBytes.optional(),
  cpus: cpus.optional(),
  pidsLimit: pidsLimit.optional(),
  restartPolicy: restartPolicy.optional(),
};

/** What a container is made from. What is left out is as the image or Docker has it. */
export const containerSpec = z
  .object({
    name: newContainerName.optional(),
    image: imageRef,
    command: z.array(text).max(1000).optional(),
    entrypoint: z.array(text).max(1000).optional(),
    env: z
      .record(z.string().regex(/^[^=\0]{1,4096}$/, 'A variable is named without "=".'), z.string().max(1_000_000))
      .default({}),
    labels: words.default({}),
    ports: z.array(portSpec).max(2000).default([]),
    mounts: z.array(mountSpec).max(1000).default([]),
    /** `host`, `none` or `container:NAME`; left out: the networks say it, or it is the default bridge. */
    networkMode: z
      .string()
      .regex(/^(host|none|container:[a-zA-Z0-9][a-zA-Z0-9_.-]*)$/, 'A network mode is host, none or container:NAME.')
      .optional(),
    networks: z.array(networkSpec).max(100).default([]),
    ...liveFields,
    healthCheck: healthSpec.optional(),
    user: word.optional(),
    workingDir: path.optional(),
    hostname: z
      .string()
      .regex(/^[a-zA-Z0-9._-]{1,253}$/, 'A host name has letters, digits, "." and "-".')
      .optional(),
    /** `name:address`. */
    extraHosts: texts.default([]),
    dns: texts.default([]),
    stopSignal: z
      .string()
      .regex(/^[A-Z0-9+-]{1,20}$/i, 'A signal is a name like SIGTERM or a number.')
      .optional(),
    stopSeconds: z.number().int().min(0).max(86_400).optional(),
    hasInit: z.boolean().default(false),
    isPrivileged: z.boolean().default(false),
    isReadOnly: z.boolean().default(false),
    hasTty: z.boolean().default(false),
    isInteractive: z.boolean().default(false),
    capAdd: texts.default([]),
    capDrop: texts.default([]),
    securityOptions: texts.default([]),
    /** `/dev/x`, `/dev/x:/dev/y`, `/dev/x:/dev/y:rw`. */
    devices: texts.default([]),
    logDriver: z
      .string()
      .regex(/^[a-zA-Z0-9][a-zA-Z0-9/_.:-]{0,200}$/, 'This is no name of a log driver.')
      .optional(),
    logOptions: words.default({}),
    sysctls: words.default({}),
    ulimits: z
      .array(z.object({ name: word, soft: z.number().int().min(-1), hard: z.number().int().min(-1) }).strict())
      .max(100)
      .default([]),
    shmBytes: z.number().int().min(1).optional(),
  })
  .strict();
/** As one writes it, with what has a default left out. */
export type ContainerSpecIn = z.input<typeof containerSpec>;
export type ContainerSpec = z.output<typeof containerSpec>;
