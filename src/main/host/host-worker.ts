// The thread that looks at what takes milliseconds, starts programs, or may hang: never in the main process.
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import { cpuTemperature, fsSize, osInfo, processes } from 'systeminformation';
import type { FileSystem, HostProcess } from '#shared/contract/host.ts';
import { type Facts, NO_FACTS } from '#main/host/host-facts.ts';
import { parseThrottled } from '#main/host/proc-text.ts';
import { ProcessScan } from '#main/host/process-scan.ts';

/** Disks, temperature and power change slowly, and each look at them starts a program (20 ms). */
const SLOW_MS = 30_000;
/** No disks of their own: what containers and the system lay over others. */
const NO_DISK = /^(overlay|tmpfs|devtmpfs|squashfs|nsfs|shm|fuse\.|proc|sysfs|iso9660)/;

const port = parentPort;
if (!port) throw new Error('the host figures are looked up in a worker');
const scan = process.platform === 'linux' ? new ProcessScan() : undefined;
let slow: Omit<Facts, 'topProcesses' | 'topMemoryProcesses'> = NO_FACTS;
let slowAt = Number.NEGATIVE_INFINITY;
let heat: number | undefined;

/** None of these may cost the others. */
const or = <T>(value: Promise<T>, otherwise: T): Promise<T> => value.catch(() => otherwise);

async function lookSlowly(): Promise<void> {
  const [heatNow, disks, system, power] = await Promise.all([
    or(
      cpuTemperature().then(({ main }) => main),
      null,
    ),
    or(fsSize(), []),
    slow.system === null ? or(osInfo().then(systemWords), null) : slow.system,
    powerWord(),
  ]);
  const pi = parseThrottled(power);
  slow = {
    system,
    // -1 and 0 are how machines without a sensor answer.
    cpuTemperature: typeof heatNow === 'number' && heatNow > 0 ? heatNow : null,
    fileSystems: fileSystemsOf(disks),
    ...pi,
    throttled: pi.throttled ?? isHeldBack(),
  };
}

const systemWords = (info: { distro: string; release: string; kernel: string; platform: string }): string =>
  `${[info.distro, info.release].filter((word) => word !== '' && word !== 'unknown').join(' ') || info.platform}, kernel ${info.kernel}`;

/** Each disk once, by its shortest path; the fullest need not be the first. */
function fileSystemsOf(disks: Awaited<ReturnType<typeof fsSize>>): FileSystem[] {
  const byDevice = new Map<string, FileSystem>();
  for (const { fs: device, type, size, used, available, mount } of [...disks].sort(
    (a, b) => a.mount.length - b.mount.length,
  )) {
    if (NO_DISK.test(type) || size <= 0 || byDevice.has(device)) continue;
    const percent = used + available > 0 ? (used / (used + available)) * 100 : 0;
    byDevice.set(device, { mount, device, type, usedBytes: used, totalBytes: size, percent });
  }
  return [...byDevice.values()];
}

/** "throttled=0x50000", from the program of the Raspberry Pi or from its kernel. */
function powerWord(): Promise<string | undefined> {
  if (process.platform !== 'linux') return Promise.resolve(undefined);
  return new Promise((resolve) => {
    execFile('vcgencmd', ['get_throttled'], { timeout: 2000 }, (error, output) =>
      resolve(error ? kernelPowerWord() : output),
    );
  });
}

function kernelPowerWord(): string | undefined {
  const folder = '/sys/devices/platform/soc';
  try {
    for (const part of readdirSync(folder)) {
      try {
        return readFileSync(`${folder}/${part}/get_throttled`, 'utf8');
      } catch {
        // another part of the board
      }
    }
  } catch {
    // no such board
  }
  return undefined;
}

/** Whether the processor was slowed down for its heat since the last look (x86); null where it does not count that. */
function isHeldBack(): boolean | null {
  let count: number | undefined;
  try {
    for (const cpu of readdirSync('/sys/devices/system/cpu').filter((name) => /^cpu\d+$/.test(name)))
      count =
        (count ?? 0) +
        Number(readFileSync(`/sys/devices/system/cpu/${cpu}/thermal_throttle/core_throttle_count`, 'utf8'));
  } catch {
    return null;
  }
  const before = heat;
  heat = count;
  return count === undefined ? null : before !== undefined && count > before;
}

async function lookAtProcesses(): Promise<Pick<Facts, 'topProcesses' | 'topMemoryProcesses'>> {
  if (scan) {
    const { byCpu, byMemory } = scan.look(performance.now());
    return { topProcesses: byCpu, topMemoryProcesses: byMemory };
  }
  const { list } = await processes();
  const whole = list.map(
    ({ pid, name, command, params, user, cpu, memRss }): HostProcess => ({
      pid,
      name,
      command: [command, ...params.split(' ').filter(Boolean)],
      user,
      cpuPercent: cpu,
      memoryBytes: memRss * 1024,
      container: null,
    }),
  );
  return {
    topProcesses: whole.toSorted((a, b) => (b.cpuPercent ?? 0) - (a.cpuPercent ?? 0)).slice(0, 10),
    topMemoryProcesses: whole.toSorted((a, b) => b.memoryBytes - a.memoryBytes).slice(0, 10),
  };
}

async function look(): Promise<Facts> {
  const now = performance.now();
  if (now - slowAt >= SLOW_MS) {
    slowAt = now;
    await lookSlowly();
  }
  return { ...slow, ...(await or(lookAtProcesses(), { topProcesses: [], topMemoryProcesses: [] })) };
}

// The base of the first figures, before anybody asks.
scan?.look(performance.now());
port.on('message', () => void look().then((facts) => port.postMessage(facts)));
