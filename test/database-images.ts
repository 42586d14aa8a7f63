// Images of real databases, made of Debian's packages with the libraries they load: no registry is asked.
import { execFile } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);

export type TestDatabase = 'postgresql' | 'mariadb' | 'redis' | 'sqlite';

const POSTGRES = '/usr/lib/postgresql';
const postgresHome = (): string => join(POSTGRES, readdirSync(POSTGRES).sort().at(-1) ?? '');

interface Recipe {
  /** Copied to /usr/bin, with what they link to. */
  readonly programs: () => string[];
  /** Copied as they are, to the same place. */
  readonly folders: () => string[];
  /** Of the folders what nobody needs here. */
  readonly without?: RegExp;
}

const RECIPES: Readonly<Record<TestDatabase, Recipe>> = {
  postgresql: {
    programs: () => [],
    folders: () => [postgresHome(), `/usr/share/postgresql/${basename(postgresHome())}`, '/usr/share/zoneinfo/Etc'],
    without:
      /llvm|bitcode|\/pgxs|\/man\/|\/extension\/(?!plpgsql)|\/(pg_dump|pg_restore|pg_basebackup|pg_rewind|pg_upgrade|ecpg|pgbench|pg_waldump|pg_verifybackup)/,
  },
  mariadb: {
    programs: () => [
      '/usr/sbin/mariadbd',
      '/usr/bin/mariadb',
      '/usr/bin/mariadb-install-db',
      '/usr/bin/my_print_defaults',
      '/usr/bin/resolveip',
    ],
    folders: () => ['/usr/share/mysql'],
    without:
      /\/(czech|danish|dutch|estonian|french|german|greek|hungarian|italian|japanese|korean|norwegian|norwegian-ny|polish|portuguese|romanian|russian|serbian|slovak|spanish|swedish|ukrainian|bulgarian|chinese|georgian|hindi|swahili)$/,
  },
  redis: { programs: () => ['/usr/bin/redis-server', '/usr/bin/redis-cli'], folders: () => [] },
  sqlite: { programs: () => ['/usr/bin/sqlite3'], folders: () => [] },
};

/** Its name tells nothing: which database it is stands in the test's label, port or, for PostgreSQL, image. */
export const databaseImage = (kind: TestDatabase): string =>
  kind === 'postgresql' ? 'quayside-test/postgres:1' : `quayside-test/${kind}-of-test:1`;

/** Builds and imports one, unless the engine has it. */
export async function importDatabase(host: string, kind: TestDatabase): Promise<string> {
  const image = databaseImage(kind);
  const docker = (...args: string[]): Promise<unknown> => execute('docker', ['--host', host, ...args]);
  const isThere = await docker('image', 'inspect', image).then(
    () => true,
    () => false,
  );
  if (isThere) return image;
  const root = mkdtempSync(join(tmpdir(), 'qs-database-'));
  try {
    await layOut(root, RECIPES[kind]);
    const archive = `${root}.tar`;
    await execute('tar', ['-C', root, '-cf', archive, '.']);
    await docker('import', archive, image);
    rmSync(archive, { force: true });
    return image;
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

async function layOut(root: string, { programs, folders, without }: Recipe): Promise<void> {
  for (const folder of ['tmp', 'etc', 'usr/bin', 'usr/sbin', 'run/postgresql', 'data', 'lib64'])
    mkdirSync(join(root, folder), { recursive: true });
  // Where Debian's clients look for their server, whoever runs it.
  for (const folder of ['run/postgresql', 'tmp']) chmodSync(join(root, folder), 0o777);
  mkdirSync(join(root, 'var'));
  symlinkSync('../run', join(root, 'var/run'));
  symlinkSync('usr/bin', join(root, 'bin'));
  writeFileSync(
    join(root, 'etc/passwd'),
    'root:x:0:0::/root:/bin/sh\npostgres:x:70:70::/data:/bin/sh\nmysql:x:71:71::/data:/bin/sh\n',
  );
  writeFileSync(join(root, 'etc/group'), 'root:x:0:\npostgres:x:70:\nmysql:x:71:\n');
  const busybox = ['/bin/busybox', '/usr/bin/busybox'].find((file) => existsSync(file)) ?? '';
  cpSync(busybox, join(root, 'usr/bin/busybox'));
  const { stdout } = await execute(busybox, ['--list']);
  for (const applet of stdout.split('\n'))
    if (applet !== '' && applet !== 'busybox') symlinkSync('busybox', join(root, 'usr/bin', applet));
  for (const folder of folders()) {
    const filter = (from: string): boolean => !without?.test(from.slice(folder.length));
    if (existsSync(folder)) cpSync(folder, join(root, folder), { recursive: true, dereference: true, filter });
  }
  for (const program of programs())
    cpSync(realpathSync(program), join(root, 'usr/bin', basename(program)), { force: true });
  // mariadb-install-db looks for it here alone.
  if (existsSync(join(root, 'usr/bin/mariadbd'))) symlinkSync('../bin/mariadbd', join(root, 'usr/sbin/mariadbd'));
  // What an image of the kind has in its path.
  const own = join(root, POSTGRES);
  if (existsSync(own))
    for (const name of readdirSync(join(root, postgresHome(), 'bin')))
      symlinkSync(join(postgresHome(), 'bin', name), join(root, 'usr/bin', name));
  await copyLibraries(root);
}

/** Everything that anything in it links to, as the linker of this machine finds it. */
async function copyLibraries(root: string): Promise<void> {
  const { stdout } = await execute('find', [root, '-type', 'f', '(', '-perm', '/111', '-o', '-name', '*.so*', ')']);
  const files = stdout.split('\n').filter((file) => file !== '' && !file.endsWith('/busybox'));
  const needed = new Set<string>();
  const listed = await execute('ldd', files, { maxBuffer: 1 << 26 }).catch((thrown: { stdout: string }) => thrown);
  for (const [, path = ''] of listed.stdout.matchAll(/(?:=> |^\s+)(\/\S+) \(0x/gm)) needed.add(path);
  for (const path of needed) {
    const to = join(root, path);
    mkdirSync(dirname(to), { recursive: true });
    if (!existsSync(to)) cpSync(realpathSync(path), to);
  }
}

export interface DatabaseSpec {
  readonly kind: TestDatabase;
  /** Runs as the container's program. */
  readonly script: string;
  readonly options: readonly string[];
  /** Ends with 0 once it answers. */
  readonly ping: string;
  /** Makes what the tests look for, once. */
  readonly fill: string;
}

export const PASSWORD = "right horse'";

/** One database of each kind as people run them: with a password that only their settings know, and a few tables. */
export const DATABASES: Readonly<Record<TestDatabase, DatabaseSpec>> = {
  postgresql: {
    kind: 'postgresql',
    ping: 'PGPASSWORD="$POSTGRES_PASSWORD" psql -qU shop -d postgres -c "select 1"',
    options: [
      '-e',
      'POSTGRES_USER=shop',
      '-e',
      `POSTGRES_PASSWORD=${PASSWORD}`,
      '-e',
      'POSTGRES_DB=harbour',
      '-u',
      'postgres',
    ],
    script: [
      'set -e; mkdir -p /tmp/d; echo "$POSTGRES_PASSWORD" > /tmp/pw',
      'initdb -D /tmp/d/x -E UTF8 --locale=C -U shop --auth=scram-sha-256 --pwfile=/tmp/pw >/dev/null',
      "echo \"listen_addresses='' unix_socket_directories='/run/postgresql' fsync=off\" | tr ' ' '\\n' >> /tmp/d/x/postgresql.conf",
      'exec postgres -D /tmp/d/x',
    ].join('\n'),
    fill: [
      'export PGPASSWORD="$POSTGRES_PASSWORD"; psql -qU shop -d postgres -c "create database harbour" &&',
      `psql -qU shop -d harbour -c "create table boats (id int primary key, name text, note text, tons numeric)" -c "insert into boats values (1, 'Möwe 🚤', null, 12.50), (2, '', 'empty name', null), (3, E'two\\nlines, \\"quoted\\"', 'x', -3)" -c "create table many as select g as n, repeat('x', 20) as t from generate_series(1, 1234) g"`,
    ].join(' '),
  },
  mariadb: {
    kind: 'mariadb',
    ping: `mariadb -e 'select 1'`,
    options: [
      ...[
        '--label',
        'quayside.database=mariadb',
        '-e',
        `MARIADB_ROOT_PASSWORD=${PASSWORD}`,
        '-e',
        'MARIADB_DATABASE=harbour',
      ],
    ],
    script: [
      'mariadb-install-db --no-defaults --basedir=/usr --datadir=/data/d --user=root --auth-root-authentication-method=normal --skip-test-db >/tmp/install 2>&1',
      'mkdir -p /run/mysqld; exec mariadbd --no-defaults --user=root --datadir=/data/d --socket=/run/mysqld/mysqld.sock --skip-networking --character-set-server=utf8mb4',
    ].join('\n'),
    fill: [
      `mariadb -e "create database harbour character set utf8mb4; create table harbour.boats (id int primary key, name text, note text, tons decimal(8,2)); insert into harbour.boats values (1, 'Möwe 🚤', null, 12.5), (2, '', 'NULL', null), (3, 'two\\nlines, \\"quoted\\" <&>', 'x', -3); set max_recursive_iterations = 5000; create table harbour.many as with recursive s as (select 1 as n union all select n + 1 from s where n < 1234) select n, repeat('x', 20) as t from s; set password for root@localhost = password('right horse''')" --default-character-set=utf8mb4`,
    ].join(' '),
  },
  redis: {
    kind: 'redis',
    ping: 'REDISCLI_AUTH="$REDIS_PASSWORD" redis-cli -p 6390 ping | grep PONG',
    options: ['--label', 'quayside.database=redis', '-e', `REDIS_PASSWORD=${PASSWORD}`],
    script: 'exec redis-server --port 6390 --save "" --requirepass "$REDIS_PASSWORD"',
    fill: 'export REDISCLI_AUTH="$REDIS_PASSWORD"; R="redis-cli -p 6390"; $R set greeting "Möwe 🚤" && $R hset boat name Wind tons 12 && $R rpush crew a b c',
  },
  sqlite: {
    kind: 'sqlite',
    ping: 'true',
    options: ['--label', 'quayside.database.file=/data/app.db'],
    script: 'while :; do sleep 1; done',
    fill: `sqlite3 /data/app.db "create table boats (id int primary key, name text, note text, tons real, raw blob); insert into boats values (1, 'Möwe 🚤', null, 12.5, x'00ff'), (2, '', 'NULL', null, null), (3, 'two' || char(10) || 'lines, \\"quoted\\"', 'it''s', -3, x''); create table many as with recursive s(n) as (select 1 union all select n + 1 from s where n < 1234) select n, 'x' as t from s"`,
  },
};

/** Starts one and gives its full id once it answers and is filled; `docker` runs the CLI. */
export async function startDatabase(
  host: string,
  kind: TestDatabase,
  docker: (...args: string[]) => Promise<string>,
  ...options: string[]
): Promise<string> {
  const image = await importDatabase(host, kind);
  const { options: own, script, ping, fill } = DATABASES[kind];
  const id = await docker('run', '-d', ...options, ...own, image, 'sh', '-c', script);
  const wait = `for i in $(seq 150); do if ${ping} >/dev/null 2>&1; then break; fi; sleep 0.2; done\n${fill}`;
  await docker('exec', id, 'sh', '-c', wait);
  return id;
}
