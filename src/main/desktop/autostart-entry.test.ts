import { expect, test } from 'vitest';
import { autostartEntry } from '#main/desktop/autostart-entry.ts';

const lineOf = (key: string, ...command: [string, ...string[]]): string | undefined =>
  autostartEntry(command)
    .split('\n')
    .find((line) => line.startsWith(`${key}=`));

test('an ordinary command stays as it is', () => {
  expect(lineOf('Exec', '/usr/lib/quayside/quayside', '--hidden')).toBe('Exec=/usr/lib/quayside/quayside --hidden');
  expect(lineOf('TryExec', '/usr/lib/quayside/quayside')).toBe('TryExec=/usr/lib/quayside/quayside');
});

test('what the desktop would read otherwise is quoted', () => {
  expect(lineOf('Exec', '/home/a b/100%/$x')).toBe('Exec="/home/a b/100%%/\\\\$x"');
  expect(lineOf('Exec', '/home/a"b')).toBe('Exec="/home/a\\\\"b"');
  expect(lineOf('TryExec', '/home/a b\n')).toBe('TryExec=/home/a b\\n');
  expect(autostartEntry(['/home/x\nExec=evil']).match(/^Exec=/gm)).toHaveLength(1);
});
