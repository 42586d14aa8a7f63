// What an engine tells of itself (`/info`) and of its disk (`/system/df`), parsed once where it enters.
import { z } from '#shared/contract/zod.ts';
import { parser } from '#main/engine/engine-json.ts';

const text = z.string().catch('');
const count = z.number().catch(0);
const listOf = <T extends z.ZodType>(item: T) =>
  z
    .array(item)
    .nullish()
    .transform((value) => value ?? []);

const systemInfo = z.object({
  Name: text,
  ServerVersion: text,
  OperatingSystem: text,
  KernelVersion: text,
  Architecture: text,
  NCPU: z.number().optional(),
  MemTotal: z.number().optional(),
  Driver: text,
  LoggingDriver: text,
  CgroupVersion: text,
  CgroupDriver: text,
  DockerRootDir: text,
});
export type SystemInfo = z.infer<typeof systemInfo>;
export const parseSystemInfo = parser(systemInfo);

const systemDf = z.object({
  LayersSize: count,
  Images: listOf(z.object({ Id: text, Size: count, SharedSize: count, Containers: count })),
  Containers: listOf(z.object({ Id: text, SizeRw: count, State: text })),
  Volumes: listOf(z.object({ Name: text, UsageData: z.object({ Size: count, RefCount: count }).nullish() })),
  BuildCache: listOf(
    z.object({
      ID: text,
      Parent: text,
      Description: text,
      Size: count,
      InUse: z.boolean().catch(false),
      /** Also a part of an image: what is freed is nothing while that stays. */
      Shared: z.boolean().catch(false),
      LastUsedAt: text,
    }),
  ),
});
export type SystemDf = z.infer<typeof systemDf>;
export const parseSystemDf = parser(systemDf);

export interface Share {
  readonly count: number;
  readonly bytes: number;
  readonly reclaimableBytes: number;
}

const RUNS: readonly string[] = ['running', 'paused', 'restarting'];

/** The sums as `docker system df` makes them, so that both print the same figures. Sizes of -1 are not known. */
export function diskShares(df: SystemDf): Record<'images' | 'containers' | 'volumes' | 'buildCache', Share> {
  const sum = <T>(all: readonly T[], of: (one: T) => number): number =>
    all.reduce((total, one) => total + Math.max(0, of(one)), 0);
  const inUse = df.Images.filter(({ Containers, Size, SharedSize }) => Containers > 0 && Size >= 0 && SharedSize >= 0);
  const volumes = df.Volumes.flatMap(({ UsageData }) => (UsageData ? [UsageData] : []));
  const cache = df.BuildCache.filter(({ Shared }) => !Shared);
  return {
    images: {
      count: df.Images.length,
      bytes: df.LayersSize,
      reclaimableBytes: Math.max(0, df.LayersSize - sum(inUse, ({ Size, SharedSize }) => Size - SharedSize)),
    },
    containers: {
      count: df.Containers.length,
      bytes: sum(df.Containers, ({ SizeRw }) => SizeRw),
      reclaimableBytes: sum(
        df.Containers.filter(({ State }) => !RUNS.includes(State)),
        ({ SizeRw }) => SizeRw,
      ),
    },
    volumes: {
      count: df.Volumes.length,
      bytes: sum(volumes, ({ Size }) => Size),
      reclaimableBytes: sum(
        volumes.filter(({ RefCount }) => RefCount === 0),
        ({ Size }) => Size,
      ),
    },
    buildCache: {
      count: df.BuildCache.length,
      bytes: sum(cache, ({ Size }) => Size),
      reclaimableBytes: sum(
        cache.filter(({ InUse }) => !InUse),
        ({ Size }) => Size,
      ),
    },
  };
}
