import type { ContainerSpec } from '#shared/contract/container-spec.ts';
import type { Blueprint } from '#main/engine/simulated/project.ts';
import { colourful } from '#main/engine/simulated/voices.ts';

const MIB = 1024 * 1024;

/** How a container behaves that somebody made: as its command says where it says when it ends, else it runs on. */
export function blueprintOf(spec: ContainerSpec & { name: string }): Blueprint {
  const command = [...(spec.entrypoint ?? []), ...(spec.command ?? [])];
  const endsWith = exitOf(command);
  const health = spec.healthCheck && spec.healthCheck.test[0] !== 'NONE' ? healthOf(spec.healthCheck.test) : undefined;
  return {
    name: spec.name,
    image: spec.image,
    command: command.length > 0 ? command : ['sh'],
    env: ['PATH=/usr/local/bin:/usr/bin:/bin', ...Object.entries(spec.env).map(([name, value]) => `${name}=${value}`)],
    spec,
    ...(spec.user !== undefined && { user: spec.user }),
    ...(spec.labels['com.docker.compose.project'] !== undefined && {
      stack: spec.labels['com.docker.compose.project'],
    }),
    ...(spec.labels['com.docker.compose.service'] !== undefined && {
      service: spec.labels['com.docker.compose.service'],
    }),
    ports: spec.ports.map(({ containerPort, hostPort }) => ({
      container: containerPort,
      ...(hostPort !== undefined && { host: hostPort }),
    })),
    shells: ['/bin/sh'],
    tty: spec.hasTty,
    voice: colourful,
    lineEveryMs: 2000,
    history: 0,
    state: 'created',
    ...(endsWith !== undefined && { endsWith }),
    ...(health !== undefined && { health }),
    cores: [0.01, 0.03],
    memoryBytes: 12 * MIB,
    ...(spec.memoryBytes !== undefined && { memoryLimitBytes: spec.memoryBytes }),
    network: [100, 100],
  };
}

/** `true`, `false`, `sh -c "… exit 3"`. */
function exitOf(command: readonly string[]): number | undefined {
  const last = command.at(-1) ?? '';
  if (last === 'true') return 0;
  if (last === 'false') return 1;
  const code = /(?:^|[;& ])exit (\d{1,3})$/.exec(last)?.[1];
  return code === undefined ? undefined : Number(code);
}

const healthOf = (test: readonly string[]): 'healthy' | 'unhealthy' =>
  /(^|[;& ])(false|exit 1)$/.test(test.at(-1) ?? '') ? 'unhealthy' : 'healthy';
