// Who is let in for one stack learns nothing of the others: every command and channel there is, asked by such a sign-in over a
// world in which all that is not its own carries a mark.
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ChannelDef, CommandDef } from '#shared/contract/define.ts';
import { channels, commands } from '#shared/contract/index.ts';
import { NETWORK_ROLES, type Scope } from '#shared/contract/pairing.ts';
import { DEFAULT_SETTINGS } from '#shared/contract/settings.ts';
import { z } from '#shared/contract/zod.ts';
import { TestContainers } from './containers-of-test.ts';
import { type LanServer, startLanServer } from './lan-server.ts';

/** So much is asked that it would be refused for that alone. */
const BUSY = { messagesPerSecond: 10_000, messageBurst: 10_000, connectionsPerUser: 100 };
const MARK = `zforeign${randomBytes(4).toString('hex')}`;
const containers = new TestContainers();
let at: LanServer;
let own = '';
let other = '';
const foreign: Record<string, unknown> = {};

const labelled = (stack: string): string[] => [
  ...['--label', `com.docker.compose.project=${stack}`, '--label', 'com.docker.compose.service=web'],
];
const result = async (command: string, params: unknown): Promise<Record<string, unknown>> => {
  const { body, status } = await at.call(command, params, at.startToken);
  if (status !== 200) throw new Error(`${command}: ${JSON.stringify(body)}`);
  return body['result'] as Record<string, unknown>;
};

beforeAll(async () => {
  at = await startLanServer({
    dockerHost: containers.host,
    settings: { remoteAllowActs: true, remoteLimits: { ...DEFAULT_SETTINGS.remoteLimits, ...BUSY } },
  });
  await containers.docker('network', 'create', '--label', containers.label, `${MARK}-net`);
  const speak = (words: string): string => `while :; do echo ${words}; echo ${words} >&2; sleep 0.2; done`;
  own = await containers.run(speak('ours'), '--name', `own-${MARK.slice(8)}`, ...labelled(`ours-${MARK.slice(8)}`));
  other = await containers.run(
    speak(MARK),
    ...[
      '--name',
      `${MARK}-web`,
      '--hostname',
      `${MARK}-host`,
      '--network',
      `${MARK}-net`,
      '--network-alias',
      `${MARK}-alias`,
    ],
    ...[
      '-e',
      `WORD=${MARK}`,
      '--label',
      `some.word=${MARK}`,
      '--label',
      'quayside.database=redis',
      '-v',
      `${MARK}-data:/data`,
    ],
    ...labelled(`${MARK}-stack`),
  );
  await result('stacks.set', {
    name: `${MARK}-target`,
    compose: `services:\n  ${MARK}:\n    image: ${MARK}\n`,
    env: `WORD=${MARK}`,
  });
  const { session } = await result('terminal.open', {
    container: other,
    command: ['sleep', '60'],
    columns: 80,
    rows: 24,
  });
  const { query } = await result('db.query', { container: other, statement: `GET ${MARK}` });
  const { job } = await result('containers.export', { container: other }).catch(() => ({ job: query }));
  Object.assign(foreign, { session, query, job: job ?? query, network: `${MARK}-net`, volume: `${MARK}-data` });
}, 90_000);
afterAll(async () => {
  await at.close();
  await containers.removeAll();
  await containers.docker('network', 'rm', `${MARK}-net`);
  await containers.docker('volume', 'rm', '-f', `${MARK}-data`);
});

/** Something plausible for each name of a param that there is. */
const plausible = (container: string): Record<string, unknown> => ({
  container,
  containers: [container],
  name: 'HOSTNAME',
  stack: `${MARK}-stack`,
  stacks: [`${MARK}-stack`],
  image: 'sha256:'.padEnd(71, '0'),
  reference: 'a/b:c',
  service: 1,
  incident: '0'.repeat(16),
  plan: 'x',
  version: 1,
  statement: 'GET x',
  command: ['true'],
  path: '/etc',
  columns: 80,
  rows: 24,
  text: 'a',
  ports: [{ port: 80 }],
  tail: 5,
  all: true,
  timeoutMs: 2000,
  timeoutSeconds: 0,
  on: false,
  id: '0'.repeat(16),
  rule: '0'.repeat(16),
  request: 'x',
  allow: true,
  username: 'x',
  password: 'x'.repeat(12),
  role: 'admin',
  removed: 'x',
  compose: 'services: {}',
  wait: true,
  ...foreign,
});

/** Params with what is needed, and with all that something plausible is known for. */
function paramsFor({ params }: Pick<CommandDef, 'params'>, container: string): Record<string, unknown>[] {
  if (params instanceof z.ZodUnion)
    return params.options.flatMap((one) => paramsFor({ params: one as never }, container));
  if (!(params instanceof z.ZodObject)) return [{}];
  const known = plausible(container);
  const fields = Object.entries(params.shape as Record<string, z.ZodType>);
  const given = (isMeant: (name: string, field: z.ZodType) => boolean): Record<string, unknown> =>
    Object.fromEntries(
      fields.flatMap(([name, field]) => (name in known && isMeant(name, field) ? [[name, known[name]]] : [])),
    );
  const least = given((name, field) => name === 'container' || !field.safeParse(undefined).success);
  const most = given((name, field) => field.safeParse(known[name]).success);
  return JSON.stringify(least) === JSON.stringify(most) ? [least] : [least, most];
}

/** Would end the own container before everything was asked of it. */
const LAST = ['containers.remove', 'containers.kill', 'containers.stop', 'containers.pause', 'containers.restart'];
/** They answer with what is the caller's own whatever is named, and say nothing of what is not. */
const OPEN = ['containers.list'];

const scopes: [string, () => Scope][] = [
  ['a stack', () => ({ stack: `ours-${MARK.slice(8)}` })],
  ['a container', () => ({ containers: [own] })],
];
describe.each(scopes)('limited to %s', (_what, scopeOf) => {
  test.each(NETWORK_ROLES)(
    '%s',
    async (role) => {
      const token = at.tokenOf(role, `${role}-${_what}`, scopeOf());
      const told: string[] = [];
      const names = Object.keys(commands).sort((a, b) => LAST.indexOf(a) - LAST.indexOf(b));
      for (const name of names) {
        const def = (commands as Record<string, CommandDef>)[name] as CommandDef;
        for (const container of [other, own])
          for (const params of paramsFor(def, container)) {
            if (container === own && (LAST.includes(name) || name === 'containers.rename')) continue;
            const { status, body } = await at.call(name, params, token);
            told.push(`${name} ${JSON.stringify(params).replaceAll(MARK, '…')}: ${status} ${JSON.stringify(body)}`);
            if (container === other && 'container' in params)
              expect([name, params, status]).not.toEqual([name, params, 200]);
            if (!('container' in params) && status === 200) expect(OPEN).toContain(name);
          }
      }
      const peer = await at.connect(token);
      for (const [channel, def] of Object.entries(channels as Record<string, ChannelDef>))
        for (const container of [other, own])
          for (const params of paramsFor(def as never, container)) {
            const answer = await peer.ask('subscribe', { channel, params });
            told.push(`${channel} ${JSON.stringify(params).replaceAll(MARK, '…')}: ${JSON.stringify(answer)}`);
            if (params['container'] === other) expect([channel, answer.ok]).toEqual([channel, false]);
          }
      // What happens to others while one watches.
      await containers.docker('restart', '-t', '0', other);
      await containers.docker('exec', other, 'true', MARK);
      await containers.docker('rename', `${MARK}-web`, `${MARK}-web2`);
      await containers.docker('rename', `${MARK}-web2`, `${MARK}-web`);
      await containers.docker('pause', own);
      await containers.docker('unpause', own);
      await peer.heard('docker:events', (data) => JSON.stringify(data).includes('unpause'));
      await peer.heard('logs:stream', (data) => JSON.stringify(data).includes('ours'));
      for (const path of ['/metrics', '/api/v1/connections', '/api/v1/openapi.json', '/healthz'])
        told.push(`${path}: ${JSON.stringify((await at.request(path, { token })).body)}`);
      for (const channel of ['containers', 'docker:events', 'jobs', 'service:status', 'stacks', 'presence'])
        told.push(`${channel}: ${JSON.stringify((await at.request(`/api/v1/poll/${channel}`, { token })).body)}`);
      told.push(...peer.events.map(([name, payload]) => `${name}: ${JSON.stringify(payload)}`));
      expect(told.filter((text) => text.includes(MARK))).toEqual([]);
      expect(told.filter((text) => text.includes('"items"') && text.includes(other))).toEqual([]);
      expect(told.filter((text) => text.includes('"code":"too_many"'))).toEqual([]);
      expect(told.join('\n')).toContain('ours');
      // Both are still there as they were, and no nearer to each other.
      expect(await containers.docker('inspect', own)).not.toContain(MARK);
      expect(await containers.docker('inspect', '-f', '{{.State.Status}} {{.Name}}', other)).toBe(
        `running /${MARK}-web`,
      );
    },
    60_000,
  );
});
