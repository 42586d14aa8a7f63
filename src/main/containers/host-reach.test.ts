import { expect, test } from 'vitest';
import { hostReach } from '#main/containers/host-reach.ts';
import { containerSpec } from '#shared/contract/container-spec.ts';

const reach = (host: Record<string, unknown>): string[] =>
  hostReach(containerSpec.parse({ image: 'app:1' }), { config: {}, host });

test('what Docker notes with every container is no reach, on any version of control groups', () => {
  expect(reach({ CgroupnsMode: 'host', Runtime: 'runc', IpcMode: 'private', OomScoreAdj: 200 })).toEqual([]);
});

test.each([
  { PidMode: 'host' },
  { IpcMode: 'host' },
  { UTSMode: 'host' },
  { UsernsMode: 'host' },
  { Runtime: 'kata' },
  { DeviceRequests: [{ Driver: 'nvidia' }] },
  { DeviceCgroupRules: ['c 1:3 mr'] },
])('%o reaches the machine', (host) => {
  expect(reach(host)).toEqual([`the setting ${Object.keys(host)[0]}`]);
});
