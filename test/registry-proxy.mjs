// Stands before a registry and breaks what passes: `node registry-proxy.mjs PORT TARGET`. A line on its input says what
// becomes of large answers from then on: `pass`, `cut BYTES` (the connection breaks), `silent BYTES` (nothing more comes).
import { createServer, connect } from 'node:net';
import { createInterface } from 'node:readline';

const [port, target] = process.argv.slice(2).map(Number);
let fault = { kind: 'pass', bytes: 0 };

createServer((client) => {
  const registry = connect(target, '127.0.0.1');
  let sent = 0;
  let isSilent = false;
  client.pipe(registry);
  registry.on('data', (bytes) => {
    sent += bytes.length;
    if (fault.kind === 'pass' || sent < fault.bytes) client.write(bytes);
    else if (fault.kind === 'cut') client.destroy();
    else isSilent = true;
  });
  // One that has gone silent does not even hang up.
  registry.on('end', () => isSilent || client.end());
  registry.on('error', () => undefined).on('close', () => isSilent || client.destroy());
  client.on('error', () => undefined).on('close', () => registry.destroy());
}).listen(port, '127.0.0.1', () => process.stdout.write('ready\n'));

createInterface({ input: process.stdin }).on('line', (line) => {
  const [kind, bytes] = line.split(' ');
  fault = { kind, bytes: Number(bytes ?? 0) };
  process.stdout.write(`${line}\n`);
});
