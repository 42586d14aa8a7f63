import type { EngineInfo } from '#shared/contract/host.ts';
import type { Engine } from '#main/engine/engine.ts';

/** What the engine tells of itself, in our words. */
export async function engineInfoOf(engine: Engine, signal: AbortSignal): Promise<EngineInfo> {
  const info = await engine.info(signal);
  return {
    name: info.Name,
    version: info.ServerVersion,
    operatingSystem: info.OperatingSystem,
    kernel: info.KernelVersion,
    architecture: info.Architecture,
    cores: info.NCPU ?? null,
    memoryBytes: info.MemTotal ?? null,
    storageDriver: info.Driver,
    loggingDriver: info.LoggingDriver,
    cgroupVersion: info.CgroupVersion,
    cgroupDriver: info.CgroupDriver,
    rootDir: info.DockerRootDir,
    isRemote: isRemote(engine.endpoint),
    endpoint: engine.endpoint,
  };
}

/** By its address: a socket or pipe of this computer is not remote, nor is what listens on its loopback. */
export const isRemote = (endpoint: string): boolean =>
  !/^(unix:|npipe:|simulated$)/.test(endpoint) &&
  !/^\w+:\/\/(?:[^@/]*@)?(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:|\/|$)/.test(endpoint);
