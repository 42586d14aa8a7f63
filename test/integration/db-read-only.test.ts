// What only reads must not write, whatever the statement is made to look like: every trick here once ran, or looked as if it might.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestQueries } from './queries-of-test.ts';

const at = new TestQueries();
beforeAll(() => at.begin(['postgresql', 'mariadb', 'redis', 'sqlite']), 90_000);
afterAll(() => at.end());

const PG_WRITE = 'commit; begin read write; insert into boats (id) select 100 + count(*) from boats; commit; select 1';
const MY_WRITE = 'set session transaction read write; insert into boats (id) select 100 + count(*) from boats';
const LITE_WRITE = 'pragma query_only = off; insert into boats (id) values (77)';

const TRICKS = {
  postgresql: [
    // To PostgreSQL every character beyond ASCII is part of a name, so what follows it begins no dollar quote.
    `select 1 as €$$; ${PG_WRITE} --$$`,
    `select 1 as\u00a0$$; ${PG_WRITE} --$$`,
    `select $€$ ' $€$; ${PG_WRITE} --'`,
    `select $${'a'.repeat(200)}$ ' $${'a'.repeat(200)}$; ${PG_WRITE} --'`,
    // A comment ends at either line end.
    `select 1 -- \r; ${PG_WRITE}`,
    // A text that goes on behind a line end is still one with escapes.
    `select E'a'\n'\\''; ${PG_WRITE} --'`,
    `select E'a' -- ' \n'\\''; ${PG_WRITE} --'`,
    `select e'a'\r'\\''; ${PG_WRITE} --'`,
    // As a database may be set.
    `select '\\''; ${PG_WRITE} --'`,
    `select set_config('transaction_read_only', 'off', false)`,
    `select set_config('default_transaction_read_only', 'off', false), (select count(*) from boats)`,
    `with x as (insert into boats (id) values (77) returning 1) select * from x`,
    `explain analyze insert into boats (id) values (77)`,
    `explain (analyze) create table boats2 as select 1`,
    `select * into boats2 from boats`,
    `select query_to_xml('insert into boats (id) values (77)', true, true, '')`,
    `select lo_export(lo_from_bytea(0, 'x'), '/tmp/out')`,
    `select 1; ${PG_WRITE}`,
    `show transaction_read_only; ${PG_WRITE}`,
    `values (1)\n\\g /tmp/out`,
    `table boats\n\\copy boats to '/tmp/out'`,
    `copy boats to program 'touch /tmp/out'`,
    `set default_transaction_read_only = off`,
  ],
  mariadb: [
    // Only a blank of ASCII makes a comment of "--".
    `select 1 --\u00a0 from (select 1 as \`\u00a0\`) x; ${MY_WRITE}`,
    `select 1 --\u00a0; ${MY_WRITE}`,
    // The client takes this for a command of its own, wherever it stands.
    `select 1 as delimiter ~\n a ~ ${MY_WRITE.replace(';', ' ~')}`,
    `select 1 as xdelimiter ~\n ~ ${MY_WRITE.replace(';', ' ~')}`,
    `select 1 --\u0001; ${MY_WRITE}`,
    `select '\\'; ${MY_WRITE}; -- '`,
    `select "\\"; ${MY_WRITE}; -- "`,
    `select 1 into outfile '/tmp/out'`,
    `select 1 into/**/outfile '/tmp/out'`,
    `select 1 into dumpfile '/tmp/out'`,
    `select /*M! 1 into outfile '/tmp/out' */`,
    `with x as (select 1) delete from boats`,
    `explain delete from boats`,
    `analyze delete from boats`,
    `begin not atomic insert into boats (id) values (77); end`,
    `execute immediate 'insert into boats (id) values (77)'`,
    `set session tx_read_only = 0`,
  ],
  sqlite: [
    // A variable with brackets holds whatever stands in them.
    `select $a('); ${LITE_WRITE}; --')`,
    `select @a("); ${LITE_WRITE}; --")`,
    `pragma query_only = off`,
    `pragma writable_schema = on`,
    `pragma user_version = 5`,
    `vacuum into '/tmp/out'`,
    `attach '/tmp/out' as x`,
    `with x as (select 1) insert into boats (id) values (77)`,
    `explain insert into boats (id) values (77)`,
    `select writefile('/tmp/out', 'x')`,
    `select load_extension('/tmp/x.so')`,
    `select edit('x', 'touch /tmp/out')`,
    `select fts3_tokenizer('simple', x'00')`,
    `pragma temp_store_directory = '/tmp/out'`,
  ],
} as const;

const state = async (kind: keyof typeof TRICKS): Promise<string> => {
  const tables = {
    postgresql:
      "select count(*), (select count(*) from information_schema.tables where table_name like 'boats%') from boats",
    mariadb:
      "select count(*), (select count(*) from information_schema.tables where table_name like 'boats%') from boats",
    sqlite: 'select count(*), (select count(*) from sqlite_schema) from boats',
  }[kind];
  const { rows } = await at.run(tables, { kind });
  const files = await at.containers.docker('exec', at.ids.get(kind) ?? '', 'ls', '/tmp');
  return JSON.stringify([rows, files.split('\n').filter((name) => name === 'out')]);
};

describe.each(Object.keys(TRICKS) as (keyof typeof TRICKS)[])('%s', (kind) => {
  it.each(TRICKS[kind].map((statement) => ({ statement })))('is only read by %j', async ({ statement }) => {
    const before = await state(kind);
    await at.start(statement, { kind }).then(at.ended, () => undefined);
    expect(await state(kind)).toBe(before);
  });
});
