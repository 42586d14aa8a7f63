import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { describe, expect, test } from 'vitest';
import { importsOf, violations } from './layers/scan.ts';
import { LAYERS } from './layers/table.ts';

const src = join(import.meta.dirname, '../src');

/** The code of the app: tests and src/testing may import everything. */
const sources = new Map(
  readdirSync(src, { recursive: true, encoding: 'utf8' })
    .map((path) => path.split(sep).join('/'))
    .filter((path) => /\.tsx?$/.test(path) && !/\.(test|test-d|d)\.tsx?$/.test(path) && !path.startsWith('testing/'))
    .map((path) => [path, readFileSync(join(src, path), 'utf8')]),
);

test('every import in src is one that its layer may make', () => {
  expect(sources.size).toBeGreaterThan(20); // a scan that finds nothing must not pass
  expect(violations(sources, LAYERS)).toEqual([]);
});

test('the code imports nothing from tests and nothing that only they have', () => {
  const names = [...sources].flatMap(([path, source]) => importsOf(path, source));
  expect(names.length).toBeGreaterThan(50);
  expect(names.filter((name) => /^#testing\/|\.test(-d)?\.tsx?$/.test(name))).toEqual([]);
});

describe('a planted violation is found', () => {
  const planted: [where: string, code: string][] = [
    ['shared/base/planted.ts', "import { z } from 'zod'"],
    ['shared/lines/planted.ts', "import type { Link } from '#shared/protocol/link.ts'"],
    ['main/hub/planted.ts', "import { readFile } from 'node:fs/promises'"],
    ['main/engine/planted.ts', "export * from '#main/hub/hub.ts'"],
    ['main/engine/planted.ts', "const electron = await import('electron/main')"],
    ['main/session/planted.ts', "export { Engine } from '../engine/engine.ts'"],
    ['main/compose.ts', "import { runDesktop } from '#main/desktop/desktop.ts'"],
    ['preload/planted.ts', "import { compose } from '#main/compose.ts'"],
    ['renderer/stores/planted.ts', "import { useState } from 'react'"],
    ['renderer/views/list/planted.tsx', "type Hub = import('#main/hub/hub.ts').Hub; export const View = () => <p />"],
    ['renderer/charts/planted.ts', "import { Terminal } from '@xterm/xterm'"],
    ['renderer/ui/planted.ts', "import('#renderer/stores/' + name)"],
    ['renderer/ui/planted.ts', "import { something } from 'reactive'"],
    ['brand-new/planted.ts', 'export {}'],
  ];
  test.each(planted)('%s: %s', (where, code) => {
    expect(violations(new Map([[where, code]]), LAYERS)).toHaveLength(1);
  });

  test('what is allowed is not', () => {
    const good = new Map([
      [
        'renderer/app/routes.tsx',
        "import { Page } from '#renderer/views/page.tsx'; import './app.css'; export const a = <Page />",
      ],
      [
        'main/engine/docker.ts',
        "import Docker from 'dockerode'; import { x } from '#shared/base/ring.ts'; import 'node:fs'",
      ],
    ]);
    expect(violations(good, LAYERS)).toEqual([]);
  });
});
