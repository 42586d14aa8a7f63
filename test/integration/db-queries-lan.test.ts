// Queries over the network: who may ask and write, who sees the rows, and what is noted.
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { startDatabase } from '../database-images.ts';
import { TestContainers } from './containers-of-test.ts';
import { type Answer, type LanServer, startLanServer } from './lan-server.ts';

const containers = new TestContainers();
let id = '';

beforeAll(async () => {
  id = await startDatabase(
    containers.host,
    'sqlite',
    (...args) => containers.docker(...args),
    '--label',
    containers.label,
  );
}, 60_000);
afterAll(() => containers.removeAll());

async function server(isNetworkAllowed: boolean): Promise<LanServer> {
  const made = await startLanServer({
    dockerHost: containers.host,
    settings: { remoteAllowActs: isNetworkAllowed },
  });
  onTestFinished(() => made.close());
  return made;
}

const started = ({ body }: Answer): string => (body['result'] as { query: string }).query;
const READ = 'select count(*) as boats from boats';
const WRITE = "insert into boats (id, name) values (99, 'sent over the network')";

test('an operator asks once the owner allows it, an admin may also write, a viewer neither', async () => {
  const at = await server(false);
  const [viewer, operator, admin] = [at.tokenOf('viewer'), at.tokenOf('operator'), at.tokenOf('admin')];
  const status = async (command: string, statement: string, token: string): Promise<number> =>
    (await at.call(command, { container: id, statement }, token)).status;
  for (const token of [viewer, operator, admin]) {
    expect(await status('db.query', READ, token)).toBe(403);
    expect(await status('db.write', WRITE, token)).toBe(403);
    expect((await at.call('db.describe', { container: id }, token)).status).toBe(403);
    expect((await at.call('db.history', { container: id }, token)).status).toBe(403);
  }
  at.settings.set({ remoteAllowActs: true });
  expect(await status('db.query', READ, viewer)).toBe(403);
  expect(await status('db.query', READ, operator)).toBe(200);
  expect(await status('db.query', WRITE, operator)).toBe(400);
  expect(await status('db.write', WRITE, operator)).toBe(403);
  expect(await status('db.write', WRITE, admin)).toBe(200);
  // The token of this computer counts as local.
  at.settings.set({ remoteAllowActs: false });
  expect(await status('db.query', READ, at.startToken)).toBe(200);
});

test('rows are seen by who asked and by admins', async () => {
  const at = await server(true);
  const asks = at.tokenOf('operator', 'mara');
  const query = started(await at.call('db.query', { container: id, statement: READ }, asks));
  const subscribe = async (token: string) => {
    const socket = await at.connect(token);
    return { socket, answer: await socket.ask('subscribe', { channel: 'db:query:result', params: { query } }) };
  };
  const own = await subscribe(asks);
  expect(own.answer.ok).toBe(true);
  const told = await own.socket.heard('db:query:result', ({ items }) =>
    (items as { rows: unknown[] }[]).some(({ rows }) => rows.length > 0),
  );
  expect(JSON.stringify(told)).toMatch(/"rows":\[\["\d+"\]\]/);
  expect((await subscribe(at.tokenOf('admin', 'ada'))).answer.ok).toBe(true);
  for (const token of [at.tokenOf('operator', 'theo'), at.tokenOf('viewer', 'vera')])
    expect((await subscribe(token)).answer).toMatchObject({ ok: false, error: { code: 'forbidden' } });
  const next = await at.call('db.next', { query }, at.tokenOf('operator', 'theo'));
  expect(next.status).toBe(403);
  // The list of jobs is everybody's and holds no statement.
  const jobs = await at.call('jobs.list', {}, at.tokenOf('viewer', 'vera'));
  expect(JSON.stringify(jobs.body)).toContain('Query in ');
  expect(JSON.stringify(jobs.body)).not.toContain('boats');
});

test('every statement is in the audit log, without the passwords in it', async () => {
  const at = await server(true);
  const admin = at.tokenOf('admin', 'ada');
  await at.call('db.query', { container: id, statement: READ }, admin);
  await at.call('db.write', { container: id, statement: "select 'x' as a -- identified by 'hunter2'" }, admin);
  const { body } = await at.call('audit.query', { limit: 20 }, admin);
  const noted = JSON.stringify(body);
  expect(noted).toContain(READ);
  expect(noted).toContain('"action":"db.write"');
  expect(noted).not.toContain('hunter2');
});
