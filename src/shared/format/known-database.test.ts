import { describe, expect, it } from 'vitest';
import { knownDatabase } from '#shared/format/known-database.ts';

const of = (image: string, more: { labels?: Record<string, string>; ports?: number[] } = {}): string | undefined =>
  knownDatabase({
    image,
    labels: more.labels ?? {},
    ports: (more.ports ?? []).map((containerPort) => ({ containerPort })),
  })?.kind;

describe('a database', () => {
  it.each([
    ['postgres', 'postgresql'],
    ['postgres:17-alpine', 'postgresql'],
    ['ghcr.io/acme/postgis:16', 'postgresql'],
    [`localhost:5000/bitnami/postgresql@sha256:${'a'.repeat(64)}`, 'postgresql'],
    ['mysql:8.4', 'mysql'],
    ['mariadb:11', 'mariadb'],
    ['redis:7-alpine', 'redis'],
    ['valkey/valkey:8', 'redis'],
  ])('is known by the image %s', (image, kind) => expect(of(image)).toBe(kind));

  it('is known by a port where the name says nothing', () => {
    expect(of('acme/store:1', { ports: [8080, 5432] })).toBe('postgresql');
    expect(of('acme/store:1', { ports: [8080] })).toBeUndefined();
  });

  it.each(['acme/postgres-exporter', 'pgbouncer:1', 'phpmyadmin', 'redis-exporter'])(
    'is not in %s, which only stands before one',
    (image) => expect(of(image, { ports: [5432, 3306, 6379] })).toBeUndefined(),
  );

  it('is what its label says', () => {
    expect(of('acme/app', { labels: { 'quayside.database.file': '/data/app.db' } })).toBe('sqlite');
    expect(of('acme/app', { labels: { 'quayside.database': 'mariadb' } })).toBe('mariadb');
    expect(of('postgres', { labels: { 'quayside.database': 'none' } })).toBeUndefined();
  });
});
