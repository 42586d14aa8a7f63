// Images: what both engines promise.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { parseImageReference, isReferenceFault, type ImageReference } from '#shared/base/image-reference.ts';
import { readBuildContext } from '#main/images/build-context.ts';
import type { EngineImages } from '#main/engine/engine-images.ts';
import { realSubject, simulatedSubject, type Subject } from './engine-subjects.ts';

async function* bytesOf(parts: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* parts;
}
const soon = (): AbortSignal => AbortSignal.timeout(15_000);
const named = (text: string): ImageReference => {
  const parsed = parseImageReference(text);
  if (isReferenceFault(parsed)) throw new Error(parsed.fault);
  return parsed;
};

describe.each([
  ['DockerEngine', realSubject],
  ['SimulatedEngine', simulatedSubject],
])('the images of %s', (_name, make) => {
  let subject: Subject;
  let used: { id: string; tag: string };
  const images = (): EngineImages => subject.engine.images;
  const tagsOf = async (id: string): Promise<string[]> =>
    (await images().list(soon())).find((one) => one.Id === id)?.RepoTags ?? [];
  const unique = (): string => `quayside-test/${Math.random().toString(36).slice(2, 10)}:1`;

  async function build(dockerfile: string, tag: string, printed: string[]): Promise<void> {
    const folder = mkdtempSync(join(tmpdir(), 'qs-context-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    writeFileSync(join(folder, 'Dockerfile'), dockerfile);
    const signal = AbortSignal.timeout(60_000);
    const context = await readBuildContext(folder, 'Dockerfile', signal);
    const options = { dockerfile: 'Dockerfile', tags: [tag], args: {}, credentials: {} };
    await images().build(context.read(), options, ({ stream }) => void (stream && printed.push(stream)), signal);
  }

  beforeAll(async () => {
    subject = await make();
    const { Image, Config } = await subject.engine.inspect(subject.talker, soon());
    used = { id: Image, tag: Config.Image };
  });
  afterAll(() => subject?.dispose());

  it('are listed with their names and sizes', async () => {
    const found = (await images().list(soon())).find(({ Id }) => Id === used.id);
    expect(found?.RepoTags).toContain(used.tag);
    expect(found?.Size).toBeGreaterThan(100_000);
    expect(found?.Created).toBeGreaterThan(1_600_000_000);
  });

  it('are found by name, id and the beginning of an id, with their history', async () => {
    for (const ref of [used.tag, used.id, used.id.slice(7), used.id.slice(7, 19)])
      expect((await images().inspect(ref, soon())).Id).toBe(used.id);
    const history = await images().history(used.tag, soon());
    expect(history[0]?.Tags).toContain(used.tag);
    expect(history.reduce((sum, { Size }) => sum + Size, 0)).toBeGreaterThan(100_000);
  });

  it('that are not there are not found, in every call', async () => {
    const calls = [
      () => images().inspect('quayside-test/nobody:1', soon()),
      () => images().history('quayside-test/nobody:1', soon()),
      () => images().tag('quayside-test/nobody:1', named('quayside-test/x:1'), soon()),
      () => images().remove('quayside-test/nobody:1', { isForced: true }, soon()),
      () => images().inspect(`sha256:${'0'.repeat(64)}`, soon()),
    ];
    for (const call of calls)
      await expect(call()).rejects.toMatchObject({
        code: 'not_found',
        message: expect.stringMatching(/^There is no image "/),
        field: 'image',
      });
  });

  it.each(['../containers/json', 'a/../b', 'x?force=1', '', ' ', 'A', 'a b', '%2e%2e/x'])(
    'are never asked for as %j',
    async (ref) => {
      await expect(images().inspect(ref, soon())).rejects.toMatchObject({ code: 'bad_request', field: 'image' });
      await expect(images().remove(ref, { isForced: true }, soon())).rejects.toMatchObject({ code: 'bad_request' });
    },
  );

  it('take another name, which moves and goes alone', async () => {
    const name = unique();
    await images().tag(used.tag, named(name), soon());
    expect(await tagsOf(used.id)).toEqual(expect.arrayContaining([used.tag, name]));
    expect(await images().remove(name, { isForced: false }, soon())).toEqual({ untagged: [name], deleted: [] });
    expect(await tagsOf(used.id)).not.toContain(name);
    expect(await tagsOf(used.id)).toContain(used.tag);
  });

  it('in use are refused in words', async () => {
    const name = unique();
    await images().tag(used.tag, named(name), soon());
    await expect(images().remove(used.id, { isForced: false }, soon())).rejects.toMatchObject({
      code: 'conflict',
      reason: 'taken',
      message: expect.stringMatching(/^The running container [0-9a-f]{12} uses this image\.$/),
      hint: expect.any(String),
    });
    await images().remove(name, { isForced: false }, soon());
  });

  it('are built from a folder, step by step, and say where a step failed', async () => {
    const name = unique();
    const printed: string[] = [];
    await build(`FROM ${used.tag}\nRUN true\n`, name, printed);
    const text = printed.join('');
    expect(text).toContain(`Step 1/2 : FROM ${used.tag}`);
    expect(text).toContain('Step 2/2 : RUN true');
    expect(text).toContain(`Successfully tagged ${name}`);
    expect((await images().inspect(name, soon())).RepoTags).toContain(name);
    await images().remove(name, { isForced: false }, soon());
    const failed = unique();
    await expect(build(`FROM ${used.tag}\nRUN exit 3\n`, failed, [])).rejects.toMatchObject({
      code: 'engine_error',
      message: "The command '/bin/sh -c exit 3' returned a non-zero code: 3",
    });
    await expect(images().inspect(failed, soon())).rejects.toMatchObject({ code: 'not_found' });
    await expect(build('FORM x\n', failed, [])).rejects.toMatchObject({ code: 'bad_request' });
  });

  it('are saved as bytes that bring them back, and nothing else is taken for such', async () => {
    const name = unique();
    await images().tag(used.tag, named(name), soon());
    const parts: Uint8Array[] = [];
    const { isComplete } = await images().save([name], (bytes) => parts.push(bytes.slice()), soon()).done;
    expect(isComplete).toBe(true);
    await images().remove(name, { isForced: false }, soon());
    const said: string[] = [];
    await images().load(bytesOf(parts), ({ stream }) => void (stream && said.push(stream)), soon());
    expect(said.join('')).toContain('Loaded image: ');
    await expect(images().load(bytesOf([Buffer.from('nothing')]), () => undefined, soon())).rejects.toMatchObject({
      code: 'bad_request',
      message: 'This file is not an archive of images.',
    });
  });

  it('tell of it in events', async () => {
    const told: string[] = [];
    const abort = new AbortController();
    const name = unique();
    const listening = subject.engine.events(
      undefined,
      (event) => void (event.type === 'image' && event.id === used.id && told.push(event.action)),
      abort.signal,
    );
    await expect
      .poll(async () => {
        await images().tag(used.tag, named(name), soon());
        await images().remove(name, { isForced: false }, soon());
        return told;
      })
      .toEqual(expect.arrayContaining(['tag', 'untag']));
    abort.abort();
    await listening;
  });
});
