import { addItem, ChunkWriter, STDERR } from '#shared/lines/chunk.ts';
import { nanosOfMillis } from '#shared/lines/time.ts';

const G = '\u001b[32m';
const K = '\u001b[90m';
const R = '\u001b[31m';
const X = '\u001b[0m';
const LINES: readonly string[] = [
  `INFO  GET  /api/cart ${G}200${X} ${K}11 ms user=8841${X}`,
  `INFO  GET  /api/products?page=2 ${G}200${X} ${K}24 ms user=2207${X}`,
  'DEBUG pg pool: client 7 of 20 acquired in 3 ms',
  'WARN  redis: connection timeout after 250 ms, retry 1 of 3',
  `INFO  redis: reconnected ${K}attempt=1${X}`,
  `INFO  POST /api/cart/items ${G}201${X} ${K}38 ms user=8841${X}`,
  '{"level":"info","msg":"POST /api/checkout","order":"A-20931","user":8841}',
  '!ERROR checkout failed: upstream timeout order=A-20931 ms=3012',
  '!Error: upstream timeout',
  '!    at PaymentClient.charge (payments.js:88:13)',
  '!    at async Checkout.place (checkout.js:141:20)',
  `INFO  POST /api/checkout ${R}504${X} ${K}3034 ms user=8841${X}`,
  '\u001b]52;c;aGk=\u0007\u001b[2J\u001b[Hhostile: 日本語 👨‍👩‍👧 ünïcode and a tab\there',
  `INFO  GET  /healthz ${G}200${X} ${K}1 ms${X}`,
];

/** Packed lines `from` to `from + count`, one each `stepMs`, ending now or at `now`. */
export function sampleLog(from: number, count: number, stepMs: number, now = Date.now()): Uint8Array {
  const writer = new ChunkWriter();
  const encoder = new TextEncoder();
  for (let i = 0; i < count; i++) {
    const text = LINES[(from + i) % LINES.length] as string;
    const ms = now - (count - i) * stepMs;
    if ((from + i) % 400 === 399) {
      addItem(writer, { time: new Date(ms).toISOString(), mark: 'restarted', text: 'restarted' });
      continue;
    }
    const { hi, lo } = nanosOfMillis(ms);
    writer.add(hi, lo, text.startsWith('!') ? STDERR : 0, encoder.encode(text.replace(/^!/, '')));
  }
  return writer.take();
}
