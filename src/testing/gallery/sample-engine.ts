import type { EngineStatus } from '#shared/contract/engines.ts';
import { AppError } from '#shared/protocol/errors.ts';

const REASONS = { down: 'not_running', denied: 'no_permission', none: 'not_installed', starting: 'starting' } as const;
/** By `?engine=down|denied|none|starting` and `?simulated`; without them Docker runs. */
export function sampleEngine(query: URLSearchParams): EngineStatus {
  const engine = query.get('engine') as keyof typeof REASONS | null;
  const base = {
    engine: 'default',
    name: 'local',
    context: 'default',
    endpoint: 'unix:///var/run/docker.sock',
    since: new Date(Date.now() - 12_000).toISOString(),
  };
  if (engine === null) {
    return {
      ...base,
      state: 'connected',
      version: '29.3.0',
      apiVersion: '1.54',
      simulated: query.has('simulated'),
      checks: [],
    };
  }
  return {
    ...base,
    state: engine === 'denied' ? 'denied' : 'unavailable',
    reason: REASONS[engine],
    simulated: false,
    error: new AppError('engine_unavailable', 'connect ECONNREFUSED /var/run/docker.sock', {
      reason: 'not_running',
    }).toShape(),
    checks: [
      { check: 'installed', ok: engine !== 'none', detail: engine === 'none' ? 'no docker found' : 'docker 29.3.0' },
      { check: 'socket', ok: engine !== 'none', detail: 'unix:///var/run/docker.sock' },
      {
        check: 'permission',
        ok: engine !== 'denied',
        detail: engine === 'denied' ? 'not a member of group docker' : 'member of group docker',
      },
      {
        check: 'answer',
        ok: engine === 'denied' ? null : false,
        detail: engine === 'denied' ? '' : 'connection refused (ECONNREFUSED)',
      },
    ],
  };
}
