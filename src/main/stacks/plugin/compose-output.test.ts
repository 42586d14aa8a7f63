import { expect, test } from 'vitest';
import { composeError } from '#main/stacks/plugin/compose-error.ts';
import { composeWords, readComposeStep } from '#main/stacks/plugin/compose-output.ts';

test('a step is read from each way in which versions of compose tell it', () => {
  const created = {
    kind: 'container',
    name: 'shop-web-1',
    stage: 'create',
    message: 'Created shop-web-1.',
    isDone: true,
  };
  for (const line of [
    ' Container shop-web-1  Created',
    ' Container shop-web-1 Created ',
    '{"id":"Container shop-web-1","status":"Created"}',
    '{"id":"Container shop-web-1","status":"Done","text":"Created"}',
  ])
    expect(readComposeStep(line)).toEqual(created);
  expect(readComposeStep(' Network shop_default  Creating')).toMatchObject({
    stage: 'network',
    message: 'Creating the network shop_default.',
  });
  expect(readComposeStep(' Volume "shop_data"  Created')).toMatchObject({ stage: 'volume', name: 'shop_data' });
  expect(readComposeStep(' web Pulling ')).toMatchObject({ kind: 'image', name: 'web', stage: 'image', isDone: false });
  expect(readComposeStep('{"id":"web","text":"Pulled"}')).toMatchObject({ kind: 'image', name: 'web', isDone: true });
});

test('what is no step is words, and layers of a pull are neither', () => {
  expect(readComposeStep('{"id":"4f4fb700ef54","parent_id":"web","text":"Downloading","current":12}')).toBeUndefined();
  expect(composeWords('{"id":"4f4fb700ef54","parent_id":"web","text":"Downloading"}')).toBe('');
  expect(readComposeStep('services.web Additional property comand is not allowed')).toBeUndefined();
  expect(composeWords('time="2026-11-22T05:00:00Z" level=warning msg="The \\"LEVEL\\" variable is not set."')).toBe(
    'The "LEVEL" variable is not set.',
  );
  expect(composeWords('{"error":true,"message":"no such service: web"}')).toBe('no such service: web');
});

test('why it failed is one sentence, by what is known of the reason', () => {
  const words = (...lines: string[]): string => composeError(lines, 1).message;
  expect(words("docker: 'compose' is not a docker command.", "See 'docker --help'")).toBe(
    'docker compose is no longer installed here.',
  );
  expect(words('unknown flag: --ansi', "See 'docker --help'.")).toBe('docker compose is no longer installed here.');
  expect(words('Cannot connect to the Docker daemon at unix:///x. Is the docker daemon running?')).toBe(
    'Docker does not answer docker compose.',
  );
  expect(words('dependency failed to start: container shop-db-1 is unhealthy')).toBe(
    'shop-db-1 is not healthy, and others wait for it.',
  );
  expect(words('Error response from daemon: no space left on device')).toContain('full');
  expect(words('Error response from daemon: pull access denied for acme/none')).toBe(
    'docker compose failed: pull access denied for acme/none.',
  );
  expect(words()).toBe('docker compose failed with exit code 1.');
});
