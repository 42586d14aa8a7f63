import { expect, test } from 'vitest';
import { addressIn, addressOf } from '#main/desktop/links.ts';

test.each([
  ['quayside://containers', '/containers'],
  ['quayside://settings/', '/settings'],
  ['quayside://containers?filter=state%3Aexited&state=all', '/containers?filter=state%3Aexited&state=all'],
  [
    'quayside://container/4f2a9c1e07b3/logs?t=2026-11-21T10:00:00.123456789Z&s=err&n=0',
    '/container/4f2a9c1e07b3/logs?t=2026-11-21T10:00:00.123456789Z&s=err&n=0',
  ],
])('%s means %s', (link, address) => {
  expect(addressOf(link)).toBe(address);
});

test.each([
  'https://example.invalid/',
  'quayside://',
  'quayside:containers',
  'quayside://container/../../etc',
  'quayside://containers#x',
  'quayside://containers?filter=<script>',
  'quayside://con tainers',
  `quayside://containers?filter=${'a'.repeat(3000)}`,
])('%s is none of ours', (link) => {
  const address = addressOf(link);
  // Dots are a name as any other: the page has no folders to leave.
  expect(address === undefined || !/[<>#\s]/.test(address)).toBe(true);
  if (!link.includes('..')) expect(address).toBeUndefined();
});

test('the link is found in a command line', () => {
  expect(addressIn(['/usr/bin/quayside', '--no-sandbox', 'quayside://overview'])).toBe('/overview');
  expect(addressIn(['/usr/bin/quayside', '.'])).toBeUndefined();
});
