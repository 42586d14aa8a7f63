// Viewers in a process of their own that do as little as can be: what is measured is the server. They speak
// Socket.io's packets by hand, for a client that parses 50 times the same JSON would be what takes the time.
import { connect } from 'node:net';
import { WebSocket } from 'ws';

interface Order {
  kind: 'quayside' | 'tcp';
  port: number;
  token: string;
  container: string;
  viewers: number;
  lines: number;
  bytes: number;
  /** The first so many read nothing. */
  stalled: number;
}

const order = JSON.parse(process.env['BENCH_ORDER'] ?? '{}') as Order;
const BATCH = /^42\["logs:stream",\{"stream":"(\w+)","epoch":"\w+","from":\d+,"next":(\d+)/;
let hasBegun = false;
const tell = (message: string): void => void process.send?.(message);

function viewer(isStalled: boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${order.port}/socket.io/?EIO=4&transport=websocket`, {
      perMessageDeflate: false,
    });
    socket.on('error', reject);
    socket.on('message', (data: Buffer) => {
      const head = data.toString('latin1', 0, 160);
      if (head.startsWith('0')) socket.send(`40${JSON.stringify({ token: order.token })}`);
      else if (head === '2') socket.send('3');
      else if (head.startsWith('42["connected"')) {
        const request = {
          channel: 'logs:stream',
          params: { container: order.container },
          view: { tail: 0 },
          flow: true,
        };
        socket.send(`420["subscribe",${JSON.stringify(request)}]`);
      } else if (head.startsWith('430')) {
        tell('subscribed');
        if (!isStalled) return;
        socket.pause();
        resolve();
      } else {
        const found = BATCH.exec(head);
        if (!found) return;
        if (!hasBegun) tell('begun');
        hasBegun = true;
        socket.send(`42["ack",{"stream":"${found[1]}","seq":${found[2]}}]`);
        if (Number(found[2]) < order.lines) return;
        resolve();
      }
    });
  });
}

function reader(): Promise<void> {
  return new Promise((resolve, reject) => {
    let bytes = 0;
    const socket = connect(order.port, '127.0.0.1', () => tell('subscribed'));
    socket.on('error', reject);
    socket.on('data', (chunk) => {
      bytes += chunk.length;
      if (bytes >= order.bytes) resolve();
    });
  });
}

await Promise.all(
  Array.from({ length: order.viewers }, (_, at) => (order.kind === 'tcp' ? reader() : viewer(at < order.stalled))),
);
tell('done');
