// Lists containers, reads one sample of statistics, then follows a log, over Socket.io:
//   QUAYSIDE_URL=http://127.0.0.1:7420 QUAYSIDE_TOKEN=… node examples/watch.mjs [container]
import { io } from 'socket.io-client';

const { QUAYSIDE_URL: url = 'http://127.0.0.1:7420', QUAYSIDE_TOKEN: token } = process.env;
const socket = io(url, { auth: { token }, transports: ['websocket', 'polling'] });
socket.on('connect_error', (error) => console.error(error.data?.message ?? error.message));

/** Sends a message and gives its answer; a refusal is thrown with its code and words. */
async function ask(event, payload) {
  const answer = await socket.timeout(30_000).emitWithAck(event, payload);
  if (!answer.ok) throw Object.assign(new Error(answer.error.message), answer.error);
  return answer;
}

socket.on('connected', async ({ user }) => {
  console.log(`signed in as ${user.name}, ${user.role}`);
  const { result } = await ask('call', { command: 'containers.list', params: {} });
  for (const { name, state, image } of result.containers) console.log(`${state.padEnd(10)} ${name}  ${image}`);
  const container = process.argv[2] ?? result.containers.find(({ state }) => state === 'running')?.name;
  const { result: stats } = await ask('call', { command: 'containers.stats', params: { container } });
  console.log(
    `${container}: ${stats.sample?.cpuPercent?.toFixed(1)} % CPU, ${stats.sample?.memoryBytes} bytes of memory`,
  );
  // With `flow` the server waits for our acks and nothing is lost; a new connection could go on with `since`.
  await ask('subscribe', { channel: 'logs:stream', params: { container }, view: { tail: 20 }, flow: true });
});
socket.on('logs:stream', ({ stream, next, items }) => {
  for (const { time, text } of items) console.log(`${time} ${text}`);
  socket.emit('ack', { stream, seq: next }, () => undefined);
});
socket.on('gap', ({ dropped }) => console.log(`-- ${dropped ?? 'some'} lines missed --`));
socket.on('end', ({ reason }) => console.log(`-- the log has ended: ${reason} --`));
