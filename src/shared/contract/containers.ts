import { channel, command, ACT_TIMEOUT_MS } from '#shared/contract/define.ts';
import { containerId, containerRef, empty, engineName, engineOnly, time } from '#shared/contract/common.ts';
import { z } from '#shared/contract/zod.ts';

export const CONTAINER_STATES = ['created', 'running', 'paused', 'restarting', 'removing', 'exited', 'dead'] as const;

export const port = z.object({
  hostIp: z.string().optional(),
  hostPort: z.number().optional(),
  containerPort: z.number(),
  protocol: z.string(),
});

export const mount = z.object({
  type: z.string(),
  name: z.string().optional(),
  source: z.string().optional(),
  destination: z.string(),
  isReadOnly: z.boolean(),
});

export const container = z.object({
  id: containerId,
  name: z.string(),
  image: z.string(),
  imageId: z.string(),
  /** argv[0] alone: arguments hold secrets too often. */
  command: z.string(),
  createdAt: time,
  startedAt: time.optional(),
  finishedAt: time.optional(),
  state: z.enum(CONTAINER_STATES),
  /** Docker's own text when it was listed. */
  status: z.string(),
  health: z.enum(['starting', 'healthy', 'unhealthy']).optional(),
  exitCode: z.number().optional(),
  outOfMemory: z.boolean().optional(),
  /** Null until inspected. */
  restartCount: z.number().nullable(),
  stack: z.string().optional(),
  service: z.string().optional(),
  ports: z.array(port),
  networks: z.array(z.string()),
  mounts: z.array(mount),
  /** Secret-like keys masked. */
  labels: z.record(z.string(), z.string()),
  /** Null until inspected. */
  tty: z.boolean().nullable(),
});
export type Container = z.infer<typeof container>;
export type ContainerPort = z.infer<typeof port>;
export type ContainerMount = z.infer<typeof mount>;

export const containersWhole = z.object({ containers: z.array(container) });
export const containersChange = z.union([
  z.object({ upsert: z.array(container) }),
  z.object({ remove: z.array(containerId) }),
]);
export type ContainersWhole = z.infer<typeof containersWhole>;
export type ContainersChange = z.infer<typeof containersChange>;

export const containerChannels = {
  containers: channel({
    kind: 'state',
    role: 'viewer',
    params: engineOnly,
    item: containersChange,
    whole: containersWhole,
    isOpenToScope: true,
    summary: 'All containers of an engine, running or not; driven by events, checked by a list.',
  }),
};

const one = { engine: engineName, container: containerRef };
const target = z.object(one).strict();
const withSignal = z
  .object({
    ...one,
    signal: z
      .string()
      .regex(/^[A-Z0-9+-]{1,20}$/i, 'A signal is a name like SIGTERM or a number.')
      .optional(),
  })
  .strict();
const withGrace = z
  .object({
    ...one,
    timeoutSeconds: z.number().int().min(0).max(3600).optional(),
    signal: z
      .string()
      .regex(/^[A-Z0-9+-]{1,20}$/i)
      .optional(),
  })
  .strict();

/** Docker's default grace of a stop, in seconds. */
export const DEFAULT_GRACE_SECONDS = 10;
const graceMs = (params: { timeoutSeconds?: number | undefined }): number =>
  (params.timeoutSeconds ?? DEFAULT_GRACE_SECONDS) * 1000 + 15_000;

export const execResult = z.object({
  exitCode: z.number().nullable(),
  stdout: z.string(),
  stderr: z.string(),
  truncated: z.boolean(),
});
export const topResult = z.object({ titles: z.array(z.string()), processes: z.array(z.array(z.string())) });

export const containerCommands = {
  'containers.list': command({
    role: 'viewer',
    params: z.object({ engine: engineName, all: z.boolean().default(true) }).strict(),
    result: containersWhole,
    isOpenToScope: true,
    summary: 'The containers as the channel holds them.',
  }),
  'containers.inspect': command({
    role: 'viewer',
    params: target,
    result: z.object({
      inspect: z.record(z.string(), z.unknown()),
      /** Names of the variables that are as the image has them; null when the image cannot be read. */
      imageVariables: z.array(z.string()).nullable(),
    }),
    summary:
      "Docker's inspect answer; environment values and arguments are taken out for viewers, secret-like ones masked.",
  }),
  'containers.reveal': command({
    role: 'operator',
    params: z.object({ ...target.shape, name: z.string().min(1).max(1000) }).strict(),
    result: z.object({ value: z.string() }),
    isNoted: () => true,
    summary: 'The value of one environment variable, also of one that is masked; each time is noted in the audit log.',
  }),
  'containers.top': command({
    role: 'operator',
    params: target,
    result: topResult,
    summary: 'Processes of a running container.',
  }),
  'containers.start': command({
    role: 'operator',
    params: target,
    result: empty,
    acts: true,
    timeoutMs: ACT_TIMEOUT_MS,
    summary: 'Starts; starting a running one is success.',
  }),
  'containers.stop': command({
    role: 'operator',
    params: withGrace,
    result: empty,
    acts: true,
    timeoutMs: graceMs,
    summary: 'Stops; stopping a stopped one is success.',
  }),
  'containers.restart': command({
    role: 'operator',
    params: withGrace,
    result: empty,
    acts: true,
    timeoutMs: graceMs,
    summary: 'Stops and starts.',
  }),
  'containers.pause': command({
    role: 'operator',
    params: target,
    result: empty,
    acts: true,
    summary: 'Freezes all processes.',
  }),
  'containers.unpause': command({
    role: 'operator',
    params: target,
    result: empty,
    acts: true,
    summary: 'Lets a paused container go on.',
  }),
  'containers.kill': command({
    role: 'operator',
    params: withSignal,
    result: empty,
    acts: true,
    summary: 'Sends a signal, SIGKILL by default.',
  }),
  'containers.exec': command({
    role: 'operator',
    needsNetworkSwitch: true,
    params: z
      .object({
        ...one,
        command: z.array(z.string().max(65_536)).min(1).max(256),
        user: z.string().max(256).optional(),
        env: z.record(z.string(), z.string()).optional(),
        timeoutMs: z.number().int().min(100).max(600_000).default(30_000),
      })
      .strict(),
    result: execResult,
    acts: true,
    timeoutMs: (params) => params.timeoutMs + 5000,
    summary: 'Runs one command without a terminal and gives its output, at most 1 MiB of each stream.',
  }),
};
