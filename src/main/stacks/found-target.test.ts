import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { targetIn } from '#main/stacks/found-target.ts';

test('a folder gives its compose file, the override that belongs to it and its variables', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'qs-folder-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  await expect(targetIn(folder)).rejects.toMatchObject({ code: 'bad_request', field: 'folder' });
  writeFileSync(join(folder, 'docker-compose.yml'), 'services: {}\n');
  expect(await targetIn(folder)).toEqual({ compose: 'services: {}\n', env: '', files: {} });
  writeFileSync(join(folder, 'docker-compose.override.yml'), 'services: {a: {}}\n');
  writeFileSync(join(folder, '.env'), 'A=1\n');
  const files = { 'compose.override.yaml': 'services: {a: {}}\n' };
  expect(await targetIn(folder)).toEqual({ compose: 'services: {}\n', env: 'A=1\n', files });
  // The newer name wins, as compose has it.
  writeFileSync(join(folder, 'compose.yaml'), 'services: {b: {}}\n');
  expect(await targetIn(folder)).toEqual({ compose: 'services: {b: {}}\n', env: 'A=1\n', files });
});
