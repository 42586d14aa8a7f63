// Stands for the page: a client on the far end of a MessagePort that keeps every line in the line store.
import { parentPort, workerData } from 'node:worker_threads';
import { systemClock } from '#shared/base/clock.ts';
import { Client } from '#shared/client/client.ts';
import { LineStore } from '#shared/lines/line-store.ts';
import { type PortLike, portLink } from '#shared/protocol/port-link.ts';

const { port, container, tail } = workerData as { port: PortLike; container: string; tail: number };
const client = new Client({ clock: systemClock });
const store = new LineStore({ maxLines: 100_000, maxBytes: 64 * 1024 * 1024 });
let lines = 0;
let messages = 0;
let dropped = 0;
let status = '';
const tell = (isEnd: boolean): void => parentPort?.postMessage({ lines, messages, dropped, status, isEnd });
const watcher = {
  onPacked: (packed: Uint8Array, from: number, count: number) => {
    store.append(packed, from);
    lines += count;
    messages += 1;
  },
  onGap: (gap: { dropped: number | null }) => (dropped += gap.dropped ?? 0),
  onStatus: (now: { status: string }) => {
    status = now.status;
  },
  onEnd: () => tell(true),
};
const begin = (): void => {
  client.attach(portLink(port));
  if (tail < 0) client.subscribe('logs:read', { container }, watcher, { packed: true });
  else client.subscribe('logs:stream', { container }, watcher, { packed: true, view: { tail } });
};
parentPort?.on('message', (what: 'begin' | 'ask') => (what === 'begin' ? begin() : tell(false)));
tell(false); // loaded: what is measured begins only now
