// From the package to the first container: made, installed, run by an ordinary user in the sandbox, removed.
import { join } from 'node:path';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { chromium, expect, test as base } from '@playwright/test';
import { packageApp } from '../../scripts/package.mjs';
import { ContainersPage } from '../pages/containers-page.ts';
import { remove, runScript, unique } from '../pages/docker.ts';
import { InstalledProgram } from './installed-program.ts';

const test = base.extend<{ program: InstalledProgram; container: { name: string; id: string } }>({
  program: async ({}, use) => {
    const program = new InstalledProgram((process.env['QUAYSIDE_TEST_ENGINE'] ?? '').replace('unix://', ''));
    try {
      await use(program);
    } finally {
      await program.dispose();
    }
  },
  container: async ({}, use) => {
    const name = unique('installed');
    const id = await runScript(name, 'while :; do echo at work; sleep 1; done');
    await use({ name, id });
    await remove(name);
  },
});

/** A fuse that is on, as it stands in the binary. */
const ON = '1'.charCodeAt(0);

test('the package is installed, shows containers to an ordinary user, and goes without a trace', async ({
  program,
  container,
}) => {
  await test.step('install', async () => {
    await program.install(await packageApp('deb', join(program.folder, 'dist')));
  });

  await test.step('what could make another program of it is switched off', async () => {
    const wire = await getCurrentFuseWire('/usr/lib/quayside/quayside');
    const on = Object.values(FuseV1Options).filter(
      (fuse): fuse is FuseV1Options => typeof fuse === 'number' && Number(wire[fuse]) === ON,
    );
    expect(on).toEqual([
      FuseV1Options.EnableCookieEncryption,
      FuseV1Options.EnableEmbeddedAsarIntegrityValidation,
      FuseV1Options.OnlyLoadAppFromAsar,
    ]);
  });

  const browser = await chromium.connectOverCDP(await program.start());
  await test.step('a container is there', async () => {
    const page = browser.contexts()[0]?.pages()[0];
    if (!page) throw new Error('the program has no window');
    const containers = new ContainersPage(page);
    await containers.show();
    await expect(containers.row(container.name)).toBeVisible();
  });

  await test.step('the page is in the sandbox', async () => {
    const processes = await program.processes();
    const main = processes.find(({ type }) => type === 'browser');
    const pages = processes.filter(({ type }) => type === 'renderer');
    expect(pages.map(({ seccomp }) => seccomp)).toEqual([2]);
    expect(pages[0]?.namespace).not.toBe(main?.namespace);
  });

  await test.step('the system opens our links in it', async () => {
    const page = browser.contexts()[0]?.pages()[0];
    if (!page) throw new Error('the program has no window');
    await program.asUser('xdg-open', `quayside://container/${container.id}/logs`);
    await expect(page.getByRole('log')).toContainText('at work');
    // What was measured is kept, and with it the store is made.
    await program.asUser('xdg-open', `quayside://container/${container.id}/stats`);
    await expect(page.getByRole('img', { name: /^CPU, last 60 seconds, now \d/ })).toBeVisible();
  });

  await test.step('it ends, and its removal leaves the user their own files alone', async () => {
    await browser.close();
    expect(await program.quit()).toBe(0);
    await expect.poll(() => program.processes()).toEqual([]);
    // Written by a native module from outside the archive, in a thread from inside it; at the latest at the end.
    expect(await program.asUser('sh', '-c', 'ls "$HOME/.config/quayside/store"')).toContain('logs.db');
    expect(program.leftInTmp()).toEqual([]);
    expect(await program.uninstall()).toEqual([]);
  });
});
