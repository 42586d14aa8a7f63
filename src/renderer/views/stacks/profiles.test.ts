import { expect, test } from 'vitest';
import { profilesOf, withProfile } from '#renderer/views/stacks/profiles.ts';

test('profiles are those of the services and those that the variables turn on', () => {
  const { all, active } = profilesOf(
    [{ profiles: ['dev', 'tools'] }, { profiles: [] }],
    'A=1\nCOMPOSE_PROFILES="dev, old"\n',
  );
  expect(all).toEqual(['dev', 'old', 'tools']);
  expect([...active]).toEqual(['dev', 'old']);
});

test('turning one on or off changes its line alone', () => {
  expect(withProfile('', 'dev', true)).toBe('COMPOSE_PROFILES=dev\n');
  expect(withProfile('A=$1', 'dev', true)).toBe('A=$1\nCOMPOSE_PROFILES=dev\n');
  expect(withProfile('COMPOSE_PROFILES=dev,b\nZ=1\n', 'dev', false)).toBe('COMPOSE_PROFILES=b\nZ=1\n');
  expect(withProfile('COMPOSE_PROFILES=b\n', 'b', true)).toBe('COMPOSE_PROFILES=b\n');
});
