import { MessageChannel, Worker } from 'node:worker_threads';
import { readFileSync } from 'node:fs';
import { systemClock } from '#shared/base/clock.ts';
import { compose, type Core, LOCAL_CALLER } from '#main/compose.ts';
import { SettingsKeeper } from '#main/settings/settings-keeper.ts';
import { Client } from '#shared/client/client.ts';
import { loopback } from '#shared/protocol/loopback.ts';
import { type PortLike, portLink } from '#shared/protocol/port-link.ts';

/** The program without its window, on the bench's engine. */
export function startCore(host: string): Core {
  const settings = new SettingsKeeper({ read: () => ({}), write: () => undefined });
  return compose({ env: { DOCKER_HOST: host }, clock: systemClock, settings, version: 'bench' });
}

export function clientOf(core: Core): Client {
  const { server, client: link } = loopback();
  const client = new Client({ clock: systemClock });
  client.attach(link);
  core.openSession(server, LOCAL_CALLER);
  return client;
}

export interface StoreReport {
  lines: number;
  messages: number;
  dropped: number;
  status: string;
  isEnd: boolean;
}

export interface OpenedStore {
  /** Subscribes. The thread is up by then, as a window is before somebody clicks. */
  begin(): void;
  ask(): Promise<StoreReport>;
  readonly ended: Promise<StoreReport>;
  close(): Promise<void>;
}

/**
 * A watcher with a line store in a thread of its own, over a real MessagePort: the page's half without painting.
 * `tail` -1 reads the finished log from its beginning, else the live stream is followed.
 */
export async function openStore(core: Core, container: string, tail: number): Promise<OpenedStore> {
  const { port1, port2 } = new MessageChannel();
  const session = core.openSession(portLink(port1 as unknown as PortLike), LOCAL_CALLER);
  // Node 20 does not hand tsx on to a thread, so the thread registers it for itself.
  const file = new URL('./store-worker.ts', import.meta.url).href;
  const boot = `import('tsx/esm/api').then(({ register }) => { register(); return import(${JSON.stringify(file)}) })`;
  const worker = new Worker(boot, {
    eval: true,
    workerData: { port: port2, container, tail },
    transferList: [port2],
  });
  const failed = new Promise<never>((_, reject) => worker.once('error', reject));
  const next = (isWanted: (report: StoreReport) => boolean): Promise<StoreReport> =>
    Promise.race([
      failed,
      new Promise<StoreReport>((resolve) => {
        const listen = (report: StoreReport): void => {
          if (!isWanted(report)) return;
          worker.off('message', listen);
          resolve(report);
        };
        worker.on('message', listen);
      }),
    ]);
  await next((report) => !report.isEnd);
  const ended = next((report) => report.isEnd);
  ended.catch(() => undefined); // told by whoever waits for it
  return {
    begin: () => worker.postMessage('begin'),
    ask: () => {
      const answer = next((report) => !report.isEnd);
      worker.postMessage('ask');
      return answer;
    },
    ended,
    close: async () => {
      session.dispose();
      await worker.terminate();
    },
  };
}

/**
 * CPU of this process's main thread alone, in ms: the part that would hold a window's main process up. Of the scheduler's
 * own count, for the one in `stat` has steps of 10 ms.
 */
export function mainThreadMs(): number {
  const [nanoseconds] = readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(' ');
  return Number(nanoseconds) / 1e6;
}
