import { expect, test } from 'vitest';
import fc from 'fast-check';
import { joinCommand, splitCommand } from '#shared/format/command-line.ts';

test('a line as program and arguments', () => {
  expect(splitCommand('systemctl  --user start docker')).toEqual(['systemctl', '--user', 'start', 'docker']);
  expect(splitCommand(`open -a "Docker Desktop" '' a\\ b`)).toEqual(['open', '-a', 'Docker Desktop', '', 'a b']);
  expect(splitCommand('  ')).toEqual([]);
  expect(splitCommand('say "hello')).toBeUndefined();
});

test('any parts survive being written as a line', () => {
  fc.assert(
    fc.property(fc.array(fc.string()), (parts) => {
      expect(splitCommand(joinCommand(parts))).toEqual(parts);
    }),
  );
});
