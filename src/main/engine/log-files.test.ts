import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { logFilesOf } from '#main/engine/log-files.ts';

const { signal } = new AbortController();
const [A, B, C, GONE] = ['a', 'b', 'c', 'd'].map((letter) => letter.repeat(64)) as [string, string, string, string];

function root(): string {
  const made = mkdtempSync(join(tmpdir(), 'qs-logs-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  const put = (id: string, name: string, bytes: number): void => {
    const at = join(made, 'containers', id, name);
    mkdirSync(join(at, '..'), { recursive: true });
    writeFileSync(at, 'x'.repeat(bytes));
  };
  put(A, `${A}-json.log`, 1000);
  put(A, `${A}-json.log.1`, 500);
  put(A, `${A}-json.log.2.gz`, 50);
  put(A, 'config.v2.json', 7000);
  put(B, 'local-logs/container.log', 300);
  put(C, 'hostname', 12);
  return made;
}

test('rotated and packed files count, those that are no log do not, and other drivers have none', async () => {
  const { bytes, refusal } = await logFilesOf(root(), [A, B, C, GONE], signal);
  expect(Object.fromEntries(bytes)).toEqual({ [A]: 1550, [B]: 300 });
  expect(refusal).toBeUndefined();
});

test('a folder that is not here, or not ours to read, is said and not counted as nothing', async () => {
  expect(await logFilesOf('/nowhere', [A], signal)).toEqual({ bytes: new Map(), refusal: 'missing' });
  const made = root();
  // A file where a folder is to be is refused to everybody, root too.
  rmSync(join(made, 'containers'), { recursive: true });
  writeFileSync(join(made, 'containers'), '');
  expect((await logFilesOf(made, [A], signal)).refusal).toBe('denied');
  expect((await logFilesOf(made, [], signal)).refusal).toBeUndefined();
});
