import { containerRef, engineName, errorShape, time } from '#shared/contract/common.ts';
import { channel, command } from '#shared/contract/define.ts';
import { JOB_STATUSES, jobId } from '#shared/contract/jobs.ts';
import { z } from '#shared/contract/zod.ts';

export const DATABASE_KINDS = ['postgresql', 'mysql', 'mariadb', 'sqlite', 'redis'] as const;
export type DatabaseKind = (typeof DATABASE_KINDS)[number];

/** Rows of one answer, and the characters in all of them; the rest is for `db.next`. */
export const MAX_PAGE_ROWS = 500;
export const MAX_PAGE_CHARACTERS = 1_000_000;
export const MAX_STATEMENT = 20_000;

/** Neither may be taken for an option of a client, nor hold what ends a line. */
const name = z
  .string()
  .min(1)
  .max(512)
  .regex(/^[^-\p{Cc}][^\p{Cc}]*$/u, 'This is no name of a database or user.');

const asked = {
  engine: engineName,
  container: containerRef,
  database: name.optional(),
  user: name.optional(),
  statement: z.string().min(1).max(MAX_STATEMENT),
};

export const databaseColumn = z.object({ name: z.string() });

/** Where in the statement something is wrong; both begin with 1. */
export const statementPosition = z.object({ line: z.number(), column: z.number().optional() });
export type StatementPosition = z.infer<typeof statementPosition>;

/** A cell as the database's own client writes it; null is NULL, which is not the empty text. */
export const queryResultItem = z.object({
  query: jobId,
  /** Once, before the first rows. */
  columns: z.array(databaseColumn).optional(),
  rows: z.array(z.array(z.string().nullable())),
  /** So far, with those of this item. */
  rowCount: z.number(),
  /** There are more rows than these; cells beyond 64 Ki characters are cut, and end with "…". */
  truncated: z.boolean(),
  durationMs: z.number(),
  status: z.enum(JOB_STATUSES),
  /** What it did where it gives no rows, in the client's words: "INSERT 0 1". */
  message: z.string().optional(),
  error: errorShape.optional(),
  position: statementPosition.optional(),
  /** How many rows of earlier pages stand before these. */
  offset: z.number().optional(),
});
export type QueryResultItem = z.infer<typeof queryResultItem>;

export const databaseInfo = z.object({
  kind: z.enum(DATABASE_KINDS),
  /** Which label, image or port told so. */
  knownBy: z.string(),
  /** What its client says of itself; null where it could not be asked. */
  client: z.string().nullable(),
  /** Names for `database`: of SQLite the files. Empty where they could not be listed. */
  databases: z.array(z.string()),
  database: z.string().nullable(),
  user: z.string().nullable(),
  /** Why the database could not be asked. */
  error: errorShape.optional(),
});
export type DatabaseInfo = z.infer<typeof databaseInfo>;

export const pastStatement = z.object({
  time,
  statement: z.string(),
  database: z.string().nullable(),
  user: z.string().nullable(),
  startedBy: z.string(),
  writes: z.boolean(),
  status: z.enum(JOB_STATUSES),
  rowCount: z.number(),
  durationMs: z.number(),
});
export type PastStatement = z.infer<typeof pastStatement>;

const started = z.object({ query: jobId });
/** Whether the container runs and what it holds is looked at first. */
const START_TIMEOUT_MS = 10_000;

export const dbQueryChannels = {
  'db:query:result': channel({
    kind: 'log',
    role: 'operator',
    params: z.object({ query: jobId }).strict(),
    item: queryResultItem,
    replay: 2000,
    lingerMs: 0,
    isPrivate: true,
    isOpenToScope: true,
    summary: 'What a query gives, as it comes, for the one who asked and admins; readable for 10 min after its end.',
  }),
};

export const dbQueryCommands = {
  'db.describe': command({
    role: 'operator',
    needsNetworkSwitch: true,
    params: z.object({ engine: engineName, container: containerRef }).strict(),
    result: databaseInfo,
    timeoutMs: 20_000,
    summary: 'Which database a container holds, how that is known, and what can be named in a query.',
  }),
  'db.query': command({
    role: 'operator',
    needsNetworkSwitch: true,
    params: z.object({ ...asked, limit: z.number().int().min(1).max(MAX_PAGE_ROWS).default(MAX_PAGE_ROWS) }).strict(),
    result: started,
    acts: true,
    timeoutMs: START_TIMEOUT_MS,
    summary:
      "Runs one statement that reads, through the database's own client inside, read only, at most 10 s: a job, its rows in `db:query:result`.",
  }),
  'db.next': command({
    role: 'operator',
    isOpenToScope: true,
    needsNetworkSwitch: true,
    params: z.object({ query: jobId }).strict(),
    result: started,
    acts: true,
    timeoutMs: START_TIMEOUT_MS,
    summary: 'The rows after those of a query that was cut; the statement runs once more, so what changed since shows.',
  }),
  'db.write': command({
    role: 'admin',
    needsNetworkSwitch: true,
    params: z.object(asked).strict(),
    result: started,
    acts: true,
    timeoutMs: START_TIMEOUT_MS,
    summary: 'Runs one statement that may change data. It cannot be taken back.',
  }),
  'db.history': command({
    role: 'operator',
    needsNetworkSwitch: true,
    params: z.object({ engine: engineName, container: containerRef }).strict(),
    result: z.object({ statements: z.array(pastStatement) }),
    summary: "The caller's last statements on a container, of all for an admin; newest first, never their results.",
  }),
};
