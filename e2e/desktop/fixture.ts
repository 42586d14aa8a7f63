import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  _electron,
  test as base,
  type ConsoleMessage,
  type ElectronApplication,
  expect,
  type Page,
} from '@playwright/test';

export interface Launched {
  readonly app: ElectronApplication;
  readonly page: Page;
  close(): Promise<void>;
}

interface Fixtures {
  /** The app's own folder and Chromium's, both fresh for the test. */
  readonly home: string;
  /** Further environment of the app; `DOCKER_HOST` is the tests' engine unless set here. */
  readonly appEnv: Record<string, string>;
  /** Starts the app on `home`; may be called again after `close()`. Closed by itself at the end. */
  readonly launch: () => Promise<Launched>;
  readonly app: ElectronApplication;
  readonly page: Page;
  /** What the pages complained of. Anything left in here at the end fails the test: expect it and take it out. */
  readonly complaints: string[];
}

export const test = base.extend<Fixtures & { appEnvOption: Record<string, string> }>({
  appEnvOption: [{}, { option: true }],
  appEnv: async ({ appEnvOption }, use) => use({ ...appEnvOption }),
  home: async ({}, use) => {
    const home = mkdtempSync(join(tmpdir(), 'qs-e2e-'));
    await use(home);
    rmSync(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  },
  complaints: async ({}, use) => {
    const complaints: string[] = [];
    await use(complaints);
    expect(complaints, 'errors on the page').toEqual([]);
  },
  launch: async ({ home, appEnv, complaints }, use) => {
    const open = new Set<Launched>();
    await use(async () => {
      const launched = await start(home, appEnv, complaints, (gone) => open.delete(gone));
      open.add(launched);
      return launched;
    });
    for (const launched of open) await launched.close();
  },
  // One launch serves both `app` and `page`.
  app: async ({ launch }, use) => use((await launch()).app),
  page: async ({ app }, use) => use(await app.firstWindow()),
});
export { expect } from '@playwright/test';

/** Command line and environment of the app as the tests start it. */
export function startOptions(
  home: string,
  appEnv: Record<string, string> = {},
): { args: string[]; env: Record<string, string> } {
  const inherited = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const env = { ...Object.fromEntries(inherited), QUAYSIDE_HOME: home, ...appEnv };
  return { args: ['.', `--user-data-dir=${join(home, 'browser')}`], env };
}

/** Starts the program once more on the same home, as the system does with a link. */
export async function startAgain(home: string, ...more: string[]): Promise<number | null> {
  const { args, env } = startOptions(home);
  const electron = String(createRequire(import.meta.url)('electron'));
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const second = spawn(electron, [...sandbox, ...args, ...more], { env, stdio: 'ignore' });
  const [code] = (await once(second, 'exit')) as [number | null];
  return code;
}

async function start(
  home: string,
  appEnv: Record<string, string>,
  complaints: string[],
  onClosed: (launched: Launched) => void,
): Promise<Launched> {
  const app = await launchApp(startOptions(home, appEnv));
  listen(app, complaints);
  const page = await app.firstWindow();
  await page.waitForLoadState('load');
  const launched: Launched = {
    app,
    page,
    close: async () => {
      onClosed(launched);
      await app.close();
    },
  };
  return launched;
}

/** The program from its first moment, with or without a window. */
export async function launchApp(options: ReturnType<typeof startOptions>): Promise<ElectronApplication> {
  const app = await _electron.launch(options);
  askAgain(app);
  return app;
}

/** While the program loads its core the inspector may lose answers to the garbage collector; asked again it gives them. */
function askAgain(app: ElectronApplication): void {
  const ask: (...args: unknown[]) => Promise<unknown> = app.evaluate.bind(app) as never;
  const again = async (...args: unknown[]): Promise<unknown> => {
    for (let left = ATTEMPTS; ; left--) {
      try {
        return await ask(...args);
      } catch (thrown) {
        if (left === 0 || !String(thrown).includes('garbage collected')) throw thrown;
      }
    }
  };
  app.evaluate = again as typeof app.evaluate;
}
/** Each is a whole way there and back; three in a row were lost at most. */
const ATTEMPTS = 30;

/** Breaches of the page's policy are console errors as well. */
function listen(app: ElectronApplication, complaints: string[]): void {
  const hear = (page: Page): void => {
    page.on('console', (message: ConsoleMessage) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
  };
  app.windows().forEach(hear);
  app.on('window', hear);
}
