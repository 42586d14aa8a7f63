import { type Adapter, checkSql, type Failure, type Row, type RowReader } from '#main/databases/adapter.ts';
import { type Cell, CsvRows } from '#main/databases/csv-rows.ts';
import { positionAt } from '#main/databases/statement.ts';

const READS = ['SELECT', 'WITH', 'VALUES', 'EXPLAIN', 'PRAGMA'] as const;
/** Where files of databases lie, and not those of the system. */
const ELSEWHERE = ['/proc', '/sys', '/dev', '/usr', '/lib', '/var/lib/dpkg', '/var/cache'];
const ENDINGS = ['*.db', '*.db3', '*.sqlite', '*.sqlite3'];
const MAX_NAMES = 50;

/** `-quote` writes literals: a number, a text and NULL cannot be taken for one another, and a BLOB is not cut at its first zero. */
class QuotedRows implements RowReader {
  columns: readonly string[] | undefined;
  readonly #csv = new CsvRows("'");

  push(text: string): Row[] {
    return this.#rows(this.#csv.push(text));
  }

  end(): Row[] {
    return this.#rows(this.#csv.end());
  }

  #rows(read: Cell[][]): Row[] {
    return read.flatMap((cells) => {
      if (this.columns) return [cells.map(({ text, isQuoted }) => (!isQuoted && text === 'NULL' ? null : text))];
      this.columns = cells.map(({ text }) => text);
      return [];
    });
  }
}

/** `  select nope from t` and, below, `         ^--- error here`; line ends are shown as blanks. */
function failure(stderr: string, statement: string): Failure {
  const lines = stderr.split('\n');
  const message = (lines[0] ?? '')
    .replace(/^(Parse |Runtime )?[Ee]rror:?\s*(in prepare, |stepping, |near line \d+: )?/, '')
    .trim();
  const at = lines.findIndex((line) => /\^--- error here|error here ---\^/.test(line));
  const caret = lines[at]?.indexOf('^') ?? -1;
  const shown = lines[at - 1] ?? '';
  const flat = ` ${statement.replace(/\s/g, ' ')}`;
  const start = at > 0 ? flat.indexOf(shown.slice(2)) : -1;
  const place = start + caret - 2 - 1;
  return {
    message: message || 'sqlite3 ended without a word.',
    ...(start >= 0 && place >= 0 && { position: positionAt(statement, Math.min(place, statement.length)) }),
    ...(message.startsWith('interrupted') && { kind: 'timeout' as const }),
    ...(/unable to open database/.test(message) && { kind: 'connection' as const }),
    ...(/unknown option: -?-safe/.test(stderr) && { hint: 'sqlite3 3.37 or newer is needed in the image.' }),
  };
}

export const sqlite: Adapter = {
  kind: 'sqlite',
  check: (statement, writes) => void checkSql('sqlite', statement, writes, READS),
  // Behind a blank nothing is taken for an option or a dot command; `-safe` shuts out the shell, other files and extensions.
  call: ({ statement, database, writes }) => ({
    clients: ['sqlite3'],
    args: [
      ...(writes ? [] : ['-readonly']),
      '-safe',
      '-batch',
      '-bail',
      '-header',
      '-quote',
      database ?? '',
      ` ${statement}`,
    ],
    env: [],
  }),
  reader: () => new QuotedRows(),
  canSkip: false,
  failure,
  version: { clients: ['sqlite3'], args: ['-version'], env: [] },
  list: () => ({
    clients: ['find'],
    args: [
      '/',
      '-maxdepth',
      '5',
      '(',
      ...ELSEWHERE.flatMap((path, index) => [...(index > 0 ? ['-o'] : []), '-path', path]),
      ')',
      '-prune',
      '-o',
      '-type',
      'f',
      '(',
      ...ENDINGS.flatMap((name, index) => [...(index > 0 ? ['-o'] : []), '-name', name]),
      ')',
      '-print',
    ],
    env: [],
  }),
  names: (output) =>
    output
      .split('\n')
      .filter((line) => line.startsWith('/'))
      .slice(0, MAX_NAMES),
};
