import { expect, test } from 'vitest';
import { composeSpot } from '#renderer/editor/compose-place.ts';

/** `|` is the cursor. */
const at = (text: string) => {
  const lines = text.split('\n');
  const line = lines.findIndex((one) => one.includes('|'));
  const before = lines[line]?.split('|')[0] ?? '';
  return composeSpot(
    lines.map((one) => one.replace('|', '')),
    line,
    before,
  );
};

test('the place follows from the indentation above, whatever names stand in between', () => {
  expect(at('|').place).toBe('root');
  expect(at('services:\n  |').place).toBeUndefined();
  expect(at('services:\n  web:\n    im|').place).toBe('service');
  expect(at('services:\n  web:\n    healthcheck:\n      |').place).toBe('healthcheck');
  expect(at('services:\n  web:\n    depends_on:\n      db:\n        con|').place).toBe('dependency');
  expect(at('services:\n  web:\n    deploy:\n      resources:\n        limits:\n          |').place).toBe('limits');
  expect(at('volumes:\n  data:\n    dr|').place).toBe('volume');
  expect(at('secrets:\n  key:\n    |').place).toBe('file');
});

test('a dash begins a map of its own, one step in', () => {
  expect(at('services:\n  web:\n    ports:\n      - tar|').place).toBe('port');
  expect(at('services:\n  web:\n    ports:\n      - target: 80\n        pub|').place).toBe('port');
  expect(at('services:\n  web:\n    volumes:\n    - |').place).toBe('mount');
});

test('comments and empty lines are looked through, keys that are chosen freely have no place', () => {
  expect(at('services:\n# a note\n\n  web:\n    image: nginx\n\n    |').place).toBe('service');
  expect(at('services:\n  web:\n    environment:\n      A|').place).toBeUndefined();
  expect(at('x-common:\n  |').place).toBeUndefined();
});

test('what stands beside it is known, above and below, and the key whose value is typed', () => {
  const spot = at('services:\n  web:\n    image: nginx\n    re|\n    ports: []\n  db:\n    user: me');
  expect([...spot.taken].sort()).toEqual(['image', 'ports']);
  expect(at('services:\n  web:\n    restart: al|').key).toBe('restart');
  expect(at('services:\n  web:\n    restart|').key).toBeUndefined();
});
