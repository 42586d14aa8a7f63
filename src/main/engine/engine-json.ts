// Docker's answers, parsed once where they enter: only the fields that are read, with defaults for what older or
// other engines leave out. Everything else of an object is kept by `looseObject` where it is passed on (inspect).
import { z } from '#shared/contract/zod.ts';
import { AppError } from '#shared/protocol/errors.ts';

const text = z.string().catch('');
const count = z.number().catch(0);
/** Docker writes null for an empty list or map. */
const listOf = <T extends z.ZodType>(item: T) =>
  z
    .array(item)
    .nullish()
    .transform((value) => value ?? []);
const mapOf = <T extends z.ZodType>(item: T) =>
  z
    .record(z.string(), item)
    .nullish()
    .transform((value) => value ?? {});

const mountPoint = z.object({
  Type: text,
  Name: z.string().optional(),
  Source: z.string().optional(),
  Destination: text,
  RW: z.boolean().catch(true),
});

const listedContainer = z.object({
  Id: z.string().min(1),
  Names: listOf(z.string()),
  Image: text,
  ImageID: text,
  Command: text,
  /** Seconds since 1970. */
  Created: count,
  State: text,
  Status: text,
  Ports: listOf(
    z.object({ IP: z.string().optional(), PrivatePort: count, PublicPort: z.number().optional(), Type: text }),
  ),
  Labels: mapOf(z.string().catch('')),
  NetworkSettings: z.object({ Networks: mapOf(z.unknown()) }).nullish(),
  Mounts: listOf(mountPoint),
});
export type ListedContainer = z.infer<typeof listedContainer>;

const inspectedContainer = z.looseObject({
  Id: z.string().min(1),
  Name: text,
  Created: text,
  Image: text,
  Path: text,
  RestartCount: count,
  State: z.looseObject({
    Status: text,
    ExitCode: count,
    OOMKilled: z.boolean().catch(false),
    /** `0001-01-01T00:00:00Z` = never. */
    StartedAt: text,
    FinishedAt: text,
    Health: z.looseObject({ Status: text }).nullish(),
  }),
  Config: z.looseObject({ Tty: z.boolean().catch(false), Labels: mapOf(z.string().catch('')), Image: text }),
  HostConfig: z.looseObject({
    LogConfig: z.looseObject({ Type: text, Config: mapOf(z.string().catch('')) }).nullish(),
  }),
});
export type InspectedContainer = z.infer<typeof inspectedContainer>;

const cpuStats = z
  .object({
    cpu_usage: z.object({ total_usage: count, percpu_usage: z.array(z.number()).nullish() }),
    system_cpu_usage: z.number().optional(),
    online_cpus: z.number().optional(),
    throttling_data: z.object({ periods: count, throttled_periods: count }).nullish(),
  })
  .nullish();
const blockEntry = z.object({ op: text, value: count });

const rawStats = z.object({
  /** `0001-01-01T00:00:00Z` while the container does not run: no sample. */
  read: text,
  preread: text,
  cpu_stats: cpuStats,
  precpu_stats: cpuStats,
  memory_stats: z
    .object({
      usage: z.number().optional(),
      limit: z.number().optional(),
      // The five names of some 36 that are used: checking all was a third of what a sample cost.
      stats: z
        .object({
          total_inactive_file: z.number(),
          inactive_file: z.number(),
          total_cache: z.number(),
          cache: z.number(),
          file: z.number(),
        })
        .partial()
        .nullish(),
    })
    .nullish(),
  networks: z.record(z.string(), z.object({ rx_bytes: count, tx_bytes: count })).nullish(),
  blkio_stats: z.object({ io_service_bytes_recursive: z.array(blockEntry).nullish() }).nullish(),
  pids_stats: z.object({ current: z.number().optional() }).nullish(),
});
export type RawStats = z.infer<typeof rawStats>;

/** `timeNano` as text: it is beyond what a double holds. */
export interface EngineEvent {
  readonly timeNano: string;
  readonly type: string;
  readonly action: string;
  readonly id: string;
  readonly attributes: Readonly<Record<string, string>>;
}

const rawEvent = z.object({
  Type: text,
  Action: text,
  Actor: z.object({ ID: text, Attributes: mapOf(z.string().catch('')) }),
  time: count,
});

const topAnswer = z.object({ Titles: listOf(z.string()), Processes: listOf(z.array(z.string())) });
const execCreated = z.object({ Id: z.string().regex(/^[a-zA-Z0-9]{1,128}$/) });
const execState = z.object({ Running: z.boolean(), ExitCode: z.number().nullable(), Pid: count });

/** Throws `engine_error` (reason bad_answer) with the first 200 characters of what came instead. */
export function parser<T>(schema: z.ZodType<T>): (value: unknown, asked: string) => T {
  return (value, asked) => {
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    const came = Buffer.isBuffer(value)
      ? value.toString('utf8', 0, 200)
      : (JSON.stringify(value) ?? 'nothing').slice(0, 200);
    throw new AppError('engine_error', `Docker's answer to ${asked} is not what it should be: ${came || 'nothing'}`, {
      reason: 'bad_answer',
    });
  };
}

export const parseList = parser(z.array(listedContainer));
export const parseImage = parser(
  z.object({
    Config: z.object({
      Env: z
        .array(z.string())
        .nullish()
        .transform((env) => env ?? []),
    }),
  }),
);
export const parseInspect = parser(inspectedContainer);
export const parseTop = parser(topAnswer);
/** What was made: a container by a create, an image by a commit. */
export const parseCreated = parser(z.object({ Id: z.string().regex(/^(sha256:)?[0-9a-f]{64}$/) }));
export const parseExecCreated = parser(execCreated);
export const parseExecState = parser(execState);
export const parseStats = parser(rawStats);

// The last one in the text: inside a string the quotes would be escaped, and a label's value is a string.
const TIME_NANO = /"timeNano":\s*(\d{1,19})\D*$/;

/** One line of `/events`; undefined for what cannot be read, so that one odd line does not end the stream. */
export function parseEvent(line: string): EngineEvent | undefined {
  try {
    const event = rawEvent.parse(JSON.parse(line));
    const timeNano = TIME_NANO.exec(line)?.[1] ?? `${event.time}000000000`;
    return { timeNano, type: event.Type, action: event.Action, id: event.Actor.ID, attributes: event.Actor.Attributes };
  } catch {
    return undefined;
  }
}
