// The page's half: round trips beside a bare echo, then the messages of a log in flood.
import { ipcRenderer } from 'electron/renderer';
import { systemClock } from '#shared/base/clock.ts';
import { Client } from '#shared/client/client.ts';
import { LineStore } from '#shared/lines/line-store.ts';
import { portLink } from '#shared/protocol/port-link.ts';

const TRIPS = 1000;
const FLOOD_MS = 6000;

export interface IpcResult {
  ours: number[];
  echo: number[];
  messages: number;
  bytes: number;
  seconds: number;
  dropped: number;
  tickOurs: number[];
  tickSend: number[];
}

/** In ms. Node's clock, for the page's own has steps of 0.1 ms, half of what is measured. */
async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const begun = process.hrtime.bigint();
  await work();
  return Number(process.hrtime.bigint() - begun) / 1e6;
}

/** Both in turns, so that the neighbours' load falls on both. */
async function roundTrips(client: Client): Promise<Pick<IpcResult, 'ours' | 'echo'>> {
  const ours: number[] = [];
  const echo: number[] = [];
  for (let i = -100; i < TRIPS; i++) {
    const one = await timeOf(() => client.call('settings.get', {}));
    const other = await timeOf(() => ipcRenderer.invoke('echo'));
    if (i < 0) continue;
    ours.push(one);
    echo.push(other);
  }
  return { ours, echo };
}

/** From the page's wish to the 200 samples in its hands, both ways in turns. */
async function ticks(): Promise<Pick<IpcResult, 'tickOurs' | 'tickSend'>> {
  const port = await new Promise<MessagePort>((resolve) => {
    ipcRenderer.once('tick-port', ({ ports }) => ports[0] && resolve(ports[0]));
    ipcRenderer.send('tick-port');
  });
  const link = portLink(port);
  let arrived = (): void => undefined;
  link.onMessage(() => arrived());
  const tickOurs: number[] = [];
  const tickSend: number[] = [];
  for (let i = -20; i < 300; i++) {
    const ours = await timeOf(
      () =>
        new Promise<void>((resolve) => {
          arrived = resolve;
          link.send({ e: 'ping', p: {} });
        }),
    );
    const send = await timeOf(
      () =>
        new Promise<void>((resolve) => {
          ipcRenderer.once('ticked', () => resolve());
          ipcRenderer.send('tick');
        }),
    );
    if (i < 0) continue;
    tickOurs.push(ours);
    tickSend.push(send);
  }
  link.close();
  return { tickOurs, tickSend };
}

function flood(
  client: Client,
  container: string,
): Promise<Pick<IpcResult, 'messages' | 'bytes' | 'dropped' | 'seconds'>> {
  const store = new LineStore({ maxLines: 100_000, maxBytes: 64 * 1024 * 1024 });
  let messages = 0;
  let bytes = 0;
  let dropped = 0;
  return new Promise((resolve, reject) => {
    let begun = 0;
    const watching = client.subscribe(
      'logs:stream',
      { container },
      {
        onPacked: (packed, from) => {
          store.append(packed, from);
          begun ||= performance.now();
          messages += 1;
          bytes += packed.byteLength;
          const ms = performance.now() - begun;
          if (ms < FLOOD_MS) return;
          watching.dispose();
          resolve({ messages, bytes, dropped, seconds: ms / 1000 });
        },
        onGap: (gap) => {
          dropped += gap.dropped ?? 0;
        },
        onEnd: ({ reason, error }) => reject(new Error(`the log ended: ${reason} ${error?.message ?? ''}`)),
      },
      { packed: true, view: { tail: 0 } },
    );
  });
}

ipcRenderer.once('quayside:port', ({ ports }) => {
  const [port] = ports;
  if (!port) return;
  const client = new Client({ clock: systemClock });
  client.attach(portLink(port));
  const container = new URLSearchParams(location.search).get('container') ?? '';
  void roundTrips(client)
    .then(async (trips) => ({ ...trips, ...(await ticks()), ...(await flood(client, container)) }))
    .then((result: IpcResult) => ipcRenderer.send('result', result))
    .catch((thrown: unknown) => ipcRenderer.send('failed', String(thrown)));
});
ipcRenderer.send('attach');
