import { readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { TestEngine } from '../../test/engine.ts';
import { cpuMs } from './measure.ts';

/** CPU of an engine so far, in ms: dockerd, containerd and the shims, known by the engine's folder in their command. */
export function engineCpuMs(engine: TestEngine): number {
  const folder = dirname(engine.socketPath);
  let sum = 0;
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      if (command.includes(folder) && /dockerd|containerd/.test(command)) sum += cpuMs(Number(pid));
    } catch {
      // Gone in the meantime.
    }
  }
  return sum;
}

/** Starts so many containers that do nothing, ten at a time; gives their ids. */
export async function startSleepers(engine: TestEngine, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let i = 0; i < count; i += 10) {
    const made = await Promise.all(
      Array.from({ length: 10 }, () =>
        engine.docker('run', '-d', '--network=none', 'quayside/busybox:1', 'sleep', '10000'),
      ),
    );
    ids.push(...made.map(({ stdout }) => stdout.trim()));
  }
  return ids;
}
