import { channel, command } from '#shared/contract/define.ts';
import { empty, nothing, time } from '#shared/contract/common.ts';
import { z } from '#shared/contract/zod.ts';

export const APP_LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type AppLogLevel = (typeof APP_LOG_LEVELS)[number];

/** One entry of Quayside's own log. `source`: the part of the program that tells it; secrets are masked in all of it. */
export const appLogEntry = z.object({
  time,
  level: z.enum(APP_LOG_LEVELS),
  message: z.string(),
  source: z.string(),
  details: z.unknown().optional(),
});
export type AppLogEntry = z.infer<typeof appLogEntry>;

/** Entries held for who comes late. */
export const APP_LOG_REPLAY = 500;

const moment = z.iso.datetime({ offset: true, error: 'A time looks like 2026-11-21T07:30:30Z.' });

/** `level`: this one and those above it. `until` is the first moment that is left out. */
const filter = z.object({
  level: z.enum(APP_LOG_LEVELS).optional(),
  search: z.string().min(1).max(1000).optional(),
  source: z.string().min(1).max(60).optional(),
  since: moment.optional(),
  until: moment.optional(),
});
export type AppLogFilter = z.infer<typeof filter>;

export const appLogChannels = {
  'app:logs': channel({
    kind: 'log',
    role: 'admin',
    params: nothing,
    item: appLogEntry,
    replay: APP_LOG_REPLAY,
    summary: "Quayside's own log: the newest 500 entries at once, then each as it is made.",
  }),
};

export const appLogCommands = {
  'appLogs.query': command({
    role: 'admin',
    params: filter.extend({ limit: z.number().int().min(1).max(5000).default(500) }).strict(),
    result: z.object({ items: z.array(appLogEntry) }),
    timeoutMs: 30_000,
    summary: 'The newest entries that fit, from memory and from the files, oldest first.',
  }),
  'appLogs.export': command({
    role: 'admin',
    params: filter.extend({ format: z.enum(['log', 'jsonl']).default('log') }).strict(),
    // The person at this computer is asked for a file.
    timeoutMs: 600_000,
    result: z.object({ url: z.string().optional(), file: z.string().nullable().optional() }),
    summary:
      'All entries that fit as a file: at this computer where its person says, else under an address, once, within 60 s.',
  }),
  'appLogs.kept': command({
    role: 'admin',
    params: nothing,
    result: z.object({
      days: z.number(),
      maxBytes: z.number(),
      bytes: z.number(),
      folder: z.string(),
      /** Why entries do not reach the disk at the moment, and how many have not. */
      problem: z.object({ message: z.string(), since: time, lost: z.number() }).nullable(),
    }),
    summary: 'How much of the log is on the disk, for how long it is kept, and whether it can be written.',
  }),
  'appLogs.openFolder': command({
    role: 'local',
    params: nothing,
    result: empty,
    summary: "Shows the folder of the log's files by the system's own file manager.",
  }),
};
