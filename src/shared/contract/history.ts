import { channel, command } from '#shared/contract/define.ts';
import { engineName, errorShape, time } from '#shared/contract/common.ts';
import { JOB_STATUSES } from '#shared/contract/jobs.ts';
import { logItem } from '#shared/contract/logs.ts';
import { z } from '#shared/contract/zod.ts';

export const searchHit = z.object({
  container: z.string(),
  name: z.string(),
  time,
  stream: z.enum(['stdout', 'stderr', 'tty']),
  text: z.string(),
  before: z.array(z.string()),
  after: z.array(z.string()),
});
export type SearchHit = z.infer<typeof searchHit>;

const moment = z.iso.datetime({ offset: true, error: 'A time looks like 2026-11-21T07:30:30Z.' });

/** `text` or `pattern` (RE2: no look-around, no back-references); newest first. */
export const searchParams = z
  .object({
    text: z.string().min(1).max(1000).optional(),
    pattern: z.string().min(1).max(1000).optional(),
    matchCase: z.boolean().default(false),
    containers: z.array(z.string().min(1).max(512)).max(500).optional(),
    stacks: z.array(z.string().min(1).max(300)).max(100).optional(),
    since: moment.optional(),
    until: moment.optional(),
    limit: z.number().int().min(1).max(5000).default(500),
    wait: z.boolean().default(false),
  })
  .strict()
  .refine(({ text, pattern }) => (text === undefined) !== (pattern === undefined), {
    error: 'Give either text or pattern.',
    path: ['text'],
  });

/** Times in RFC 3339; sizes in bytes as stored. */
export const keptService = z.object({
  service: z.number().int(),
  engine: engineName,
  name: z.string(),
  stack: z.string(),
  bytes: z.number(),
  lines: z.number(),
  from: time,
  to: time,
  generations: z.array(
    z.object({
      generation: z.number().int(),
      container: z.string(),
      name: z.string(),
      image: z.string(),
      created: z.string(),
    }),
  ),
});
export type KeptServiceInfo = z.infer<typeof keptService>;

export const historyChannels = {
  'search:progress': channel({
    kind: 'log',
    role: 'viewer',
    params: z.object({ job: z.string().max(16) }).strict(),
    item: z.object({
      job: z.string(),
      progress: z.number(),
      hits: z.array(searchHit),
      status: z.enum(JOB_STATUSES),
      error: errorShape.optional(),
      time,
    }),
    replay: 6000,
    lingerMs: 0,
    isPrivate: true,
    summary: 'What a search of the kept logs finds, as it finds it; ends with the search.',
  }),
};

export const historyCommands = {
  'logs.search': command({
    role: 'viewer',
    params: searchParams,
    result: z.union([z.object({ job: z.string() }), z.object({ hits: z.array(searchHit), complete: z.boolean() })]),
    readsLog: false,
    timeoutMs: 30_000,
    summary: 'Looks through all kept logs, newest first: a job, or with `wait` the hits.',
  }),
  'logs.kept': command({
    role: 'viewer',
    params: z.object({}).strict(),
    result: z.object({ isOn: z.boolean(), bytes: z.number(), services: z.array(keptService) }),
    summary: 'What is kept of which service.',
  }),
  'logs.readKept': command({
    role: 'viewer',
    params: z
      .object({
        service: z.number().int().min(1),
        before: moment.optional(),
        after: moment.optional(),
        limit: z.number().int().min(1).max(5000).default(1000),
      })
      .strict(),
    result: z.object({
      items: z.array(z.object({ generation: z.number().int(), item: logItem })),
      isAll: z.boolean(),
    }),
    summary: 'Kept lines of a service over its generations: the newest before a time, or the oldest after one.',
  }),
  'logs.forget': command({
    role: 'admin',
    params: z.object({ service: z.number().int().min(1) }).strict(),
    result: z.object({}),
    acts: true,
    summary: "Drops what is kept of a service; Docker's own log is not touched.",
  }),
};
