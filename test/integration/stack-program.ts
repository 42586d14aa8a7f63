import { join } from 'node:path';
import { compose, LOCAL_CALLER } from '#main/compose.ts';
import { SettingsKeeper } from '#main/settings/settings-keeper.ts';
import { systemClock } from '#shared/base/clock.ts';
import { Client } from '#shared/client/client.ts';
import type { CallIn, Result } from '#shared/contract/index.ts';
import type { Applier, DeployLine } from '#shared/contract/stacks.ts';
import { AppError } from '#shared/protocol/errors.ts';
import { loopback } from '#shared/protocol/loopback.ts';

type SetMore = Omit<CallIn<'stacks.set'>, 'name' | 'compose'>;

/** The program on a home of the test's, as its window has it. */
export interface StackProgram {
  readonly client: Client;
  set(name: string, compose: string, more?: SetMore): Promise<Result<'stacks.set'>>;
  plan(name: string): Promise<Result<'stacks.plan'>>;
  /** Applies it and gives what was told, up to its end. */
  apply(name: string, plan: string, applier?: Applier): Promise<DeployLine[]>;
  ended(job: string): Promise<DeployLine[]>;
  close(): Promise<void>;
}

/** `env`: more than the address of the engine. */
export async function startStackProgram(
  host: string,
  home: string,
  env: Readonly<Record<string, string>> = {},
): Promise<StackProgram> {
  const core = compose({
    env: host === 'simulated' ? { QUAYSIDE_ENGINE: 'simulated' } : { ...env, DOCKER_HOST: host },
    clock: systemClock,
    settings: new SettingsKeeper({ read: () => ({}), write: () => undefined }),
    version: 'test',
    echo: () => undefined,
    store: {
      file: join(home, 'logs.db'),
      startWorker: () => {
        throw new AppError('not_found', 'No logs are kept in this test.');
      },
    },
  });
  const client = new Client({ clock: systemClock });
  const { server, client: link } = loopback();
  client.attach(link);
  core.openSession(server, LOCAL_CALLER);
  await core.engines.whenConnected('default', AbortSignal.timeout(15_000));
  const ended = (job: string): Promise<DeployLine[]> =>
    new Promise((resolve, reject) => {
      const lines: DeployLine[] = [];
      const listening = client.subscribe(
        'deploy:progress',
        { job },
        {
          onItems: (items) => lines.push(...items),
          onEnd: ({ reason, error }) => {
            listening.dispose();
            if (reason === 'done') resolve(lines);
            else reject(new Error(error?.message ?? reason));
          },
        },
      );
    });
  return {
    client,
    ended,
    set: (name, text, more = {}) => client.call('stacks.set', { name, compose: text, ...more }),
    plan: (name) => client.call('stacks.plan', { name }),
    apply: async (name, plan, applier = 'quayside') =>
      ended((await client.call('stacks.apply', { name, plan, with: applier })).job),
    close: async () => {
      client.dispose();
      await core.dispose();
    },
  };
}
