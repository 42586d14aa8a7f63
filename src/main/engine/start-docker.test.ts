import { expect, test } from 'vitest';
import { startCommandFor, startDocker } from '#main/engine/start-docker.ts';

const SOCKET = 'unix:///var/run/docker.sock';
const live = (): AbortSignal => new AbortController().signal;

test('what starts Docker depends on the settings, on systemd and on whose socket it is', () => {
  expect(startCommandFor(SOCKET, ['colima', 'start'], false)).toEqual(['colima', 'start']);
  expect(startCommandFor(SOCKET, null, true)).toEqual(['systemctl', 'start', 'docker']);
  expect(startCommandFor('unix:///run/user/1000/docker.sock', null, true)).toContain('--user');
  expect(startCommandFor('tcp://10.0.0.1:2376', null, true)).toBeNull();
  expect(startCommandFor('unix:///home/me/.colima/docker.sock', null, true)).toBeNull();
  expect(startCommandFor(SOCKET, null, false)).toBeNull();
});

test('a start that works is silent; one that fails says why, and no shell reads it', async () => {
  await expect(startDocker(['true'], live())).resolves.toBeUndefined();
  await expect(startDocker(['sh', '-c', 'echo no bus >&2; exit 1'], live())).rejects.toMatchObject({
    code: 'engine_error',
    message: expect.stringContaining('failed: no bus') as string,
  });
  await expect(startDocker(['/nowhere/dockerd; true'], live())).rejects.toMatchObject({
    message: 'There is no program "/nowhere/dockerd; true".',
    hint: 'Change the start command in the Docker settings.',
  });
});
