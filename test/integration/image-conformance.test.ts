// Images: what both engines promise.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseImageReference, isReferenceFault, type ImageReference } from '#shared/base/image-reference.ts';
import type { EngineImages } from '#main/engine/engine-images.ts';
import { realSubject, simulatedSubject, type Subject } from './engine-subjects.ts';

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
