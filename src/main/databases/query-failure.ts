import { databaseName } from '#shared/format/known-database.ts';
import { AppError } from '#shared/protocol/errors.ts';
import type { Adapter, Asked, Failure } from '#main/databases/adapter.ts';
import type { ClientOutcome } from '#main/databases/client-run.ts';
import { positionWords } from '#main/databases/statement.ts';

/** Why a query could not be run, by what the database said: `$1` and `$2` are what was caught, `$user` who asked. */
interface Rule {
  readonly said: RegExp;
  readonly message: string;
  readonly hint: string;
  readonly field: 'user' | 'database' | 'statement';
}

const OTHER_USER = 'Name the user that the container was set up with. A terminal has the whole client.';
const WAIT = 'It may still be starting, or have ended: its log tells.';
const RULES: readonly Rule[] = [
  {
    said: /no password supplied|\(using password: NO\)|NOAUTH/,
    message: "$database wants a password for $user, and the container's settings hold none for this user.",
    hint: OTHER_USER,
    field: 'user',
  },
  {
    said: /password authentication failed|\(using password: YES\)|WRONGPASS|^Access denied for user '[^']*'@'[^']*'$/,
    message: "$database does not take the password of $user that stands in the container's settings.",
    hint: 'It was changed inside of the database since, or belongs to another user.',
    field: 'user',
  },
  { said: /role "(.+)" does not exist/, message: 'There is no user "$1".', hint: OTHER_USER, field: 'user' },
  {
    said: /role "(.+)" is not permitted to log in/,
    message: 'The user "$1" may not sign in.',
    hint: OTHER_USER,
    field: 'user',
  },
  {
    said: /(?:database "(.+)" does not exist|^Unknown database '(.+)'$)/,
    message: 'There is no database "$1".',
    hint: 'Choose one of the list.',
    field: 'database',
  },
  {
    said: /^Access denied for user '.*'@'.*' to database '(.+)'$/,
    message: '$user has no right to the database $1.',
    hint: 'Choose another one, or another user.',
    field: 'database',
  },
  {
    said: /^permission denied for (.+)$|command denied to user '.*'@'.*' for (table .+)$/,
    message: '$user has no right to the $1.',
    hint: 'Choose another user, or let it be granted.',
    field: 'user',
  },
  {
    said: /NOPERM/,
    message: '$user has no right to this command or key.',
    hint: 'Choose another user, or let it be granted.',
    field: 'user',
  },
  {
    said: /too many connections|too many clients|remaining connection slots|max number of clients/i,
    message: '$database takes no more connections.',
    hint: 'Wait until one of its programs lets go.',
    field: 'database',
  },
  {
    said: /database system is (?:starting up|shutting down|in recovery)|^LOADING/,
    message: '$database is not ready yet.',
    hint: WAIT,
    field: 'database',
  },
  {
    said: /connection to server .* failed|^Can't connect to|^Could not connect/s,
    message: '$database does not answer inside of its container.',
    hint: WAIT,
    field: 'database',
  },
  {
    said: /database is locked/,
    message: 'The file is locked by a program that writes to it.',
    hint: 'Run the statement again.',
    field: 'database',
  },
  {
    said: /unable to open database/,
    message: 'The file of the database cannot be opened.',
    hint: 'Check its path, and that it may be read inside of the container.',
    field: 'database',
  },
  {
    said: /file is not a database/,
    message: 'This file is no SQLite database, or an encrypted one.',
    hint: 'Choose another file.',
    field: 'database',
  },
];

/** What the database refused for reasons that are none of the statement's, in a sentence; undefined for the rest. */
export function refusalOf(
  { message }: Failure,
  { kind }: Pick<Adapter, 'kind'>,
  user: string | null,
): AppError | undefined {
  for (const { said, message: told, hint, field } of RULES) {
    const match = said.exec(message);
    if (!match) continue;
    const caught = match.slice(1).find((part) => part !== undefined) ?? '';
    const words = told
      .replace('$1', () => caught)
      .replace('$user', () => (user === null ? 'the default user' : `the user ${user}`))
      .replace('$database', () => databaseName(kind));
    return new AppError('conflict', `${words.charAt(0).toUpperCase()}${words.slice(1)}`, { field, hint });
  }
  return undefined;
}

/** How a run of a client that did not do what was asked is told. */
export function failureOf(
  adapter: Adapter,
  { statement, writes, user }: Asked,
  outcome: ClientOutcome,
): { failure?: AppError; position?: Failure['position'] } {
  const { ended, exitCode, stderr, output } = outcome;
  if (ended === 'cancelled' || ended === 'enough') return {};
  const hint = writes
    ? 'Look whether it was done before you run it again.'
    : 'Ask for less, or look for a missing index.';
  if (ended === 'timeout')
    return { failure: new AppError('timeout', 'The statement took longer than 10 s and was ended.', { hint }) };
  if (exitCode === 0) return {};
  const told = adapter.failure(stderr, statement, output);
  const where = told.position && `At ${positionWords(told.position)}.`;
  const said = [where, told.hint].filter((one) => one !== undefined).join(' ');
  if (told.kind === 'timeout')
    return { failure: new AppError('timeout', `${told.message} (the most is 10 s)`, { hint: said || hint }) };
  const refusal = refusalOf(told, adapter, user);
  if (refusal) return { failure: refusal };
  const code = told.kind === 'connection' ? 'conflict' : 'bad_request';
  const field = told.kind === 'connection' ? 'database' : 'statement';
  const failure = new AppError(code, told.message, { field, ...(said !== '' && { hint: said }) });
  return { failure, ...(told.position && { position: told.position }) };
}

/** A database quotes the statement, and what stands in its tables, in its complaints; everybody sees the list of jobs. */
export const withoutData = ({ code }: AppError, { kind }: Adapter): AppError =>
  new AppError(
    code,
    code === 'timeout'
      ? 'The statement took longer than 10 s and was ended.'
      : `${databaseName(kind)} refused the statement.`,
    { hint: 'Who asked sees why.' },
  );
