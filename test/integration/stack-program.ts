import type { Client } from '#shared/client/client.ts';
import type { CallIn, Result } from '#shared/contract/index.ts';
import type { Applier, DeployLine } from '#shared/contract/stacks.ts';
import { startLocalProgram, storeWithoutLogs } from './local-program.ts';

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
  const { client, end } = await startLocalProgram(host, {
    env: host === 'simulated' ? { QUAYSIDE_ENGINE: 'simulated' } : env,
    store: storeWithoutLogs(home),
    echo: () => undefined,
  });
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
    close: end,
  };
}
