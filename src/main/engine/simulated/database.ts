import type { Process } from '#main/engine/simulated/shell.ts';
import { sleep } from '#shared/base/clock.ts';

interface Answer {
  readonly out: string;
  readonly err: string;
  readonly code: number;
}

const NO_CLIENT: Answer = { out: '', err: '', code: 127 };
const CUSTOMERS = ['Ada Möller', 'Björn Åkesson', 'Chiara Conti', 'Dmitri Orlov', 'Élise Roy', 'Farid Haddad'];
const ORDERS = 1280;

type Value = string | number | null;
interface Table {
  readonly columns: readonly string[];
  readonly count: number;
  row(index: number): Value[];
}

/** What the simulated PostgreSQL holds; the same each time. */
const TABLES: Readonly<Record<string, Table>> = {
  customers: {
    columns: ['id', 'name', 'email'],
    count: CUSTOMERS.length,
    row: (at) => [at + 1, CUSTOMERS[at] ?? '', at === 3 ? null : `customer${at + 1}@example.invalid`],
  },
  orders: {
    columns: ['id', 'customer_id', 'total', 'status', 'placed_at', 'note'],
    count: ORDERS,
    row: (at) => [
      at + 1,
      ((at * 7) % CUSTOMERS.length) + 1,
      (((at * 7919) % 40_000) / 100 + 4).toFixed(2),
      ['paid', 'sent', 'open', 'cancelled'][(at * 3) % 4] ?? '',
      new Date(Date.UTC(2026, 9, 1) + at * 3_421_000).toISOString().replace('T', ' ').slice(0, 19),
      at % 9 === 4 ? 'Leave it at the door,\nring twice' : at % 5 === 0 ? '' : null,
    ],
  },
};

/**
 * The databases' clients as `ClientRun` starts and ends them; undefined for any other command. Of PostgreSQL a few made
 * tables answer, the other clients are not there.
 */
export function simulatedClient(command: readonly string[]): ((process: Process) => Promise<Answer>) | undefined {
  const [shell, flag, script = '', , ...args] = command;
  if (shell !== 'sh' || flag !== '-c') return undefined;
  if (script.includes('kill -s $s')) {
    return (process) => {
      process.kill(Number(args[0]));
      return Promise.resolve({ out: '', err: '', code: 0 });
    };
  }
  if (!script.includes('names=$1')) return undefined;
  return args[0] === 'psql' ? (process) => psql(args.slice(1), process) : () => Promise.resolve(NO_CLIENT);
}

async function psql(args: readonly string[], process: Process): Promise<Answer> {
  if (!/postgres/.test(process.container.blueprint.image)) return NO_CLIENT;
  if (args[0] === '--version') return answer('psql (PostgreSQL) 17.2, simulated\n');
  const said = args.flatMap((arg, index) => (args[index - 1] === '-c' ? [arg] : []));
  const nullMark = args.find((arg) => arg.startsWith('null='))?.slice(5) ?? '';
  if (said.some((one) => one.includes('pg_database'))) return answer('postgres\nshop\n');
  const declared = said.find((one) => one.startsWith('declare'));
  const statement = (
    declared?.slice(declared.indexOf('\n') + 1) ??
    said.find((one) => one.startsWith('\n')) ??
    ''
  ).trim();
  const from = Number(said.flatMap((one) => /^move (\d+)/.exec(one)?.[1] ?? [])[0] ?? 0);
  const count = Number(said.flatMap((one) => /^fetch (\d+)/.exec(one)?.[1] ?? [])[0] ?? 501);
  const seconds = /^select pg_sleep\((\d+)\)/i.exec(statement)?.[1];
  if (seconds !== undefined) {
    await sleep(process.clock, Math.min(Number(seconds), 10) * 1000, process.signal);
    return Number(seconds) > 10
      ? failed('canceling statement due to statement timeout')
      : answer(csv([['pg_sleep'], ['']], ''));
  }
  if (args[args.length - 1]?.startsWith('\n')) return failed('This simulated database changes nothing.');
  return select(statement, from, count, nullMark);
}

const SELECT =
  /^select\s+([\s\S]+?)\s+from\s+(?:public\.)?("?\w+"?)(?:\s+order\s+by\s+[\w\s,]+?)?(?:\s+limit\s+(\d+))?\s*;?$/i;

function select(statement: string, from: number, count: number, nullMark: string): Answer {
  const one = /^select\s+(\d+)\s*;?$/i.exec(statement)?.[1];
  if (one !== undefined) return answer(csv([['?column?'], ...(from > 0 ? [] : [[one]])], nullMark));
  const [, wanted = '', quoted = '', limit] = SELECT.exec(statement) ?? [];
  const name = quoted.replaceAll('"', '').toLowerCase();
  if (name === '')
    return failed('This simulated database knows "select … from … [limit n]" of customers, orders and tables.');
  if (name === 'tables' || name === 'pg_tables')
    return answer(csv([['tablename'], ...Object.keys(TABLES).map((table) => [table])], nullMark));
  const table = TABLES[name];
  if (!table) return failed(`relation "${name}" does not exist`, statement, statement.search(/from/i) + 5);
  if (/^count\(\*\)$/i.test(wanted)) return answer(csv([['count'], [table.count]], nullMark));
  const columns = wanted === '*' ? [...table.columns] : wanted.split(',').map((column) => column.trim().toLowerCase());
  const unknown = columns.find((column) => !table.columns.includes(column));
  if (unknown !== undefined)
    return failed(
      `column "${unknown}" does not exist`,
      statement,
      Math.max(0, statement.toLowerCase().indexOf(unknown)),
    );
  const end = Math.min(table.count, Number(limit ?? table.count), from + count);
  const rows = Array.from({ length: Math.max(0, end - from) }, (_, index) => {
    const row = table.row(from + index);
    return columns.map((column) => row[table.columns.indexOf(column)] ?? null);
  });
  return answer(csv([columns, ...rows], nullMark));
}

const csv = (rows: readonly (readonly Value[])[], nullMark: string): string =>
  rows
    .map((row) => {
      const cells = row.map((value) => (value === null ? nullMark : String(value)));
      return `${cells.map((text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)).join(',')}\n`;
    })
    .join('');

const answer = (out: string): Answer => ({ out, err: '', code: 0 });

/** With the place, as psql marks it below the line. */
function failed(message: string, statement?: string, at = 0): Answer {
  const lines = statement?.slice(0, at).split('\n') ?? [];
  const line = statement?.split('\n')[lines.length - 1] ?? '';
  const head = `LINE ${lines.length + 1}: `;
  const place =
    statement === undefined ? '' : `${head}${line}\n${' '.repeat(head.length + (lines.at(-1)?.length ?? 0))}^\n`;
  return { out: '', err: `ERROR:  ${message}\n${place}`, code: 1 };
}
