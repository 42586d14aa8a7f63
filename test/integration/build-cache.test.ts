// What builds left on a real engine: planned piece by piece, and exactly that removed.
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { tarEnd, tarHeader, tarPadding } from '#main/tar/tar-writer.ts';
import type { PrunePlan, PruneResult } from '#shared/contract/prune.ts';
import { startEngine, TEST_IMAGE } from '../engine.ts';
import { startLanServer } from './lan-server.ts';

/** By BuildKit, which alone keeps what it built; over the API, for the CLI needs a plugin for it. */
async function build(socketPath: string, dockerfile: string): Promise<void> {
  const bytes = Buffer.from(dockerfile);
  const entry = {
    type: 'file',
    mode: 0o644,
    modifiedAtMs: 0,
    target: '',
    name: 'Dockerfile',
    bytes: bytes.length,
  } as const;
  const headers = { 'Content-Type': 'application/x-tar' };
  const sent = request({ socketPath, path: '/build?version=2', method: 'POST', headers });
  sent.end(Buffer.concat([tarHeader(entry), bytes, tarPadding(bytes.length), tarEnd()]));
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  expect(await text(answer)).not.toContain('errorDetail');
}

test('a piece of build cache goes by its plan, with those that are built upon it before it', async () => {
  const engine = await startEngine();
  onTestFinished(() => engine.stop());
  await build(engine.socketPath, `FROM ${TEST_IMAGE}\nRUN echo 1 > /one\nRUN head -c 3000000 /dev/zero > /two\n`);
  // What an image holds too frees nothing.
  await engine.docker('image', 'prune', '-f');
  const at = await startLanServer({ dockerHost: engine.host });
  onTestFinished(() => at.close());
  const call = async <T>(command: string, params: object = {}): Promise<T> =>
    (await at.call(command, params, at.startToken)).body['result'] as T;
  const plan = await call<PrunePlan>('buildCache.prunePlan');
  const large = plan.items.find(({ name }) => name.includes('head -c 3000000'));
  const below = plan.items.find(({ name }) => name.includes('echo 1'));
  expect(large?.bytes).toBe(3_000_000);
  expect(large?.reason).toMatch(/^Last used /);
  const ids = [below?.id ?? '', large?.id ?? ''];
  const result = await call<PruneResult>('buildCache.prune', { plan: plan.plan, only: ids });
  expect(result).toMatchObject({ removed: [...ids].reverse(), skipped: [] });
  const left = await call<PrunePlan>('buildCache.prunePlan');
  expect(left.items.map(({ id }) => id).sort()).toEqual(
    plan.items
      .map(({ id }) => id)
      .filter((id) => !ids.includes(id))
      .sort(),
  );
  const { buildCache } = await call<{ buildCache: { count: number } }>('system.df', { again: true });
  expect(buildCache.count).toBe(left.items.length);
}, 90_000);
