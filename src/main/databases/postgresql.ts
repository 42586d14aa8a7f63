import type { StatementPosition } from '#shared/contract/db-queries.ts';
import {
  type Adapter,
  type Asked,
  checkSql,
  type ClientCall,
  type DatabaseAccess,
  type Failure,
  type Row,
  type RowReader,
  STATEMENT_SECONDS,
} from '#main/databases/adapter.ts';
import { CsvRows } from '#main/databases/csv-rows.ts';
import { positionAt, readStatement } from '#main/databases/statement.ts';

const READS = ['SELECT', 'WITH', 'VALUES', 'TABLE', 'SHOW', 'EXPLAIN'] as const;
/** What a cursor can be made of: only these give their rows in pages. */
const HAS_CURSOR: readonly string[] = ['SELECT', 'WITH', 'VALUES', 'TABLE'];
/** How psql tells what was done: "INSERT 0 1", "CREATE TABLE". Behind RETURNING it follows the rows. */
const TAG = /^[A-Z][A-Z ]*( \d+){0,2}$/;
const ROWS_TAG = /^(INSERT \d+|UPDATE|DELETE|MERGE) \d+$/;

const firstWord = (statement: string): string =>
  readStatement('postgresql', statement).words.find((word) => word !== '(') ?? '';

/**
 * Statements go by `-c` and behind a line end, never by standard input: there, and in a `-c` that begins with a backslash,
 * `\! command` runs a shell.
 */
function call(asked: Asked, access: DatabaseAccess): ClientCall {
  const { statement, offset, limit, writes } = asked;
  const isPaged = !writes && HAS_CURSOR.includes(firstWord(statement));
  const paged = [
    `declare quayside no scroll cursor for\n${statement}`,
    ...(offset > 0 ? [`move ${offset} in quayside`] : []),
    // One more than wanted tells whether there are more.
    `fetch ${limit + 1} from quayside`,
  ];
  const reads = ['begin read only', ...(isPaged ? paged : [`\n${statement}`]), 'rollback'];
  const said = (writes ? [`\n${statement}`] : reads).flatMap((one) => ['-c', one]);
  return client(access, asked.user, asked.database, writes, [
    ...(writes ? [] : ['-q']),
    '-P',
    `null=${asked.nullMark}`,
    ...said,
  ]);
}

function client(
  access: DatabaseAccess,
  user: string | null,
  database: string | null,
  writes: boolean,
  args: readonly string[],
): ClientCall {
  // How texts are read is checked before: a database may be set to read them otherwise.
  const options = [`-c statement_timeout=${STATEMENT_SECONDS}s`, '-c standard_conforming_strings=on'];
  if (!writes) options.push('-c default_transaction_read_only=on');
  const secret = access.secretOf(user);
  return {
    clients: ['psql'],
    args: ['-X', '--csv', '-w', '-v', 'ON_ERROR_STOP=1', ...args],
    env: [
      `PGOPTIONS=${options.join(' ')}`,
      'PGCLIENTENCODING=UTF8',
      'PGCONNECT_TIMEOUT=5',
      'PGAPPNAME=Quayside',
      'LC_ALL=C',
      // Not by `-d`: there a name may be a whole connection string, which would send the password to any host.
      ...(user === null ? [] : [`PGUSER=${user}`]),
      ...(database === null ? [] : [`PGDATABASE=${database}`]),
      ...(access.port === undefined ? [] : [`PGPORT=${access.port}`]),
    ],
    ...(secret && { secret: { ...secret, variable: 'PGPASSWORD' } }),
  };
}

class PsqlRows implements RowReader {
  columns: readonly string[] | undefined;
  message: string | undefined;
  readonly #csv = new CsvRows();
  readonly #nullMark: string;
  readonly #hasTag: boolean;
  readonly #mayHaveRows: boolean;
  /** The last row may be the tag. */
  #held: Row | undefined;

  constructor({ nullMark, writes, statement }: Asked) {
    this.#nullMark = nullMark;
    const first = firstWord(statement);
    this.#mayHaveRows =
      READS.some((word) => word === first) || readStatement('postgresql', statement).words.includes('RETURNING');
    this.#hasTag = writes && (!READS.some((word) => word === first) || first === 'WITH');
  }

  push(text: string): Row[] {
    return this.#take(this.#csv.push(text));
  }

  end(): Row[] {
    const rows = this.#take(this.#csv.end());
    const last = this.#held;
    this.#held = undefined;
    if (!last) return rows;
    const [cell, ...more] = last;
    if (more.length === 0 && typeof cell === 'string' && (this.#mayHaveRows ? ROWS_TAG : TAG).test(cell)) {
      this.message = cell;
      return rows;
    }
    return [...rows, last];
  }

  #take(read: readonly (readonly { text: string; isQuoted: boolean }[])[]): Row[] {
    const rows: Row[] = [];
    for (const cells of read) {
      if (!this.columns && this.#mayHaveRows && !this.#isTag(cells)) {
        this.columns = cells.map(({ text }) => text);
        continue;
      }
      const row = cells.map(({ text, isQuoted }) => (!isQuoted && text === this.#nullMark ? null : text));
      if (!this.#hasTag) rows.push(row);
      else {
        if (this.#held) rows.push(this.#held);
        this.#held = row;
      }
    }
    return rows;
  }

  /** `with … insert` without RETURNING prints nothing else. */
  #isTag = (cells: readonly { text: string }[]): boolean =>
    this.#hasTag && cells.length === 1 && ROWS_TAG.test(cells[0]?.text ?? '');
}

const ERROR = /^(?:psql: error: |(?:ERROR|FATAL|PANIC):\s+)/;

function failure(stderr: string, statement: string): Failure {
  const lines = stderr.split('\n');
  const from = Math.max(
    0,
    lines.findIndex((line) => ERROR.test(line)),
  );
  const until = lines.findIndex(
    (line, index) => index > from && /^(LINE \d+:|DETAIL:|HINT:|CONTEXT:|\s*\^)/.test(line),
  );
  const message = lines
    .slice(from, until < 0 ? undefined : until)
    .join('\n')
    .replace(ERROR, '')
    .trim();
  const hints = lines.flatMap((line) => /^(?:DETAIL|HINT):\s+(.*)$/.exec(line)?.[1] ?? []);
  return {
    message: message || 'psql ended without a word.',
    position: positionIn(lines, statement),
    ...(hints.length > 0 && { hint: hints.join(' ') }),
    ...(/statement timeout/.test(message) && { kind: 'timeout' as const }),
    ...(/^connection to server|password authentication|no password supplied/.test(message) && {
      kind: 'connection' as const,
    }),
  };
}

/** "LINE 3: ...nope, 1..." and a caret below; the first line is the one before the statement. */
function positionIn(lines: readonly string[], statement: string): StatementPosition | undefined {
  const at = lines.findIndex((line) => /^LINE \d+: /.test(line));
  const [head = '', number = ''] = /^LINE (\d+): /.exec(lines[at] ?? '') ?? [];
  const caret = (lines[at + 1] ?? '').indexOf('^') - head.length;
  const line = Number(number) - 1;
  if (head === '' || line < 1) return undefined;
  const shown = (lines[at] ?? '').slice(head.length);
  const isCut = shown.startsWith('...');
  const text = statement.split('\n')[line - 1] ?? '';
  const piece = shown.slice(isCut ? 3 : 0).replace(/\.\.\.$/, '');
  const start = text.indexOf(piece);
  const isSure = start >= 0 && (!isCut || !text.includes(piece, start + 1));
  const column = start + caret - (isCut ? 3 : 0);
  return isSure && caret >= 0 && column >= 0 ? { line, column: positionAt(text, column).column } : { line };
}

export const postgresql: Adapter = {
  kind: 'postgresql',
  check: (statement, writes) => void checkSql('postgresql', statement, writes, READS),
  call,
  reader: (asked) => new PsqlRows(asked),
  canSkip: true,
  failure,
  version: { clients: ['psql'], args: ['--version'], env: [] },
  list: (access) =>
    client(access, access.user, access.database, false, [
      '-q',
      '-t',
      '-c',
      'select datname from pg_database where datallowconn order by 1',
    ]),
  names: (output) => {
    const csv = new CsvRows();
    return [...csv.push(output), ...csv.end()].flatMap(([cell]) => (cell && cell.text !== '' ? [cell.text] : []));
  },
};
