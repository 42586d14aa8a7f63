import { rmSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';

/** A socket that leads to the engine's and notes what is asked over it. */
export interface EngineRelay {
  readonly host: string;
  /** "GET /v1.43/containers/json", in the order they came. */
  readonly requests: string[];
  close(): void;
}

const SCHEME = 'unix://';

export async function startEngineRelay(host: string, path: string): Promise<EngineRelay> {
  const requests: string[] = [];
  const open = new Set<Socket>();
  const server = createServer((client) => {
    const engine = connect(host.slice(SCHEME.length));
    for (const socket of [client, engine]) {
      open.add(socket);
      socket.once('close', () => {
        open.delete(socket);
        client.destroy();
        engine.destroy();
      });
      // Each end is told by `close`.
      socket.on('error', () => socket.destroy());
    }
    client.on('data', (bytes: Buffer) => {
      const found = /^([A-Z]+ \/\S*) HTTP\/1\.[01]\r$/m.exec(bytes.toString('latin1'))?.[1];
      if (found !== undefined) requests.push(found);
    });
    client.pipe(engine).pipe(client);
  });
  server.listen(path);
  await new Promise((resolve) => server.once('listening', resolve));
  return {
    host: SCHEME + path,
    requests,
    close: () => {
      server.close();
      for (const socket of open) socket.destroy();
      rmSync(path, { force: true });
    },
  };
}
