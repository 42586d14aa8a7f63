import type { SystemDf, SystemInfo } from '#main/engine/system-json.ts';

const GB = 1e9;

/** The made engine's machine: the one that its containers' figures fit. */
export const simulatedInfo = (): SystemInfo => ({
  Name: 'harbor-01',
  ServerVersion: 'simulated',
  OperatingSystem: 'Simulated Linux',
  KernelVersion: '6.12.0',
  Architecture: 'x86_64',
  NCPU: 8,
  MemTotal: 16_720_130_048,
  Driver: 'overlay2',
  LoggingDriver: 'json-file',
  CgroupVersion: '2',
  CgroupDriver: 'systemd',
  DockerRootDir: '/var/lib/docker',
});

/** Its images and volumes as they are, and what a build left. */
export const simulatedDf = (
  containers: readonly { readonly id: string; readonly state: string }[],
  images: SystemDf['Images'],
  volumes: SystemDf['Volumes'],
  cache: SystemDf['BuildCache'],
): SystemDf => ({
  LayersSize: images.reduce((sum, { Size, SharedSize }) => sum + Size - SharedSize, 0.2 * GB),
  Images: images,
  Containers: containers.map(({ id, state }) => ({ Id: id, SizeRw: 12e6, State: state })),
  Volumes: volumes,
  BuildCache: cache,
});
