import type { DatabaseKind } from '#shared/contract/db-queries.ts';
import { DATABASE_FILE_LABEL } from '#shared/format/known-database.ts';
import type { DatabaseAccess, Secret } from '#main/databases/adapter.ts';

/** Of Docker's inspect what tells how the database of a container is entered. */
export interface ContainerSettings {
  readonly env: readonly string[];
  /** Entrypoint and arguments, in their order. */
  readonly command: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
}

/** The variables of the official images and of Bitnami's. */
const PASSWORDS = {
  postgresql: ['POSTGRES_PASSWORD', 'POSTGRESQL_PASSWORD'],
  root: ['MARIADB_ROOT_PASSWORD', 'MYSQL_ROOT_PASSWORD'],
  user: ['MARIADB_PASSWORD', 'MYSQL_PASSWORD'],
  redis: ['REDIS_PASSWORD', 'VALKEY_PASSWORD'],
} as const;

/** User, database and password as the container itself was given them; the password is handed on, never shown. */
export function databaseAccess(kind: DatabaseKind, settings: ContainerSettings): DatabaseAccess {
  const env = new Map(
    settings.env.map((entry) => {
      const equals = entry.indexOf('=');
      return [entry.slice(0, equals), entry.slice(equals + 1)];
    }),
  );
  const first = (...names: readonly string[]): string | undefined =>
    names.map((name) => env.get(name)).find((value) => value !== undefined && value !== '');
  const secret = (names: readonly string[]): Secret | undefined => {
    const value = first(...names);
    const file = first(...names.map((name) => `${name}_FILE`));
    return value === undefined && file === undefined ? undefined : { value, file };
  };
  switch (kind) {
    case 'postgresql': {
      const user = first('POSTGRES_USER', 'POSTGRESQL_USERNAME', 'POSTGRESQL_USER') ?? 'postgres';
      return {
        kind,
        user,
        database: first('POSTGRES_DB', 'POSTGRESQL_DATABASE') ?? user,
        port: undefined,
        secretOf: (asked) => (asked === user ? secret(PASSWORDS.postgresql) : undefined),
      };
    }
    case 'mysql':
    case 'mariadb': {
      // Who the application is, rather than root: what it may not see is no business of a look at its data.
      const user = first('MARIADB_USER', 'MYSQL_USER');
      return {
        kind,
        user: user ?? 'root',
        database: first('MARIADB_DATABASE', 'MYSQL_DATABASE') ?? null,
        port: undefined,
        secretOf: (asked) =>
          asked === 'root' ? secret(PASSWORDS.root) : asked === user ? secret(PASSWORDS.user) : undefined,
      };
    }
    case 'redis':
      return {
        kind,
        user: null,
        database: '0',
        port: argumentOf(settings.command, '--port') ?? first('REDIS_PORT_NUMBER'),
        secretOf: (asked) => {
          const given = argumentOf(settings.command, '--requirepass');
          if (asked !== null && asked !== 'default') return undefined;
          const variable = /^\$\{?(\w+)\}?$/.exec(given ?? '')?.[1];
          if (variable !== undefined) return secret([variable]);
          return given === undefined ? secret(PASSWORDS.redis) : { value: given };
        },
      };
    case 'sqlite':
      return {
        kind,
        user: null,
        database: settings.labels[DATABASE_FILE_LABEL] ?? null,
        port: undefined,
        secretOf: () => undefined,
      };
  }
}

/** `--port 6380`, `--port=6380`, also inside of a `sh -c "…"`. */
function argumentOf(command: readonly string[], name: string): string | undefined {
  const wordsOf = command.flatMap((part) => part.split(/\s+/));
  const at = wordsOf.findIndex((word) => word === name || word.startsWith(`${name}=`));
  const word = wordsOf[at];
  const value = word === name ? wordsOf[at + 1] : word?.slice(name.length + 1);
  return value?.replace(/^(["'])(.*)\1$/, '$2');
}
