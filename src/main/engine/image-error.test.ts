import { expect, it, test } from 'vitest';
import { imageError, registryError } from '#main/engine/image-error.ts';
import { AppError } from '#shared/protocol/errors.ts';

const WHERE = { registry: 'reg.example', what: 'reg.example/shop/api:1' };

// The words of Docker 20.10 and of registries, as they came or as their issue trackers quote them.
test.each([
  ['manifest for reg.example/shop/api:1 not found: manifest unknown: manifest unknown', 'not_found', 'has no "'],
  ['no matching manifest for linux/s390x in the manifest list entries', 'not_found', 'for this platform'],
  ['unauthorized: authentication required', 'engine_error', 'does not give'],
  ['Get "https://reg.example/v2/shop/api/manifests/1": no basic auth credentials', 'engine_error', 'does not give'],
  [
    'pull access denied for shop/api, repository does not exist or may require docker login',
    'engine_error',
    'not exist',
  ],
  ['toomanyrequests: You have reached your pull rate limit', 'too_many', 'lets nobody pull more'],
  ['Get "https://reg.example/v2/": dial tcp: lookup reg.example: no such host', 'engine_error', 'cannot be reached'],
  ['dial tcp 10.0.0.1:443: connect: connection refused', 'engine_error', 'cannot be reached'],
  ['net/http: request canceled (Client.Timeout exceeded): i/o timeout', 'engine_error', 'cannot be reached'],
  ['http: server gave HTTP response to HTTPS client', 'engine_error', 'speaks HTTP'],
  ['x509: certificate signed by unknown authority', 'engine_error', 'certificate of reg.example'],
  ['unexpected EOF', 'engine_error', 'broke'],
  ['write /var/lib/docker/tmp/GetImageBlob1: no space left on device', 'engine_error', "Docker's disk is full"],
  ['something nobody has seen', 'engine_error', 'something nobody has seen'],
] as const)('%s', (said, code, words) => {
  const error = registryError(said, WHERE);
  expect([error.code, error.message]).toEqual([code, expect.stringContaining(words)]);
  if (!error.message.includes(said)) expect(error.hint).toBeDefined();
});

it.each([
  [
    'conflict: unable to remove repository reference "bb:1" (must force) - container 0123456789ab is using its referenced image 41af2fa749d3',
    'The container 0123456789ab was made from this image.',
  ],
  [
    'conflict: unable to delete 41af2fa749d3 (cannot be forced) - image is being used by running container 0123456789ab',
    'The running container 0123456789ab uses this image.',
  ],
  [
    'conflict: unable to delete 41af2fa749d3 (must be forced) - image is being used by stopped container 0123456789ab',
    'The container 0123456789ab was made from this image.',
  ],
  [
    'conflict: unable to delete 41af2fa749d3 (cannot be forced) - image has dependent child images',
    'Other images are built upon this one.',
  ],
  [
    'conflict: unable to delete 41af2fa749d3 (must be forced) - image is referenced in multiple repositories',
    'This image has several names.',
  ],
])('%s', (said, words) => {
  const error = imageError(new AppError('conflict', said), 'bb:1');
  expect(error).toMatchObject({ code: 'conflict', reason: 'taken', message: words, hint: expect.any(String) });
});

it('leaves what it does not know as it is', () => {
  const other = new AppError('engine_unavailable', 'away');
  expect(imageError(other, 'x')).toBe(other);
  expect(imageError('odd', 'x')).toBe('odd');
});
