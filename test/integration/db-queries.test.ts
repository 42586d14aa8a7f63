import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DATABASES, importDatabase, PASSWORD } from '../database-images.ts';
import { TestQueries } from './queries-of-test.ts';

const at = new TestQueries();
const { containers, ids, jobs, queries, signal, user: USER } = at;
const { start, ended, run, clients } = at;

beforeAll(() => at.begin(['postgresql', 'mariadb', 'redis', 'sqlite']), 90_000);
afterAll(() => at.end());

const NAMES = [
  ['1', 'Möwe 🚤'],
  ['2', ''],
];

describe.each(['postgresql', 'mariadb', 'sqlite'] as const)('%s', (kind) => {
  it('is described', async () => {
    const told = await queries.describe('default', ids.get(kind) ?? '', signal);
    expect(told.error).toBeUndefined();
    expect(told.kind).toBe(kind);
    expect(told.client).toMatch(kind === 'sqlite' ? /^3\./ : kind === 'mariadb' ? /MariaDB/ : /PostgreSQL/);
    expect(told.databases).toContain(kind === 'sqlite' ? '/data/app.db' : 'harbour');
    expect(told.database).toBe(kind === 'sqlite' ? '/data/app.db' : 'harbour');
    expect(JSON.stringify(told)).not.toContain(PASSWORD);
  });

  it('gives rows, with NULL told from the empty text, line ends and every character', async () => {
    const { columns, rows, last } = await run('select id, name, note, tons from boats order by id', { kind });
    expect(columns).toEqual(['id', 'name', 'note', 'tons']);
    expect(rows.map(([id, name]) => [id, name]).slice(0, 2)).toEqual(NAMES);
    expect(rows[0]?.[2]).toBeNull();
    expect(rows[1]?.[2]).toBe(kind === 'postgresql' ? 'empty name' : 'NULL');
    expect(rows[1]?.[3]).toBeNull();
    expect(rows[2]?.[1]).toMatch(/^two\nlines, "quoted"/);
    expect(last).toMatchObject({ status: 'done', rowCount: 3, truncated: false });
    expect(last.durationMs).toBeGreaterThan(0);
  });

  it('gives pages', async () => {
    const first = await run('select n from many order by n', { kind });
    expect(first.rows).toHaveLength(500);
    expect(first.last).toMatchObject({ rowCount: 500, truncated: true, status: 'done' });
    const second = await ended(await queries.next(first.id, USER, signal));
    const third = await ended(await queries.next(second.id, USER, signal));
    expect([second.rows[0], third.rows[0], third.rows.at(-1)]).toEqual([['501'], ['1001'], ['1234']]);
    expect(third.last).toMatchObject({ truncated: false, offset: 1000, rowCount: 234 });
    await expect(queries.next(third.id, USER, signal)).rejects.toMatchObject({ code: 'conflict' });
    const few = await run('select n from many order by n', { kind, limit: 2 });
    expect(few.rows).toEqual([['1'], ['2']]);
    expect(await clients(kind)).toBe('');
  });

  it('tells the columns of no rows where its client does, and is done', async () => {
    const { rows, last, columns } = await run('select id from boats where id = 99', { kind });
    expect([rows, last.status, columns]).toEqual([[], 'done', kind === 'postgresql' ? ['id'] : []]);
  });

  it('stops at 1 MB', async () => {
    const wide = {
      postgresql: "repeat('é', 30000)",
      mariadb: "repeat('é', 30000)",
      sqlite: "printf('%.*c', 30000, 'é')",
    }[kind];
    const { last, rows } = await run(`select ${wide} as w from many`, { kind });
    expect(last).toMatchObject({ truncated: true, status: 'done' });
    expect(rows.length).toBe(33);
  });

  it("fails in the database's own words, and says where", async () => {
    const statement = 'select id,\n  nam frmo boats';
    const { last } = await run(statement, { kind });
    expect(last.status).toBe('failed');
    expect(last.error).toMatchObject({ code: 'bad_request', field: 'statement' });
    expect(last.error?.message).toMatch(/syntax/);
    expect(last.position).toEqual({ line: 2, column: kind === 'mariadb' ? 12 : kind === 'sqlite' ? 12 : 12 });
    expect(jobs.get(last.query).job).toMatchObject({ status: 'failed', kind: 'query' });
  });

  it('refuses to write, twice over', async () => {
    await expect(start('delete from boats', { kind })).rejects.toMatchObject({
      code: 'bad_request',
      field: 'statement',
      message: 'Read only: DELETE is not run.',
    });
    const hidden = {
      postgresql: 'explain analyze delete from boats',
      mariadb: 'with x as (select 1) delete from boats',
      sqlite: 'with x as (select 1) delete from boats',
    }[kind];
    const { last } = await run(hidden, { kind });
    expect(last.status).toBe('failed');
    if (kind !== 'mariadb') expect(last.error?.message).toMatch(/read-?only/i);
    expect((await run('select count(*) from boats', { kind })).rows).toEqual([['3']]);
  });

  it('writes where it may', async () => {
    const made = await run('create table made (a int)', { kind, writes: true });
    expect(made.last.status).toBe('done');
    const added = await run('insert into made values (1), (2), (3)', { kind, writes: true });
    expect(added.last.status).toBe('done');
    if (kind === 'postgresql') expect([made.last.message, added.last.message]).toEqual(['CREATE TABLE', 'INSERT 0 3']);
    const returned = await run('insert into made values (7) returning a', { kind, writes: true });
    expect([returned.columns, returned.rows]).toEqual([['a'], [['7']]]);
    expect((await run('select count(*) from made', { kind })).rows).toEqual([['4']]);
    const past = await queries.history('default', ids.get(kind) ?? '', USER, signal);
    expect(past.find(({ statement }) => statement.startsWith('insert'))).toMatchObject({
      writes: true,
      status: 'done',
    });
  });

  it.each(['select 1; drop table many', "select ';' ;\n select 2"])('runs one statement: %j', async (statement) => {
    for (const writes of [false, true])
      await expect(start(statement, { kind, writes })).rejects.toMatchObject({ message: /One statement at a time/ });
  });

  it.each([
    '\\! touch /tmp/in',
    '.shell touch /tmp/in',
    '-- a\n\\! touch /tmp/in',
    'select 1 \\! touch /tmp/in',
    'system touch /tmp/in',
    '/**/\n.shell touch /tmp/in',
    'select 1 \\g | touch /tmp/in',
    "select 'a\nsystem touch /tmp/in\n\\! touch /tmp/in\n.shell touch /tmp/in\n'",
    '--version',
    '-cmd .help',
  ])('runs no command of the client: %j', async (statement) => {
    for (const writes of [false, true]) await start(statement, { kind, writes }).then(ended, () => undefined);
    expect(await containers.docker('exec', ids.get(kind) ?? '', 'ls', '/tmp')).not.toMatch(/^in$/m);
  });

  it('is cancelled, and its process is gone', async () => {
    const endless = {
      postgresql: 'select pg_sleep(9)',
      mariadb: 'select sleep(9)',
      sqlite: 'with recursive s(n) as (select 1 union all select n + 1 from s) select count(*) from s',
    }[kind];
    const id = await start(endless, { kind });
    await expect.poll(() => clients(kind)).not.toBe('');
    await jobs.cancel(id);
    expect(await clients(kind)).toBe('');
    expect((await ended(id)).last).toMatchObject({ status: 'cancelled' });
    expect(jobs.get(id).job.status).toBe('cancelled');
    if (kind === 'postgresql')
      expect(
        (
          await run(
            "select count(*) from pg_stat_activity where query like '%pg_sleep(9)%' and state = 'active' and pid <> pg_backend_pid()",
            { kind },
          )
        ).rows,
      ).toEqual([['0']]);
  });

  it('ends what takes longer than 10 s', async () => {
    const endless = {
      postgresql: 'select pg_sleep(60)',
      mariadb: 'select count(*) from many a, many b, many c, many d where a.t < b.t or c.n + d.n < 0',
      sqlite: 'with recursive s(n) as (select 1 union all select n + 1 from s) select count(*) from s',
    }[kind];
    const { last } = await run(endless, { kind });
    expect(last.error).toMatchObject({ code: 'timeout' });
    expect(last.durationMs).toBeGreaterThan(9000);
    expect(await clients(kind)).toBe('');
  });
});

describe('redis', () => {
  const kind = 'redis';

  it('is described, with the password of its settings', async () => {
    const told = await queries.describe('default', ids.get(kind) ?? '', signal);
    expect(told).toMatchObject({ kind, database: '0', databases: ['0'] });
  });

  it('gives texts, maps and lists', async () => {
    expect((await run('GET greeting', { kind })).rows).toEqual([['Möwe 🚤']]);
    expect((await run('get nothing', { kind })).rows).toEqual([[null]]);
    const map = await run('hgetall boat', { kind });
    expect([map.columns, map.rows]).toEqual([
      ['field', 'value'],
      [
        ['name', 'Wind'],
        ['tons', '12'],
      ],
    ]);
    expect((await run('lrange crew 0 -1', { kind })).rows).toEqual([
      ['1', 'a'],
      ['2', 'b'],
      ['3', 'c'],
    ]);
    expect((await run('info server', { kind })).rows).toContainEqual(['# Server']);
  });

  it("fails in the database's own words", async () => {
    const { last } = await run('get greeting more', { kind });
    expect(last).toMatchObject({ status: 'failed', error: { message: /wrong number of arguments/ } });
    expect((await run('hgetall greeting', { kind })).last.error?.message).toMatch(/WRONGTYPE/);
  });

  it.each([
    'flushall',
    'SET a b',
    'config set dir /tmp',
    'eval "return 1" 0',
    'del greeting',
    'client kill id 1',
    'debug sleep 1',
  ])('does not run %s', async (statement) => {
    await expect(start(statement, { kind })).rejects.toMatchObject({ field: 'statement', message: /^Read only/ });
  });

  it.each(['keys *', 'monitor', 'get a\nflushall', '-h example.invalid get a', ''])(
    'never runs %j',
    async (statement) => {
      await expect(start(statement, { kind })).rejects.toMatchObject({ code: 'bad_request' });
    },
  );

  it('writes where it may', async () => {
    expect((await run('set added "a b"', { kind, writes: true })).rows).toEqual([['OK']]);
    expect((await run('get added', { kind })).rows).toEqual([['a b']]);
  });
});

describe('what is asked', () => {
  it('is told why it cannot be', async () => {
    const plain = await containers.run('sleep 1000');
    const ask = (container: string): Promise<string> =>
      queries.start({ engine: 'default', container, statement: 'select 1', writes: false, limit: 1 }, 'mara', signal);
    await expect(ask(plain)).rejects.toMatchObject({ code: 'not_found', hint: /quayside\.database/ });
    const empty = await containers.run('sleep 1000', '--label', 'quayside.database=postgresql');
    expect((await ended(await ask(empty))).last.error).toMatchObject({ message: 'This image has no psql.' });
    await containers.docker('pause', empty);
    await expect(ask(empty)).rejects.toMatchObject({ code: 'conflict', reason: 'paused' });
    await containers.docker('rm', '-f', empty);
    await expect(ask(empty)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('is refused in a sentence where a password, a right, or the database itself is missing', async () => {
    const told = async (statement: string, asked: Parameters<typeof run>[1]): Promise<[unknown, unknown]> => {
      const { error } = (await run(statement, asked)).last;
      return [error?.message, error?.field];
    };
    await run('create role plain login', { kind: 'postgresql', writes: true });
    const pg = { kind: 'postgresql' } as const;
    expect(await told('select 1', { ...pg, user: 'plain' })).toEqual([
      "PostgreSQL wants a password for the user plain, and the container's settings hold none for this user.",
      'user',
    ]);
    expect(await told('select 1', { ...pg, database: 'nowhere' })).toEqual([
      'There is no database "nowhere".',
      'database',
    ]);
    const maria = { kind: 'mariadb' } as const;
    expect(await told('select 1', { ...maria, user: 'nobody' })).toEqual([
      "MariaDB wants a password for the user nobody, and the container's settings hold none for this user.",
      'user',
    ]);
    await run('create user weak@localhost', { ...maria, writes: true });
    expect(await told('select 1', { ...maria, user: 'weak' })).toEqual([
      'The user weak has no right to the database harbour.',
      'database',
    ]);
    const file = await told('select 1', { kind: 'sqlite', database: '/nowhere/x.db' });
    expect(file).toEqual(['The file of the database cannot be opened.', 'database']);
    expect(await told('get greeting', { kind: 'redis', user: 'nobody' })).toEqual([
      expect.stringMatching(/^Redis (wants a password|does not take the password)/) as string,
      'user',
    ]);
  });

  it('names no other host, file or option by the name of a database', async () => {
    const away = await run('select 1', { kind: 'postgresql', database: 'host=192.0.2.1 dbname=x' });
    expect(away.last.error?.message).toBe('There is no database "host=192.0.2.1 dbname=x".');
    await expect(start('select 1', { kind: 'sqlite', database: 'file:/data/app.db?mode=rwc' })).rejects.toMatchObject({
      field: 'database',
    });
    await expect(start('ping', { kind: 'redis', database: 'x' })).rejects.toMatchObject({ field: 'database' });
    const other = await run('select 1', { kind: 'postgresql', user: 'nobody' });
    expect(other.last.error).toMatchObject({ code: 'conflict', field: 'user' });
  });

  it('belongs to who asked, and to admins', async () => {
    const { id } = await run('select 1', { kind: 'postgresql' });
    expect(() => queries.checkOwner(id, { user: 'theo', role: 'operator' })).toThrow(/somebody else/);
    expect(() => queries.checkOwner(id, { user: 'theo', role: 'admin' })).not.toThrow();
    const past = await queries.history(
      'default',
      ids.get('postgresql') ?? '',
      { user: 'theo', role: 'operator' },
      signal,
    );
    expect(past).toEqual([]);
  });

  it('leaves no password in what is kept or shown', async () => {
    await run("alter user shop password 'right horse'''", { kind: 'postgresql', writes: true });
    const past = await queries.history('default', ids.get('postgresql') ?? '', USER, signal);
    expect(JSON.stringify([past, jobs.list()])).not.toContain('right horse');
    expect(past[0]?.statement).toBe("alter user shop password '••••••'");
  });

  it('leaves nothing of the data in the list of jobs, which everybody sees', async () => {
    for (const [kind, statement] of [
      ['postgresql', "select ('of-a-' || 'table')::int"],
      ['sqlite', "select json_extract('of-a-table', '$.x')"],
      ['redis', 'get of-a-table of-a-table'],
    ] as const) {
      const { id, last } = await run(statement, { kind });
      expect([kind, last.status]).toEqual([kind, 'failed']);
      if (kind === 'postgresql') expect(last.error?.message).toContain('of-a-table');
      expect(JSON.stringify(jobs.get(id))).not.toMatch(/of-a/);
      expect(jobs.get(id).job.error?.message).toMatch(/refused the statement\.$/);
    }
  });

  it('ends when its container goes', async () => {
    const { options, script } = DATABASES.sqlite;
    const image = await importDatabase(containers.host, 'sqlite');
    const id = await containers.docker('run', '-d', '--label', containers.label, ...options, image, 'sh', '-c', script);
    await containers.docker('exec', id, 'sqlite3', '/data/app.db', 'create table t (a)');
    const query = await queries.start(
      {
        engine: 'default',
        container: id,
        statement: 'with recursive s(n) as (select 1 union all select n + 1 from s) select count(*) from s',
        writes: false,
        limit: 1,
      },
      'mara',
      signal,
    );
    await containers.docker('rm', '-f', id);
    const { last } = await ended(query);
    expect(last.status).toBe('failed');
    expect(last.error?.message).toBeTruthy();
    expect(last.error?.code).not.toBe('internal');
  });
});
