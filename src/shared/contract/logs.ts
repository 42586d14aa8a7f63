import { channel, command } from '#shared/contract/define.ts';
import { containerRef, engineName, time } from '#shared/contract/common.ts';
import { jobId } from '#shared/contract/jobs.ts';
import { z } from '#shared/contract/zod.ts';

export const MARKS = [
  'started',
  'stopped',
  'restarted',
  'paused',
  'unpaused',
  'oom',
  'removed',
  'missed',
  'rotated',
  'clock',
] as const;

export const logLine = z.object({
  time,
  stream: z.enum(['stdout', 'stderr', 'tty']),
  text: z.string(),
  cut: z.boolean().optional(),
});
export const logMark = z.object({
  time,
  mark: z.enum(MARKS),
  text: z.string(),
  exitCode: z.number().optional(),
  count: z.number().nullable().optional(),
});
export const logItem = z.union([logLine, logMark]);
export type LogMark = z.infer<typeof logMark>;
export type LogItem = z.infer<typeof logItem>;

/** Who runs a container keeps its log from viewers by the label `quayside.logs=private`. */
export const isPrivateLog = (labels: Readonly<Record<string, string>>): boolean =>
  labels['quayside.logs'] === 'private';

/** Lines kept for late watchers: default and the most the setting allows. */
export const DEFAULT_REPLAY_LINES = 1000;
export const MAX_REPLAY_LINES = 10_000;

/** RFC 3339 or seconds since 1970 with up to 9 digits behind the point, as the docker CLI takes them. */
const moment = z
  .string()
  .regex(
    /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z|\d{1,12}(\.\d{1,9})?)$/,
    'A time looks like 2026-11-21T07:30:30.669305096Z, or seconds since 1970.',
  );

const readParams = z
  .object({
    engine: engineName,
    container: containerRef,
    tail: z.number().int().min(0).max(100_000).optional(),
    since: moment.optional(),
    until: moment.optional(),
  })
  .strict();

/**
 * One container's log, those of several merged by time, or all that is kept of a service. `log` of one container: byte
 * for byte what `docker logs` prints, both streams in Docker's order, `times` as with --timestamps; of several: each line
 * behind its container's name. `jsonl`: an item of `logs:read` a line, always with its time, its text whole.
 */
const exportParams = z
  .object({
    ...readParams.shape,
    container: containerRef.optional(),
    containers: z.array(containerRef).min(1).max(200).optional(),
    service: z.number().int().min(1).optional(),
    tail: z.number().int().min(0).optional(),
    format: z.enum(['log', 'jsonl']).default('log'),
    times: z.boolean().default(false),
  })
  .strict()
  .refine((of) => [of.container, of.containers, of.service].filter((one) => one !== undefined).length === 1, {
    error: 'Give container, containers or service, one of them.',
    path: ['container'],
  })
  .refine((of) => of.service === undefined || (of.tail ?? of.since ?? of.until) === undefined, {
    error: 'What is kept of a service is exported whole.',
    path: ['service'],
  });
export type LogExport = z.output<typeof exportParams>;

/** A dialog for the name of a file may stay open as long. */
const EXPORT_ASKED_MS = 600_000;

export const logChannels = {
  'logs:stream': channel({
    kind: 'log',
    role: 'viewer',
    params: z.object({ engine: engineName, container: containerRef }).strict(),
    view: z.object({ tail: z.number().int().min(0).max(10_000).default(1000) }).strict(),
    item: logItem,
    lingerMs: 5000,
    keepMs: 300_000,
    replay: DEFAULT_REPLAY_LINES,
    readsLog: true,
    summary: "A container's log, each line once, over stop, start, restart and engine loss; ends only with removal.",
  }),
  'logs:read': channel({
    kind: 'log',
    role: 'viewer',
    params: readParams,
    item: logItem,
    lingerMs: 0,
    keepMs: 0,
    replay: MAX_REPLAY_LINES,
    readsLog: true,
    summary: "A part of the engine's log, then `done`: history, load earlier, download.",
  }),
};

export const logCommands = {
  'containers.logs': command({
    role: 'viewer',
    params: z.object({ ...readParams.shape, tail: z.number().int().min(0).max(1000).default(1000) }).strict(),
    result: z.object({ items: z.array(logItem) }),
    readsLog: true,
    summary: 'The newest lines at once, at most 1,000.',
  }),
  'logs.export': command({
    role: 'viewer',
    params: exportParams,
    result: z.object({ job: jobId.nullable(), url: z.string().optional() }),
    acts: true,
    // At this computer its owner is asked for a file name first, and may take their time.
    timeoutMs: EXPORT_ASKED_MS,
    readsLog: true,
    summary:
      'A log as a file, a job: `log` is what `docker logs` prints (`times`: with --timestamps), `jsonl` an item a line. Over the network `url` gives the bytes, once, within 60 s; at this computer its owner names a file, or none: then `job` is null.',
  }),
};
