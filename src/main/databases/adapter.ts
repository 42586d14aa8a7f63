import type { DatabaseKind, StatementPosition } from '#shared/contract/db-queries.ts';
import { AppError } from '#shared/protocol/errors.ts';
import { type Dialect, positionAt, positionWords, readStatement } from '#main/databases/statement.ts';

export type Row = readonly (string | null)[];

/** How a container's database is reached, from its settings. */
export interface DatabaseAccess {
  readonly kind: DatabaseKind;
  readonly user: string | null;
  readonly database: string | null;
  /** What stands in the container's own settings for this user. */
  secretOf(user: string | null): Secret | undefined;
  readonly port: string | undefined;
}

export interface Secret {
  /** Itself, or a file inside the container that holds it. */
  readonly value?: string | undefined;
  readonly file?: string | undefined;
}

/** One run of a client inside a container. */
export interface ClientCall {
  /** Names of it; the first that is there runs. */
  readonly clients: readonly string[];
  /** Never a password: a command line is there for all to see. */
  readonly args: readonly string[];
  readonly env: readonly string[];
  /** The variable by which the client takes its password. */
  readonly secret?: (Secret & { readonly variable: string }) | undefined;
}

export interface Asked {
  readonly statement: string;
  readonly user: string | null;
  readonly database: string | null;
  readonly writes: boolean;
  readonly offset: number;
  readonly limit: number;
  /** Stands for NULL where the client has no sign of its own; not to be guessed. */
  readonly nullMark: string;
}

/** Reads what a client prints. */
export interface RowReader {
  /** Known with the first rows; before them where the client tells. */
  readonly columns: readonly string[] | undefined;
  push(text: string): Row[];
  end(): Row[];
  /** What the client says of a statement without rows. */
  readonly message?: string | undefined;
}

export interface Failure {
  readonly message: string;
  readonly position?: StatementPosition | undefined;
  readonly hint?: string | undefined;
  readonly kind?: 'timeout' | 'connection' | undefined;
}

/** What is different from one database to the next. */
export interface Adapter {
  readonly kind: DatabaseKind;
  /** Throws `bad_request`, field `statement`, for what is not run. */
  check(statement: string, writes: boolean): void;
  call(asked: Asked, access: DatabaseAccess): ClientCall;
  reader(asked: Asked): RowReader;
  /** Whether the client itself passes over `offset` rows. */
  readonly canSkip: boolean;
  /** What the client told when it failed; `output` is what it printed before. */
  failure(stderr: string, statement: string, output: string): Failure;
  readonly version: ClientCall;
  /** What can be named as `database`. */
  list(access: DatabaseAccess): ClientCall;
  names(output: string): string[];
}

/** `protocol`: how long one statement may take, told to the database in its own way. */
export const STATEMENT_SECONDS = 10;

export const refused = (message: string, hint?: string): AppError =>
  new AppError('bad_request', message, { field: 'statement', ...(hint !== undefined && { hint }) });

/** Clients and servers do not agree on what these end; no statement needs one. */
const CONTROL = /[^\P{Cc}\t-\r]/u;

/** The checks that all which speak SQL share. `reads`: what a statement that only reads may begin with. */
export function checkSql(
  dialect: Dialect,
  statement: string,
  writes: boolean,
  reads: readonly string[],
): readonly string[] {
  const control = statement.search(CONTROL);
  if (control >= 0)
    throw refused(`A character that cannot be seen stands at ${positionWords(positionAt(statement, control))}.`);
  const { words, second, fault } = readStatement(dialect, statement);
  const first = words.find((word) => word !== '(') ?? '';
  if (words.length === 0 && !fault) throw refused('Write a statement.');
  if (first === '\\' || first === '.' || (fault && statement[fault.at] === '\\'))
    throw refused('Commands of the client are not run here, only statements.', 'A terminal has the whole client.');
  if (fault) throw refused(`${fault.what} at ${positionWords(positionAt(statement, fault.at))}.`);
  if (second !== undefined)
    throw refused(
      `One statement at a time: a second one begins at ${positionWords(positionAt(statement, second))}.`,
      'Run them one after the other.',
    );
  if (!writes && !reads.includes(first))
    throw refused(
      `Read only: ${/^[A-Z_]+$/.test(first) ? first : 'this'} is not run.`,
      `A statement that reads begins with ${reads.slice(0, -1).join(', ')} or ${reads.at(-1)}.`,
    );
  return words;
}

/** Where a piece that a client quotes stands in the statement; undefined where it is not there, or more than once. */
export function placeOf(piece: string, statement: string): number | undefined {
  const at = piece === '' ? -1 : statement.indexOf(piece);
  return at < 0 || statement.includes(piece, at + 1) ? undefined : at;
}
