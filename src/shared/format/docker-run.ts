import { isSecretVariable } from '#shared/format/secret-name.ts';
import type { RunMount, RunSpec } from '#shared/format/run-spec.ts';
import type { HealthSpec } from '#shared/contract/container-spec.ts';

const PLAIN = /^[A-Za-z0-9_./:@%+=,-]+$/;

/** One word for a POSIX shell: nothing in it means anything to the shell. */
export const shellWord = (text: string): string => (PLAIN.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);

/**
 * A `docker run` that makes such a container again, one option a line. Values of secret-like variables are left out:
 * `--env NAME` takes them from the shell, so that they stand on no screen and in no history.
 */
export function asDockerRun(spec: RunSpec): string {
  const options: string[] = [];
  const add = (name: string, value?: string | number): void => {
    options.push(value === undefined ? name : `${name} ${shellWord(String(value))}`);
  };
  const each = (name: string, values: readonly string[]): void => values.forEach((value) => add(name, value));
  const [first, ...others] = spec.endpoints;
  add('--detach');
  if (spec.name !== '') add('--name', spec.name);
  if (spec.hostname !== undefined) add('--hostname', spec.hostname);
  if (spec.isInteractive) add('--interactive');
  if (spec.hasTty) add('--tty');
  if (spec.restart !== undefined) add('--restart', spec.restart);
  if (spec.networkMode !== undefined) add('--network', spec.networkMode);
  else if (first !== undefined) add('--network', first.network);
  each('--network-alias', first?.aliases ?? []);
  if (first?.ipv4 !== undefined) add('--ip', first.ipv4);
  each('--publish', spec.ports);
  each('--volume', spec.mounts.map(volumeWord));
  each('--tmpfs', spec.tmpfs);
  each(
    '--env',
    spec.variables.map(({ name, value }) => (isSecretVariable(name) ? name : `${name}=${value}`)),
  );
  each(
    '--label',
    spec.labels.map(([name, value]) => (value === '' ? name : `${name}=${value}`)),
  );
  if (spec.memoryBytes > 0) add('--memory', bytesWord(spec.memoryBytes));
  if (spec.cpus > 0) add('--cpus', spec.cpus);
  if (spec.pidsLimit > 0) add('--pids-limit', spec.pidsLimit);
  if (spec.shmBytes > 0) add('--shm-size', bytesWord(spec.shmBytes));
  each('--ulimit', spec.ulimits);
  each(
    '--sysctl',
    spec.sysctls.map(([name, value]) => `${name}=${value}`),
  );
  if (spec.stopSignal !== undefined) add('--stop-signal', spec.stopSignal);
  if (spec.stopSeconds !== undefined) add('--stop-timeout', spec.stopSeconds);
  if (spec.user !== undefined) add('--user', spec.user);
  if (spec.workingDir !== undefined) add('--workdir', spec.workingDir);
  if (spec.isPrivileged) add('--privileged');
  if (spec.isReadOnly) add('--read-only');
  if (spec.hasInit) add('--init');
  each('--cap-add', spec.capAdd);
  each('--cap-drop', spec.capDrop);
  each('--security-opt', spec.securityOptions);
  each('--device', spec.devices);
  each('--add-host', spec.extraHosts);
  each('--dns', spec.dns);
  addHealth(spec.health, add);
  if (spec.logDriver !== undefined) add('--log-driver', spec.logDriver);
  each(
    '--log-opt',
    spec.logOptions.map(([name, value]) => `${name}=${value}`),
  );
  // --entrypoint takes one word: the rest of it goes before the command.
  const [program, ...rest] = spec.entrypoint;
  if (program !== undefined) add('--entrypoint', program);
  const last = [spec.image, ...rest, ...spec.command].map(shellWord).join(' ');
  const more = others.map(({ network, aliases, ipv4 }) => {
    const words = [
      ...aliases.map((alias) => `--alias ${shellWord(alias)}`),
      ...(ipv4 === undefined ? [] : [`--ip ${ipv4}`]),
    ];
    return `\n${['docker network connect', ...words, shellWord(network), shellWord(spec.name)].join(' ')}`;
  });
  return `${['docker run', ...options, last].join(' \\\n  ')}${more.join('')}`;
}

/** "512m" where it is whole, else bytes. */
export function bytesWord(bytes: number): string {
  for (const [unit, size] of UNITS) if (bytes % size === 0) return `${bytes / size}${unit}`;
  return String(bytes);
}
const UNITS = [
  ['g', 2 ** 30],
  ['m', 2 ** 20],
  ['k', 2 ** 10],
] as const;

/** "name:/path:ro", the same for both. */
export const volumeWord = ({ source, target, isReadOnly }: RunMount): string =>
  `${source === '' ? '' : `${source}:`}${target}${isReadOnly ? ':ro' : ''}`;

function addHealth(health: HealthSpec | undefined, add: (name: string, value?: string | number) => void): void {
  if (!health) return;
  const [kind, ...words] = health.test;
  if (kind === 'NONE') add('--no-healthcheck');
  // The option takes a shell line: of a list of words each is made one word of it.
  else if (kind === 'CMD') add('--health-cmd', words.map(shellWord).join(' '));
  else if (words[0] !== undefined) add('--health-cmd', words[0]);
  if (health.intervalSeconds > 0) add('--health-interval', `${health.intervalSeconds}s`);
  if (health.timeoutSeconds > 0) add('--health-timeout', `${health.timeoutSeconds}s`);
  if (health.startSeconds > 0) add('--health-start-period', `${health.startSeconds}s`);
  if (health.retries > 0) add('--health-retries', health.retries);
}
