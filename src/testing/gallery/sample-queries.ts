import type { DatabaseInfo, PastStatement, QueryResultItem } from '#shared/contract/db-queries.ts';

export const SAMPLE_QUERY = 'aaaabbbbccccdddd';

export const sampleDatabase: DatabaseInfo = {
  kind: 'postgresql',
  knownBy: 'the image postgres',
  client: 'psql (PostgreSQL) 17.5',
  databases: ['postgres', 'shop'],
  database: 'shop',
  user: 'shop',
};

const STATUSES = ['paid', 'sent', 'open', 'cancelled'];

/** What a statement gives in the gallery: `sleep` runs on, `nope` fails, `where false` has no rows. */
export function sampleResult(statement: string): QueryResultItem[] {
  const base = {
    query: SAMPLE_QUERY,
    rows: [],
    rowCount: 0,
    truncated: false,
    durationMs: 41,
    status: 'done' as const,
  };
  if (statement.includes('sleep')) return [{ ...base, status: 'running' }];
  if (statement.includes('nope')) {
    return [
      {
        ...base,
        status: 'failed',
        position: { line: 2, column: 3 },
        error: {
          code: 'bad_request',
          message: 'column "nope" does not exist',
          field: 'statement',
          hint: 'At line 2, column 3. Perhaps you meant to reference the column "orders.note".',
        },
      },
    ];
  }
  const columns = ['id', 'customer', 'total', 'status', 'placed_at', 'note'].map((name) => ({ name }));
  if (statement.includes('where false')) return [{ ...base, columns }];
  const rows = Array.from({ length: 500 }, (_, at) => [
    String(at + 1),
    ['Ada Möller', 'Björn Åkesson', 'Chiara Conti', 'Élise Roy'][at % 4] ?? '',
    (((at * 7919) % 40_000) / 100 + 4).toFixed(2),
    STATUSES[(at * 3) % 4] ?? '',
    new Date(Date.UTC(2026, 9, 1) + at * 3_421_000).toISOString().replace('T', ' ').slice(0, 19),
    at % 5 === 0
      ? 'Leave it at the door of the harbour office and ring twice; the dog is friendly.\nThank you!'
      : at % 3 === 0
        ? ''
        : null,
  ]);
  return [{ ...base, columns, rows, rowCount: 500, truncated: true }];
}

export const samplePast = (now: number): PastStatement[] =>
  [
    ['select id, customer, total from orders order by id', 500, false],
    ["update orders set status = 'sent' where id = 41", 0, true],
    ['select nope from orders', 0, false],
  ].map(([statement, rowCount, writes], at) => ({
    time: new Date(now - (at + 1) * 600_000).toISOString(),
    statement: String(statement),
    database: 'shop',
    user: 'shop',
    startedBy: 'local',
    writes: writes === true,
    status: at === 2 ? 'failed' : 'done',
    rowCount: Number(rowCount),
    durationMs: 40,
  }));
