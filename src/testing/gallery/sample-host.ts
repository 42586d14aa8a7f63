import type { DiskUse, EngineInfo, HostMetrics, HostProcess, LogSizes } from '#shared/contract/host.ts';

const GIB = 2 ** 30;
const GB = 1e9;
const process = (
  pid: number,
  line: string,
  user: string,
  cpu: number,
  mib: number,
  container?: string,
): HostProcess => ({
  pid,
  name: line.split(' ')[0] ?? '',
  command: line.split(' '),
  user,
  cpuPercent: cpu,
  memoryBytes: mib * 2 ** 20,
  container: container === undefined ? null : `${container}4f2a9c1e07b3d5`.padEnd(64, `${container}4f2a9c1e07b3d5`),
});
const PROCESSES = [
  process(4711, 'node server.js --port 8080', 'node', 118.2, 171, '01'),
  process(902, 'postgres: checkpointer', 'postgres', 6.4, 482, '03'),
  process(611, 'dockerd -H fd:// --containerd=/run/containerd/containerd.sock', 'root', 3.6, 96),
  process(
    4480,
    'prometheus --config.file=/etc/prometheus/prometheus.yml --storage.tsdb.retention.time=15d',
    'nobody',
    3.1,
    470,
    '06',
  ),
  process(590, 'containerd', 'root', 2.2, 61),
  process(5102, 'grafana server --homepath=/usr/share/grafana', '472', 1.3, 148, '07'),
  process(4730, 'redis-server *:6379', 'redis', 0.8, 24, '04'),
  process(1, '/sbin/init', 'root', 0.1, 12),
  process(2210, 'quayside', 'mara', 0.1, 210),
  process(77, '[kworker/3:1-events]', 'root', 0, 0),
];

/** Figures that follow the time alone, so that the same moment gives the same picture. */
export function sampleHost(at: number): HostMetrics {
  const wave = (speed: number, low: number, high: number, shift = 0): number =>
    low + (high - low) * (0.5 + 0.35 * Math.sin(at / speed / 1000 + shift) + 0.15 * Math.sin((at * 7) / speed / 1000));
  const used = wave(70, 5.7, 6.1) * GIB;
  return {
    time: new Date(at).toISOString(),
    hostname: 'harbor-01',
    system: 'Debian GNU/Linux 13, kernel 6.12.0',
    uptimeSeconds: 1_051_260,
    cpuPercent: wave(20, 12, 56),
    cpuTemperature: 61,
    cpuCores: 8,
    cores: Array.from({ length: 8 }, (_, i) => wave(9 + i, 2, 90, i)),
    load: [2.31, 1.94, 1.62],
    memoryUsedBytes: used,
    memoryTotalBytes: 15.6 * GIB,
    memoryPercent: (used / (15.6 * GIB)) * 100,
    swapUsedBytes: 0.2 * GIB,
    swapTotalBytes: 2 * GIB,
    storageUsedBytes: 181 * GB,
    storageTotalBytes: 480 * GB,
    storagePercent: 39.6,
    fileSystems: [
      { mount: '/', device: '/dev/nvme0n1p2', type: 'ext4', usedBytes: 181 * GB, totalBytes: 480 * GB, percent: 39.6 },
      { mount: '/boot/efi', device: '/dev/nvme0n1p1', type: 'vfat', usedBytes: 6e6, totalBytes: 511e6, percent: 1.2 },
      { mount: '/srv/backup', device: '/dev/sda1', type: 'ext4', usedBytes: 1.86e12, totalBytes: 2e12, percent: 93 },
    ],
    underVoltage: null,
    underVoltageSinceBoot: null,
    throttled: false,
    topProcesses: PROCESSES,
    topMemoryProcesses: PROCESSES.toSorted((a, b) => b.memoryBytes - a.memoryBytes),
    networkInterfaces: [
      {
        name: 'enp3s0',
        addresses: ['192.168.1.24', 'fe80::5054:ff:fe12:3456'],
        rxBytes: 91 * GB,
        txBytes: 40 * GB,
        rxRate: wave(9, 0, 3e6),
        txRate: wave(5, 0, 2e6),
      },
      { name: 'docker0', addresses: ['172.17.0.1'], rxBytes: 2 * GB, txBytes: 3 * GB, rxRate: 0, txRate: 0 },
      {
        name: 'br-9f1c2a7d33e0',
        addresses: ['172.18.0.1'],
        rxBytes: 12 * GB,
        txBytes: 11 * GB,
        rxRate: 5e5,
        txRate: 7e5,
      },
    ],
  };
}

export const sampleDisk = (at: number): DiskUse => ({
  time: new Date(at).toISOString(),
  bytes: 62 * GB,
  reclaimableBytes: 41 * GB,
  images: { count: 38, bytes: 37.6 * GB, reclaimableBytes: 22 * GB },
  buildCache: { count: 112, bytes: 17 * GB, reclaimableBytes: 17 * GB },
  volumes: { count: 12, bytes: 7 * GB, reclaimableBytes: 1.9 * GB },
  containers: { count: 14, bytes: 0.4 * GB, reclaimableBytes: 0.1 * GB },
});

const LOGS: readonly (readonly [string, number, string | null])[] = [
  ['shop-api-1', 4.2 * GB, null],
  ['obs-loki-1', 1.1 * GB, null],
  ['shop-proxy-1', 29_400_000, '10m'],
  ['shop-db-1', 1_240_000, null],
];

export const sampleLogSizes = (isRemote: boolean): LogSizes =>
  isRemote
    ? {
        bytes: null,
        why: "Docker runs on another computer, whose files can't be read from here.",
        count: 0,
        largest: [],
      }
    : {
        bytes: LOGS.reduce((sum, [, bytes]) => sum + bytes, 200_000),
        why: null,
        count: 12,
        largest: LOGS.map(([name, bytes, limit], at) => ({ container: `${at}`.repeat(64), name, bytes, limit })),
      };

/** `?remote`: Docker runs on another machine. */
export const sampleInfo = (isRemote: boolean): EngineInfo => ({
  name: isRemote ? 'build-07' : 'harbor-01',
  version: '29.3.0',
  operatingSystem: 'Debian GNU/Linux 13 (trixie)',
  kernel: '6.12.0-amd64',
  architecture: 'x86_64',
  cores: 8,
  memoryBytes: 16_720_130_048,
  storageDriver: 'overlayfs',
  loggingDriver: 'json-file',
  cgroupVersion: '2',
  cgroupDriver: 'systemd',
  rootDir: '/var/lib/docker',
  isRemote,
  endpoint: isRemote ? 'tcp://10.0.4.7:2376' : 'unix:///var/run/docker.sock',
});
