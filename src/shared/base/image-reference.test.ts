import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatImageReference,
  type ImageReference,
  isReferenceFault,
  parseImageReference,
  repositoryName,
  withDefaultTag,
} from '#shared/base/image-reference.ts';

const DIGEST = `sha256:${'0a'.repeat(32)}`;
const read = (text: string): ImageReference => {
  const parsed = parseImageReference(text);
  if (isReferenceFault(parsed)) throw new Error(`${text}: ${parsed.fault}`);
  return parsed;
};

describe('an image reference', () => {
  it.each([
    ['nginx', 'docker.io', 'library/nginx', undefined],
    ['nginx:1.27-alpine', 'docker.io', 'library/nginx', '1.27-alpine'],
    ['axllent/mailpit', 'docker.io', 'axllent/mailpit', undefined],
    ['docker.io/nginx', 'docker.io', 'library/nginx', undefined],
    ['index.docker.io/library/nginx', 'docker.io', 'library/nginx', undefined],
    ['localhost/web', 'localhost', 'web', undefined],
    ['localhost:5000/a/b__c/d-e:x', 'localhost:5000', 'a/b__c/d-e', 'x'],
    ['Registry/web', 'Registry', 'web', undefined],
    ['ghcr.io/acme/shop-api:2', 'ghcr.io', 'acme/shop-api', '2'],
    ['library/localhost/x', 'docker.io', 'library/localhost/x', undefined],
  ])('%s', (text, registry, repository, tag) => {
    expect(read(text)).toEqual({ registry, repository, ...(tag !== undefined && { tag }) });
  });

  it('may name a tag and a digest', () => {
    expect(read(`redis:7@${DIGEST}`)).toMatchObject({ tag: '7', digest: DIGEST });
    expect(formatImageReference(read(`docker.io/library/redis@${DIGEST}`))).toBe(`redis@${DIGEST}`);
  });

  it.each([
    ['', 'Write the name'],
    [' ', 'Write the name'],
    ['ngi nx', 'no spaces'],
    ['Nginx', 'small letters'],
    ['nginx:', 'A tag'],
    ['nginx:-a', 'A tag'],
    [`nginx:${'x'.repeat(129)}`, 'A tag'],
    ['nginx@sha256:12', 'A digest'],
    [`nginx@${DIGEST}@${DIGEST}`, 'A digest'],
    ['../images', 'registry'],
    ['a/../b', 'small letters'],
    ['x?force=1', 'small letters'],
    ['a//b', 'small letters'],
    ['/a', 'small letters'],
    ['-.io/a', 'registry'],
    ['a'.repeat(256), '255'],
    ['b'.repeat(64), 'This is an ID'],
  ])('%j is none, and says why', (text, words) => {
    expect(parseImageReference(text)).toEqual({ fault: expect.stringContaining(words) });
  });

  it('means the newest where it names nothing', () => {
    expect(withDefaultTag(read('nginx')).tag).toBe('latest');
    expect(withDefaultTag(read(`nginx@${DIGEST}`)).tag).toBeUndefined();
  });

  const part = fc.stringMatching(/^[a-z0-9]{1,5}((\.|_|__|-{1,2})[a-z0-9]{1,4}){0,2}$/);
  const references = fc.record(
    {
      registry: fc.constantFrom('docker.io', 'ghcr.io', 'localhost', 'localhost:5000', '127.0.0.1:41500', 'Corp'),
      repository: fc
        .array(part, { minLength: 1, maxLength: 4 })
        .map((parts) => parts.join('/'))
        .filter((path) => !/^[0-9a-f]{64}$/.test(path)),
      tag: fc.stringMatching(/^\w[\w.-]{0,20}$/),
      digest: fc.constant(DIGEST),
    },
    { requiredKeys: ['registry', 'repository'] },
  );

  it('is the same after it was written and read, and short only where it stays the same', () => {
    fc.assert(
      fc.property(references, (made) => {
        // Docker Hub's own are written "library/…" in full.
        const isHub = made.registry === 'docker.io';
        const first = made.repository.split('/')[0] ?? '';
        fc.pre(!isHub || (made.repository.includes('/') && !/[.:]/.test(first) && first !== 'localhost'));
        const reference = made as ImageReference;
        expect(read(formatImageReference(reference))).toEqual(reference);
        expect(read(repositoryName(reference))).toMatchObject({
          registry: reference.registry,
          repository: reference.repository,
        });
      }),
    );
  });

  it('is never a way into a path or a query', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ maxLength: 40 }), fc.stringMatching(/^[a-z./:@?%-]{0,30}$/)), (text) => {
        const parsed = parseImageReference(text);
        if (isReferenceFault(parsed)) return;
        expect(formatImageReference(parsed)).toMatch(/^[\w.:/@-]+$/);
        expect(formatImageReference(parsed)).not.toMatch(/\.\.|\/\/|^\/|\/\.|[?#%]/);
      }),
    );
  });
});
