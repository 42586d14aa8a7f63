import { channel, command } from '#shared/contract/define.ts';
import { containerId, engineOnly, time } from '#shared/contract/common.ts';
import { PRUNE_TIMEOUT_MS, pruneParams, prunePlan, pruneResult, SIZES_TIMEOUT_MS } from '#shared/contract/prune.ts';
import { z } from '#shared/contract/zod.ts';

/** What the machine does not tell is null. */
const figure = z.number().nullable();

/** `command`: program and arguments; masked for all but the person at this computer. */
export const hostProcess = z.object({
  pid: z.number(),
  name: z.string(),
  command: z.array(z.string()),
  user: z.string(),
  /** 100 = one core, as `top` prints it. */
  cpuPercent: figure,
  memoryBytes: z.number(),
  /** Full id of the container it runs in. */
  container: z.string().nullable(),
});
export type HostProcess = z.infer<typeof hostProcess>;

export const networkInterface = z.object({
  name: z.string(),
  addresses: z.array(z.string()),
  rxBytes: figure,
  txBytes: figure,
  rxRate: figure,
  txRate: figure,
});
export type NetworkInterface = z.infer<typeof networkInterface>;

/** As `df` has it: `percent` is used of what an ordinary user could use. */
export const fileSystem = z.object({
  mount: z.string(),
  device: z.string(),
  type: z.string(),
  usedBytes: z.number(),
  totalBytes: z.number(),
  percent: z.number(),
});
export type FileSystem = z.infer<typeof fileSystem>;

/** The machine that Quayside runs on, whatever engine it talks to. */
export const hostMetrics = z.object({
  time,
  hostname: z.string(),
  /** "Debian GNU/Linux 12, kernel 6.1.0"; null until it is known. */
  system: z.string().nullable(),
  uptimeSeconds: figure,
  /** Of the whole machine, 0 to 100. */
  cpuPercent: figure,
  /** Degrees Celsius. */
  cpuTemperature: figure,
  cpuCores: z.number(),
  /** Of each core, 0 to 100. */
  cores: z.array(figure),
  /** Over 1, 5 and 15 minutes. */
  load: z.tuple([z.number(), z.number(), z.number()]).nullable(),
  /** What is not available to a program that asks. */
  memoryUsedBytes: figure,
  memoryTotalBytes: figure,
  memoryPercent: figure,
  swapUsedBytes: figure,
  swapTotalBytes: figure,
  /** The file system of the root folder. */
  storageUsedBytes: figure,
  storageTotalBytes: figure,
  storagePercent: figure,
  fileSystems: z.array(fileSystem),
  /** Now, and at any time since the machine began. */
  underVoltage: z.boolean().nullable(),
  underVoltageSinceBoot: z.boolean().nullable(),
  /** The processor is slowed down, for heat or power. */
  throttled: z.boolean().nullable(),
  /** The ten that use the CPU most, and the ten that hold the most memory. */
  topProcesses: z.array(hostProcess),
  topMemoryProcesses: z.array(hostProcess),
  networkInterfaces: z.array(networkInterface),
});
export type HostMetrics = z.infer<typeof hostMetrics>;

export const hostChannels = {
  'host:metrics': channel({
    kind: 'series',
    role: 'viewer',
    params: engineOnly,
    item: hostMetrics,
    lingerMs: 3000,
    keepMs: 300_000,
    replay: 60,
    summary: 'The machine that Quayside runs on, every 5 s while somebody watches.',
  }),
};

const share = z.object({ count: z.number(), bytes: z.number(), reclaimableBytes: z.number() });

export const engineInfo = z.object({
  /** What the engine's machine is called. */
  name: z.string(),
  version: z.string(),
  operatingSystem: z.string(),
  kernel: z.string(),
  architecture: z.string(),
  cores: figure,
  memoryBytes: figure,
  storageDriver: z.string(),
  loggingDriver: z.string(),
  cgroupVersion: z.string(),
  cgroupDriver: z.string(),
  rootDir: z.string(),
  /** Reached over the network, so that its machine is another than this one. */
  isRemote: z.boolean(),
  endpoint: z.string(),
});
export type EngineInfo = z.infer<typeof engineInfo>;

export const diskUse = z.object({
  /** When it was measured: it costs the engine much, so an answer may be a minute old. */
  time,
  bytes: z.number(),
  reclaimableBytes: z.number(),
  images: share,
  containers: share,
  volumes: share,
  buildCache: share,
});
export type DiskUse = z.infer<typeof diskUse>;

/** `limit`: of one file of it, as Docker takes it ("10m"); null where it may grow as large as the disk. */
const logSize = z.object({ container: containerId, name: z.string(), bytes: z.number(), limit: z.string().nullable() });
export const logSizes = z.object({
  /** Null where the files cannot be read from here; `why` says it. */
  bytes: figure,
  why: z.string().nullable(),
  /** Containers that have such files. */
  count: z.number(),
  largest: z.array(logSize),
});
export type LogSizes = z.infer<typeof logSizes>;

export const buildCacheCommands = {
  'buildCache.prunePlan': command({
    role: 'viewer',
    params: engineOnly,
    result: prunePlan,
    timeoutMs: SIZES_TIMEOUT_MS,
    summary: 'What builds left and no build uses now, with sizes and last use; nothing is touched. Held for 10 min.',
  }),
  'buildCache.prune': command({
    role: 'admin',
    needsNetworkSwitch: true,
    params: pruneParams,
    result: pruneResult,
    acts: true,
    timeoutMs: PRUNE_TIMEOUT_MS,
    summary:
      'Removes what the plan held (`only`: these of it) and nothing else; what a build came to use since is skipped, with the reason.',
  }),
};

export const hostCommands = {
  'system.info': command({
    role: 'viewer',
    params: engineOnly,
    result: engineInfo,
    summary: 'What the engine tells of itself and of its machine.',
  }),
  'system.df': command({
    role: 'viewer',
    params: z.object({ ...engineOnly.shape, again: z.boolean().default(false) }).strict(),
    result: diskUse,
    // The engine walks over every volume: seconds where there is much.
    timeoutMs: 60_000,
    summary:
      "What Docker's data takes on disk, as `docker system df` counts; measured at most once a minute but where it is to be done again.",
  }),
  'system.logSizes': command({
    role: 'viewer',
    params: engineOnly,
    result: logSizes,
    timeoutMs: 15_000,
    summary:
      "What the logs of containers take on disk, with the largest 10; null where Docker's files cannot be read by this computer's user, for Docker tells no sizes of them.",
  }),
};
