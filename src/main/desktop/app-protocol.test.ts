import { expect, test, vi } from 'vitest';

vi.mock('electron/main', () => ({ protocol: {} }));
const { fileFor } = await import('#main/desktop/app-protocol.ts');
const { ticketOf } = await import('#main/desktop/upload-protocol.ts');
const { PAGE_HEADERS } = await import('#main/security/page-policy.ts');
const policy = PAGE_HEADERS['content-security-policy'];

const folder = '/app/out/renderer';
const at = (path: string): string | undefined => fileFor(folder, path)?.file;

test('files of the build are served with their type', () => {
  expect(fileFor(folder, 'app://quayside/assets/index-1a2b.js')).toEqual({
    file: `${folder}/assets/index-1a2b.js`,
    type: 'text/javascript; charset=utf-8',
  });
  expect(at('app://quayside/index.html')).toBe(`${folder}/index.html`);
});

test('the address of a screen means the page', () => {
  expect(at('app://quayside/')).toBe(`${folder}/index.html`);
  expect(at('app://quayside/containers/4f1c/logs?t=1#x')).toBe(`${folder}/index.html`);
});

test.each([
  'app://quayside/..%2f..%2fpackage.json',
  'app://quayside/%2e%2e/%2e%2e%2fsecret.json',
  'app://quayside/..%5c..%5csecret.json',
  'app://quayside/a%00.js',
  'app://quayside/%zz.js',
  'app://elsewhere/index.html',
  'file:///etc/passwd.json',
  'app://quayside/assets/tool.exe',
  'nonsense',
])('%s stays inside or is refused', (address) => {
  const file = at(address);
  if (file !== undefined) expect(file).toMatch(/^\/app\/out\/renderer\//);
});

test('the policy allows no inline scripts and no eval', () => {
  expect(policy).toContain("script-src 'self';");
  expect(policy).not.toContain('unsafe-eval');
});

test('only the address of a ticket takes what is sent', () => {
  expect(ticketOf('upload://quayside/api/v1/transfer/ab_C-9')).toBe('ab_C-9');
  for (const other of [
    'upload://quayside/api/v1/transfer/',
    'upload://quayside/api/v1/transfer/a/../b',
    'upload://quayside/api/v1/transfer/a?x=1',
    'upload://elsewhere/api/v1/transfer/a',
    'app://quayside/assets/a',
  ])
    expect(ticketOf(other)).toBeUndefined();
});
