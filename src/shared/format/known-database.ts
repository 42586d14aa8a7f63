/** What a container tells of itself without being asked. */
export interface DatabaseHints {
  readonly image: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly ports: readonly { readonly containerPort: number }[];
}

export type KnownDatabaseKind = 'postgresql' | 'mysql' | 'mariadb' | 'sqlite' | 'redis';

export interface KnownDatabase {
  readonly kind: KnownDatabaseKind;
  /** As a sentence's end: "the image postgres". */
  readonly knownBy: string;
}

/** `quayside.database=postgresql` says it outright, `none` that there is none; `quayside.database.file` names a SQLite file. */
const DATABASE_LABEL = 'quayside.database';
export const DATABASE_FILE_LABEL = 'quayside.database.file';

/** The last part of an image's name, whole: "postgres-exporter" holds no database. */
const IMAGES: readonly (readonly [RegExp, KnownDatabaseKind])[] = [
  [/^(postgres|postgresql|postgis|pgvector|timescaledb|timescaledb-ha|spilo-\d+)$/, 'postgresql'],
  [/^(mysql|mysql-server|percona|percona-server)$/, 'mysql'],
  [/^(mariadb|mariadb-server)$/, 'mariadb'],
  [/^(redis|redis-stack|redis-stack-server|valkey|keydb)$/, 'redis'],
  [/^(sqlite|sqlite3)$/, 'sqlite'],
];
const PORTS: Readonly<Record<number, KnownDatabaseKind>> = { 5432: 'postgresql', 3306: 'mysql', 6379: 'redis' };
/** They listen where a database would, and hold none. */
const BETWEEN = /exporter|proxy|bouncer|pool|admin|commander|insight|sentinel|backup/;

const isDatabaseKind = (text: string): text is KnownDatabaseKind =>
  ['postgresql', 'mysql', 'mariadb', 'sqlite', 'redis'].includes(text);

/** Which database a container holds, by its labels, its image's name or its ports; undefined where nothing says so. */
export function knownDatabase({ image, labels, ports }: DatabaseHints): KnownDatabase | undefined {
  const said = labels[DATABASE_LABEL];
  if (said !== undefined)
    return isDatabaseKind(said) ? { kind: said, knownBy: `the label ${DATABASE_LABEL}` } : undefined;
  if (labels[DATABASE_FILE_LABEL] !== undefined) return { kind: 'sqlite', knownBy: `the label ${DATABASE_FILE_LABEL}` };
  const name = lastPart(image);
  const byImage = IMAGES.find(([pattern]) => pattern.test(name));
  if (byImage) return { kind: byImage[1], knownBy: `the image ${name}` };
  if (BETWEEN.test(name)) return undefined;
  const port = ports.find(({ containerPort }) => PORTS[containerPort] !== undefined)?.containerPort;
  const kind = port === undefined ? undefined : PORTS[port];
  return kind && { kind, knownBy: `port ${port}` };
}

/** "ghcr.io/acme/postgres:17@sha256:…" is "postgres". */
const lastPart = (image: string): string =>
  (image.split('@')[0] ?? '')
    .split('/')
    .at(-1)
    ?.replace(/:[^:]*$/, '')
    .toLowerCase() ?? '';

const NAMES: Readonly<Record<KnownDatabaseKind, string>> = {
  postgresql: 'PostgreSQL',
  mysql: 'MySQL',
  mariadb: 'MariaDB',
  sqlite: 'SQLite',
  redis: 'Redis',
};
export const databaseName = (kind: KnownDatabaseKind): string => NAMES[kind];
