import type { Engine } from '#main/engine/engine.ts';
import type { InspectedContainer } from '#main/engine/engine-json.ts';
import { knownDatabase } from '#shared/format/known-database.ts';
import { AppError } from '#shared/protocol/errors.ts';
import type { Adapter, DatabaseAccess } from '#main/databases/adapter.ts';
import { databaseAccess } from '#main/databases/database-access.ts';
import { mariadb, mysql } from '#main/databases/mysql.ts';
import { postgresql } from '#main/databases/postgresql.ts';
import { redis } from '#main/databases/redis.ts';
import { sqlite } from '#main/databases/sqlite.ts';

const ADAPTERS = { postgresql, mysql, mariadb, sqlite, redis };

/** A database in a container that runs. */
export interface DatabaseTarget {
  readonly engine: Engine;
  readonly id: string;
  readonly name: string;
  readonly knownBy: string;
  readonly adapter: Adapter;
  readonly access: DatabaseAccess;
}

/** Throws `not_found` where none is known, `conflict` where it does not run. */
export async function databaseTarget(engine: Engine, container: string, signal: AbortSignal): Promise<DatabaseTarget> {
  const inspect = await engine.inspect(container, signal);
  const { Config, State, Id } = inspect;
  const name = nameOf(inspect);
  const known = knownDatabase({
    image: Config.Image,
    labels: Config.Labels,
    ports: Object.keys(record(Config['ExposedPorts'])).map((port) => ({ containerPort: Number.parseInt(port, 10) })),
  });
  if (!known)
    throw new AppError('not_found', `${name} holds no database that Quayside knows.`, {
      field: 'container',
      hint: 'The label quayside.database names one: postgresql, mysql, mariadb, sqlite or redis.',
    });
  if (State.Status === 'paused')
    throw new AppError('conflict', `${name} is paused.`, {
      reason: 'paused',
      hint: 'Unpause it to query its database.',
    });
  if (State.Status !== 'running')
    throw new AppError('conflict', `${name} does not run.`, { hint: 'Start it to query its database.' });
  const settings = {
    env: strings(Config['Env']),
    command: [...strings(Config['Entrypoint']), ...strings(Config['Cmd'])],
    labels: Config.Labels,
  };
  return {
    engine,
    id: Id,
    name,
    knownBy: known.knownBy,
    adapter: ADAPTERS[known.kind],
    access: databaseAccess(known.kind, settings),
  };
}

export const nameOf = ({ Name }: InspectedContainer): string => Name.replace(/^\//, '');
const record = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
const strings = (value: unknown): string[] =>
  Array.isArray(value) ? value.map(String) : typeof value === 'string' ? [value] : [];
