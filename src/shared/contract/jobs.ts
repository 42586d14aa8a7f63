import { channel, command, rank, type Role } from '#shared/contract/define.ts';
import { empty, errorShape, nothing, time } from '#shared/contract/common.ts';
import { z } from '#shared/contract/zod.ts';

export const JOB_KINDS = [
  'search',
  'export',
  'pull',
  'push',
  'build',
  'save',
  'load',
  'prune',
  'backup',
  'recreate',
  /** An act that was over at once. */
  'change',
  'deploy',
  'query',
] as const;
/** A dialog in which the owner of this computer chooses a file may stay open as long. */
export const ASKED_MS = 600_000;

export const JOB_STATUSES = ['queued', 'running', 'done', 'failed', 'cancelled'] as const;

export const jobId = z.string().regex(/^[0-9a-f]{16}$/, 'A job is named by 16 hex digits.');

/** Null: the owner of this computer chose no file. `url`: where the bytes go or come from, once, within 60 s. */
export const startedFile = z.object({ job: jobId.nullable(), url: z.string().optional() });

/** `progress` 0 to 1, null where the end is not known; `command`: the docker command of the same effect, or null, as always for viewers. */
export const job = z.object({
  job: jobId,
  kind: z.enum(JOB_KINDS),
  title: z.string(),
  status: z.enum(JOB_STATUSES),
  progress: z.number().nullable(),
  startedBy: z.string(),
  /** What there is to say of it while it runs: "Step 3 of 7: RUN make". */
  message: z.string().optional(),
  startedAt: time,
  endedAt: time.optional(),
  error: errorShape.optional(),
  command: z.string().nullable(),
});
export type Job = z.infer<typeof job>;

/** A job as a role may see it: a command of docker's holds values of variables and arguments, which are not for viewers. */
export const jobSeenBy = (role: Role, seen: Job): Job =>
  rank(role) >= rank('operator') ? seen : { ...seen, command: null };

export const jobChannels = {
  jobs: channel({
    kind: 'state',
    role: 'viewer',
    params: nothing,
    item: job,
    whole: z.object({ jobs: z.array(job) }),
    summary: 'What takes long and was started: the last 200 of 24 h.',
  }),
};

export const jobCommands = {
  'jobs.list': command({
    role: 'viewer',
    params: nothing,
    result: z.object({ jobs: z.array(job) }),
    summary: 'The jobs of the last 24 h, newest first.',
  }),
  'jobs.get': command({
    role: 'viewer',
    params: z.object({ job: jobId }).strict(),
    result: z.object({ job, output: z.array(z.string()) }),
    summary: 'A job with its last output lines, at most 200.',
  }),
  'jobs.cancel': command({
    role: 'viewer',
    params: z.object({ job: jobId }).strict(),
    result: empty,
    acts: true,
    summary: 'Ends a job; its starter or an admin may.',
  }),
};
