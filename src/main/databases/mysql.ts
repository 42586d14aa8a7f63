import type { DatabaseKind } from '#shared/contract/db-queries.ts';
import {
  type Adapter,
  checkSql,
  type ClientCall,
  type DatabaseAccess,
  type Failure,
  placeOf,
  refused,
  type Row,
  type RowReader,
  STATEMENT_SECONDS,
} from '#main/databases/adapter.ts';
import { positionAt, positionWords, readStatement } from '#main/databases/statement.ts';

const READS = ['SELECT', 'WITH', 'VALUES', 'TABLE', 'SHOW', 'DESCRIBE', 'DESC', 'EXPLAIN'] as const;
/** Words that the client takes for itself at the beginning of its first line; `system` runs a shell. */
const OWN_COMMANDS: readonly string[] = [
  ...['SYSTEM', 'SOURCE', 'DELIMITER', 'PAGER', 'NOPAGER', 'TEE', 'NOTEE', 'EDIT', 'EGO', 'GO', 'PRINT', 'REHASH'],
  ...['STATUS', 'CONNECT', 'PROMPT', 'WARNINGS', 'NOWARNING', 'CLEAR', 'EXIT', 'QUIT', 'CHARSET', 'SANDBOX'],
  ...['RESETCONNECTION', 'QUERY_ATTRIBUTES', 'SSL_SESSION_DATA_PRINT'],
];
/** One statement for both: MySQL reads its own comment and passes over MariaDB's, and the other way round. */
const limits = (writes: boolean): string =>
  writes
    ? `SET SESSION /*M!100000 max_statement_time=${STATEMENT_SECONDS} */ /*!50720 max_execution_time=${STATEMENT_SECONDS * 1000} */`
    : `SET SESSION /*M!100000 tx_read_only=1, max_statement_time=${STATEMENT_SECONDS} */ /*!50720 transaction_read_only=1, max_execution_time=${STATEMENT_SECONDS * 1000} */`;

/** NO_BACKSLASH_ESCAPES and ANSI_QUOTES of the server, which nobody here knows beforehand. */
const MODES = [
  { inText: false, inQuotes: false },
  { inText: true, inQuotes: false },
] as const;

function check(statement: string, writes: boolean): void {
  const words = checkSql('mysql', statement, writes, READS);
  const otherwise = MODES.map((mode) => readStatement('mysql', statement, mode).second).find((at) => at !== undefined);
  if (otherwise !== undefined)
    throw refused(
      `One statement at a time: where the server takes a backslash for itself, a second one begins at ${positionWords(positionAt(statement, otherwise))}.`,
      "Write a quote in a text twice ('') instead of behind a backslash.",
    );
  // MySQL's client looks for this one anywhere, even at the end of a word, and what it sets ends statements.
  if (OWN_COMMANDS.includes(words[0] ?? '') || words.some((word) => asLetters(word).endsWith('DELIMITER')))
    throw refused('Commands of the client are not run here, only statements.', 'A terminal has the whole client.');
  // A transaction that only reads may still write files.
  if (!writes && words.includes('INTO') && (words.includes('OUTFILE') || words.includes('DUMPFILE')))
    throw refused('Read only: nothing is written into files.');
}

/** As the client compares: without accents. */
const asLetters = (word: string): string => word.normalize('NFKD').replaceAll(/\p{M}/gu, '');

function client(
  access: DatabaseAccess,
  user: string | null,
  database: string | null,
  writes: boolean,
  statement: string,
): ClientCall {
  const secret = access.secretOf(user);
  return {
    clients: access.kind === 'mysql' ? ['mysql', 'mariadb'] : ['mariadb', 'mysql'],
    args: [
      ...['--batch', '--xml', '--quick', '--skip-reconnect', '--no-auto-rehash', '--connect-timeout=5'],
      '--default-character-set=utf8mb4',
      `--init-command=${limits(writes)}`,
      ...(user === null ? [] : [`--user=${user}`]),
      ...(database === null ? [] : [`--database=${database}`]),
      ...(access.port === undefined ? [] : [`--port=${access.port}`]),
      `--execute=${statement}`,
    ],
    env: [],
    ...(secret && { secret: { ...secret, variable: 'MYSQL_PWD' } }),
  };
}

const FIELD = /<field name="([^"]*)"(?: xsi:nil="true" \/>|>([\s\S]*?)<\/field>)/g;
const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const plain = (text: string): string =>
  text.replace(/&(lt|gt|amp|quot|apos);/g, (_, name: string) => ENTITIES[name] ?? '');

/** `--xml` is the only form of this client that tells NULL from the text NULL. What stands in a value is escaped. */
class XmlRows implements RowReader {
  columns: readonly string[] | undefined;
  #held = '';

  push(text: string): Row[] {
    this.#held += text;
    const rows: Row[] = [];
    let from = 0;
    for (;;) {
      const begin = this.#held.indexOf('<row>', from);
      const end = begin < 0 ? -1 : this.#held.indexOf('</row>', begin);
      if (end < 0) break;
      const fields = [...this.#held.slice(begin, end).matchAll(FIELD)];
      this.columns ??= fields.map(([, name = '']) => plain(name));
      rows.push(fields.map(([, , value]) => (value === undefined ? null : plain(value))));
      from = end + 6;
    }
    if (from > 0) this.#held = this.#held.slice(from);
    return rows;
  }

  end(): Row[] {
    return [];
  }
}

/** "ERROR 1064 (42000) at line 2: You have an error …; near 'y z' at line 2". */
function failure(stderr: string, statement: string): Failure {
  const found = /^ERROR (\d+)[^\n]*?(?: at line \d+)?: ([\s\S]*)$/m.exec(stderr);
  const message = (found?.[2] ?? stderr).trim();
  const near = / near '([\s\S]*)' at line (\d+)$/.exec(message);
  const place = near && placeOf(near[1] ?? '', statement);
  const position =
    typeof place === 'number'
      ? positionAt(statement, place)
      : near
        ? { line: Number(near[2]) }
        : named(message, statement);
  const code = Number(found?.[1]);
  return {
    message: message || 'The client ended without a word.',
    position,
    ...([1969, 3024].includes(code) && { kind: 'timeout' as const }),
    ...([1044, 1045, 1049, 1698, 2002, 2003, 2013, 2059].includes(code) && { kind: 'connection' as const }),
  };
}

/** "Unknown column 'nope' in 'SELECT'": the name stands in the statement. */
function named(message: string, statement: string): Failure['position'] {
  const name = /^Unknown column '([^']+)'/.exec(message)?.[1];
  const place = name === undefined ? undefined : placeOf(name, statement);
  return place === undefined ? undefined : positionAt(statement, place);
}

const adapter = (kind: DatabaseKind): Adapter => ({
  kind,
  check,
  call: ({ statement, user, database, writes }, access) => client(access, user, database, writes, statement),
  reader: () => new XmlRows(),
  canSkip: false,
  failure,
  version: { clients: kind === 'mysql' ? ['mysql', 'mariadb'] : ['mariadb', 'mysql'], args: ['--version'], env: [] },
  list: (access) => client(access, access.user, null, false, 'show databases'),
  names: (output) => new XmlRows().push(output).flatMap(([name]) => (typeof name === 'string' ? [name] : [])),
});

export const mysql = adapter('mysql');
export const mariadb = adapter('mariadb');
