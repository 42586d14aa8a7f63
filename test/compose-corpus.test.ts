// Compose files written for the tests, each with what is to come of it: what it runs and the plan for an empty engine, or what is wrong, and where.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readStack } from '#main/stacks/compose/read-stack.ts';
import { planStack, type World } from '#main/stacks/plan/planner.ts';

const ROOT = join(import.meta.dirname, 'compose-corpus');
/** Set, it writes what came; the difference is read before it is committed. */
const isWriting = process.env['QUAYSIDE_WRITE_CORPUS'] === '1';

function filesOf(folder: string, inside = ''): Record<string, string> {
  return Object.fromEntries(
    readdirSync(join(folder, inside)).flatMap((name) => {
      const path = inside === '' ? name : `${inside}/${name}`;
      if (statSync(join(folder, path)).isDirectory()) return Object.entries(filesOf(folder, path));
      return name === 'expected.json' ? [] : [[path, readFileSync(join(folder, path), 'utf8')] as const];
    }),
  );
}

/** Without what is as it is by default. */
const isSaid = (value: unknown): boolean =>
  value !== undefined &&
  value !== false &&
  (typeof value !== 'object' || value === null || Object.keys(value).length > 0);
const said = (value: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => isSaid(one)));

function comesOf(folder: string): unknown {
  const { 'compose.yaml': compose = '', '.env': env = '', ...files } = filesOf(folder);
  const { project, services, problems } = readStack({
    name: 'app',
    compose,
    env,
    files,
    folder: null,
    ownFolder: '/stacks/app',
    isLocal: true,
  });
  const found = problems.map(
    ({ severity, file, line, column, message }) =>
      `${severity} ${file ?? ''}${file ? ':' : ''}${line}:${column} ${message}`,
  );
  if (!project) return { problems: found };
  const external = (all: Iterable<{ name: string; isExternal: boolean }>): string[] =>
    [...all].filter(({ isExternal }) => isExternal).map(({ name }) => name);
  const world: World = {
    containers: [],
    networks: new Set(external(project.networks.values())),
    volumes: new Set(external(project.volumes.values())),
    images: new Map(),
  };
  const { actions, resources } = planStack(project, world, true);
  return {
    problems: found,
    services: Object.fromEntries(
      [...services].map(([name, { at: _at, name: _name, spec, carried, links, ...more }]) => [
        name,
        said({
          ...more,
          links: links.map(({ at: _where, ...link }) => link),
          spec: said(spec),
          carried: said(carried),
        }),
      ]),
    ),
    networks: [...project.networks.values()].map(said),
    volumes: [...project.volumes.values()].map(said),
    plan: [
      ...resources.map(({ kind, name, action }) => `${action} ${kind} ${name}`),
      ...actions.map(({ action, name }) => `${action} ${name}`),
    ],
  };
}

describe('the compose files of the corpus', () => {
  const names = readdirSync(ROOT).filter((name) => statSync(join(ROOT, name)).isDirectory());

  it('are at least forty', () => expect(names.length).toBeGreaterThanOrEqual(40));

  it.each(names)('%s', (name) => {
    const folder = join(ROOT, name);
    const came: unknown = JSON.parse(JSON.stringify(comesOf(folder)));
    const file = join(folder, 'expected.json');
    if (isWriting) writeFileSync(file, `${JSON.stringify(came, null, 2)}\n`);
    expect(came).toEqual(JSON.parse(readFileSync(file, 'utf8')));
  });
});
