import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { io, type Socket } from 'socket.io-client';
import { systemClock } from '#shared/base/clock.ts';
import type { NetworkRole, Scope } from '#shared/contract/pairing.ts';
import type { Settings } from '#shared/contract/settings.ts';
import { AppError } from '#shared/protocol/errors.ts';
import { compose } from '#main/compose.ts';
import { SettingsKeeper } from '#main/settings/settings-keeper.ts';

export interface Answer {
  status: number;
  headers: Headers;
  body: Record<string, unknown> & { error?: { code: string; message: string; [more: string]: unknown } };
}

/** The whole program without a display, in this process, on the simulated engine or on `dockerHost`. */
export async function startLanServer(
  given: { settings?: Partial<Settings>; dockerHost?: string; isTls?: boolean; keeps?: boolean; home?: string } = {},
) {
  const home = given.home ?? mkdtempSync(join(tmpdir(), 'qs-lan-'));
  const pages = join(home, 'pages');
  mkdirSync(join(pages, 'assets'), { recursive: true });
  writeFileSync(join(pages, 'index.html'), '<!doctype html><title>Quayside</title>');
  writeFileSync(join(pages, 'assets', 'app.js'), 'export const answer = 42;\n'.repeat(100));
  const settings = new SettingsKeeper({ read: () => ({ ...given.settings }), write: () => undefined });
  const logged: string[] = [];
  const core = compose({
    env: given.dockerHost ? { DOCKER_HOST: given.dockerHost } : { QUAYSIDE_ENGINE: 'simulated' },
    clock: systemClock,
    settings,
    version: '0.0.0',
    remote: { home, pages },
    // What is kept on the disk as the program keeps it, but for logs and statistics.
    ...(given.keeps && {
      logs: { folder: join(home, 'logs') },
      store: {
        file: join(home, 'store', 'logs.db'),
        startWorker: () => {
          throw new AppError('not_found', 'No logs are kept in this test.');
        },
      },
    }),
    echo: ({ level, message }) => {
      if (level === 'warn' || level === 'error') logged.push(message);
    },
  });
  const { signIns } = await core.security();
  const start = signIns.add({ kind: 'start', user: 'local', role: 'admin', device: 'test' });
  await core.engines.whenConnected('default', AbortSignal.timeout(10_000));
  const state = await core.remote.start({ host: '127.0.0.1', port: 0, isTls: given.isTls ?? false });
  if (state.state !== 'on') throw new Error('remote access did not start');
  const { url } = state;

  const request = async (path: string, options: RequestInit & { token?: string } = {}): Promise<Answer> => {
    const { token, headers, ...rest } = options;
    const answer = await fetch(`${url}${path}`, {
      ...rest,
      headers: { ...(token && { authorization: `Bearer ${token}` }), ...(headers as Record<string, string>) },
    });
    const text = await answer.text();
    const isJson = answer.headers.get('content-type')?.includes('json') ?? false;
    return {
      status: answer.status,
      headers: answer.headers,
      body: (isJson && text ? JSON.parse(text) : { text }) as Answer['body'],
    };
  };
  const post = (path: string, body: unknown, token?: string): Promise<Answer> =>
    request(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      ...(token !== undefined && { token }),
    });
  const sockets: Socket[] = [];
  return {
    core,
    home,
    url,
    settings,
    logged,
    fingerprint: state.fingerprint,
    startToken: start.token,
    request,
    post,
    call: (command: string, params: unknown, token: string) => post(`/api/v1/call/${command}`, params, token),
    /** A token of its own for a role, with a scope. */
    tokenOf: (role: NetworkRole, name = `a-${role}`, scope?: Scope): string =>
      signIns.add({ kind: 'token', user: name, role, device: name, ...(scope && { scope }) }).token,
    /** Connected, or rejected with what the server said. */
    connect: (token: string, more: Record<string, unknown> = {}): Promise<TestSocket> =>
      new Promise((resolve, reject) => {
        const socket = io(url, {
          auth: { token },
          transports: ['websocket'],
          reconnection: false,
          forceNew: true,
          ...more,
        });
        sockets.push(socket);
        const peer = new TestSocket(socket);
        socket.on('connected', (hello: TestSocket['hello']) => {
          peer.hello = hello;
          resolve(peer);
        });
        socket.on('connect_error', reject);
      }),
    close: async () => {
      for (const socket of sockets) socket.disconnect();
      await core.dispose();
      if (given.home === undefined) rmSync(home, { recursive: true, force: true });
    },
  };
}
export type LanServer = Awaited<ReturnType<typeof startLanServer>>;

type Event = [name: string, payload: Record<string, unknown>];

/** A raw client: what a script would send, and all that came. */
export class TestSocket {
  readonly socket: Socket;
  readonly events: Event[] = [];
  hello: { clientId: string; user: { name: string; role: string }; channels: string[]; commands: string[] } = {
    clientId: '',
    user: { name: '', role: '' },
    channels: [],
    commands: [],
  };
  readonly #waiting = new Set<() => void>();

  constructor(socket: Socket) {
    this.socket = socket;
    socket.onAny((name: string, payload: Record<string, unknown>) => {
      this.events.push([name, payload]);
      for (const look of this.#waiting) look();
    });
    socket.on('disconnect', (reason) => {
      this.events.push(['disconnect', { reason }]);
      for (const look of this.#waiting) look();
    });
  }

  ask(
    event: string,
    payload?: unknown,
  ): Promise<{ ok: boolean; error?: { code: string; [more: string]: unknown }; [more: string]: unknown }> {
    return this.socket.timeout(10_000).emitWithAck(event, payload) as ReturnType<TestSocket['ask']>;
  }

  /** The payload of the first event of this name, come or to come, that fits. */
  heard(
    name: string,
    isMeant: (payload: Record<string, unknown>) => boolean = () => true,
  ): Promise<Record<string, unknown>> {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        this.#waiting.delete(look);
        reject(new Error(`no ${name} within 10 s; heard ${this.events.map(([event]) => event).join(', ')}`));
      }, 10_000);
      const look = (): void => {
        const found = this.events.find(([event, payload]) => event === name && isMeant(payload));
        if (!found) return;
        clearTimeout(late);
        this.#waiting.delete(look);
        resolve(found[1]);
      };
      this.#waiting.add(look);
      look();
    });
  }
}
