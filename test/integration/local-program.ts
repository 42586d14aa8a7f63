import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { compose, type ComposeOptions, type Core, LOCAL_CALLER } from '#main/compose.ts';
import { SettingsKeeper } from '#main/settings/settings-keeper.ts';
import { systemClock } from '#shared/base/clock.ts';
import { Client } from '#shared/client/client.ts';
import type { Role } from '#shared/contract/define.ts';
import { AppError } from '#shared/protocol/errors.ts';
import { loopback } from '#shared/protocol/loopback.ts';

export interface LocalProgram {
  readonly core: Core;
  /** The person at this computer. */
  readonly client: Client;
  /** Somebody from the network. */
  as(role: Role): Client;
  /** As after a break: another link for `client`. */
  connect(): void;
  /** Twice is allowed. */
  end(): Promise<void>;
}

/** Client, link, session, hub, engine: everything but the window. */
export async function startLocalProgram(host: string, more: Partial<ComposeOptions> = {}): Promise<LocalProgram> {
  const core = compose({
    clock: systemClock,
    settings: new SettingsKeeper({ read: () => ({}), write: () => undefined }),
    version: 'test',
    ...more,
    env: { DOCKER_HOST: host, ...more.env },
  });
  const clients: Client[] = [];
  const attach = (client: Client, caller: Parameters<Core['openSession']>[1]): void => {
    const { server, client: link } = loopback();
    client.attach(link);
    core.openSession(server, caller);
  };
  const open = (caller: Parameters<Core['openSession']>[1]): Client => {
    const client = new Client({ clock: systemClock });
    clients.push(client);
    attach(client, caller);
    return client;
  };
  const client = open(LOCAL_CALLER);
  let ended: Promise<void> | undefined;
  await core.engines.whenConnected('default', AbortSignal.timeout(20_000));
  return {
    core,
    client,
    as: (role) => open({ user: 'somebody', role, isLocal: false }),
    connect: () => attach(client, LOCAL_CALLER),
    end: () => {
      for (const one of clients) one.dispose();
      return (ended ??= core.dispose());
    },
  };
}

/** The same for one test, which ends it. */
export async function localProgramOfTest(host: string, more: Partial<ComposeOptions> = {}): Promise<LocalProgram> {
  const program = await startLocalProgram(host, more);
  onTestFinished(program.end);
  return program;
}

/** What is kept over a new start goes into a folder of the test's; logs are not among it. */
export const storeWithoutLogs = (folder: string): NonNullable<ComposeOptions['store']> => ({
  file: join(folder, 'history.db'),
  startWorker: () => {
    throw new AppError('not_found', 'No logs are kept in this test.');
  },
});
