import type { EngineStatus } from '#shared/contract/engines.ts';

/** The engine's state in the status bar's few words. */
export function engineWords(status: EngineStatus): string {
  switch (status.state) {
    case 'connected':
      if (status.simulated) return 'Simulated data';
      return status.version === undefined ? 'Docker' : `Docker ${status.version}`;
    case 'connecting':
      return status.reason === 'starting' ? 'Docker is starting' : 'Connecting to Docker';
    case 'denied':
      return 'Docker socket not allowed';
    case 'unavailable':
      return status.reason === 'starting' ? 'Docker is starting' : 'Docker not reachable';
  }
}
