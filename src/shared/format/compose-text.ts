import { bytesWord, volumeWord } from '#shared/format/docker-run.ts';
import { isSecretVariable } from '#shared/format/secret-name.ts';
import type { RunSpec } from '#shared/format/run-spec.ts';

/** A text in YAML: always quoted, for "8080:80", "no" and "1e3" are no texts without; `$` is compose's own sign. */
const quoted = (text: string): string => JSON.stringify(text.replaceAll('$', '$$$$'));
const PLAIN_KEY = /^[A-Za-z_][A-Za-z0-9_.-]*$/;
const key = (text: string): string => (PLAIN_KEY.test(text) ? text : quoted(text));
/** Names of services: letters, digits, "_", "." and "-". */
const serviceName = (name: string): string => name.replace(/[^A-Za-z0-9_.-]/g, '-') || 'service';

/**
 * A compose file with this container as its only service. Values of secret-like variables are left to the environment
 * or an `.env` file: `NAME: "${NAME}"`.
 */
export function asCompose(spec: RunSpec, service = spec.name): string {
  const lines: string[] = ['services:', `  ${key(serviceName(service))}:`];
  const add = (line: string): void => void lines.push(`    ${line}`);
  const value = (name: string, text: string | undefined): void => {
    if (text !== undefined && text !== '') add(`${name}: ${quoted(text)}`);
  };
  const flag = (name: string, isOn: boolean): void => {
    if (isOn) add(`${name}: true`);
  };
  const list = (name: string, texts: readonly string[]): void => {
    if (texts.length === 0) return;
    add(`${name}:`);
    for (const text of texts) add(`  - ${quoted(text)}`);
  };
  const map = (name: string, entries: readonly (readonly [string, string])[]): void => {
    if (entries.length === 0) return;
    add(`${name}:`);
    for (const [one, text] of entries) add(`  ${key(one)}: ${text}`);
  };
  value('image', spec.image);
  value('container_name', spec.name);
  value('hostname', spec.hostname);
  if (spec.entrypoint.length > 0) list('entrypoint', spec.entrypoint);
  if (spec.command.length > 0) list('command', spec.command);
  value('restart', spec.restart);
  value('network_mode', spec.networkMode);
  if (spec.endpoints.some(({ aliases, ipv4 }) => aliases.length > 0 || ipv4 !== undefined)) addNetworks(spec, add);
  else list('networks', spec.networks);
  list('ports', spec.ports);
  list('volumes', spec.mounts.map(volumeWord));
  list('tmpfs', spec.tmpfs);
  map(
    'environment',
    spec.variables.map(({ name, value: text }) => [
      name,
      isSecretVariable(name) ? JSON.stringify(`\${${name}}`) : quoted(text),
    ]),
  );
  map(
    'labels',
    spec.labels.map(([name, text]) => [name, quoted(text)]),
  );
  if (spec.memoryBytes > 0) value('mem_limit', bytesWord(spec.memoryBytes));
  if (spec.cpus > 0) add(`cpus: ${spec.cpus}`);
  if (spec.pidsLimit > 0) add(`pids_limit: ${spec.pidsLimit}`);
  if (spec.shmBytes > 0) value('shm_size', bytesWord(spec.shmBytes));
  map(
    'sysctls',
    spec.sysctls.map(([name, text]) => [name, quoted(text)]),
  );
  if (spec.ulimits.length > 0) addUlimits(spec, add);
  value('stop_signal', spec.stopSignal);
  if (spec.stopSeconds !== undefined) value('stop_grace_period', `${spec.stopSeconds}s`);
  value('user', spec.user);
  value('working_dir', spec.workingDir);
  flag('tty', spec.hasTty);
  flag('stdin_open', spec.isInteractive);
  flag('privileged', spec.isPrivileged);
  flag('read_only', spec.isReadOnly);
  flag('init', spec.hasInit);
  list('cap_add', spec.capAdd);
  list('cap_drop', spec.capDrop);
  list('security_opt', spec.securityOptions);
  list('devices', spec.devices);
  list('extra_hosts', spec.extraHosts);
  list('dns', spec.dns);
  if (spec.health) {
    const { test, intervalSeconds, timeoutSeconds, startSeconds, retries } = spec.health;
    add('healthcheck:');
    if (test[0] === 'NONE') add('  disable: true');
    else add(`  test: [${test.map(quoted).join(', ')}]`);
    if (intervalSeconds > 0) add(`  interval: ${intervalSeconds}s`);
    if (timeoutSeconds > 0) add(`  timeout: ${timeoutSeconds}s`);
    if (startSeconds > 0) add(`  start_period: ${startSeconds}s`);
    if (retries > 0) add(`  retries: ${retries}`);
  }
  if (spec.logDriver !== undefined || spec.logOptions.length > 0) {
    add('logging:');
    add(`  driver: ${quoted(spec.logDriver ?? 'json-file')}`);
    if (spec.logOptions.length > 0) add('  options:');
    for (const [name, text] of spec.logOptions) add(`    ${key(name)}: ${quoted(text)}`);
  }
  // What is there already is used, not made anew beside it under another name.
  const volumes = spec.mounts.filter(({ isVolume, source }) => isVolume && source !== '').map(({ source }) => source);
  external(lines, 'networks', spec.networks);
  external(lines, 'volumes', [...new Set(volumes)]);
  return `${lines.join('\n')}\n`;
}

function external(lines: string[], name: string, items: readonly string[]): void {
  if (items.length === 0) return;
  lines.push('', `${name}:`);
  for (const item of items) lines.push(`  ${key(item)}:`, '    external: true');
}

function addNetworks({ endpoints }: RunSpec, add: (line: string) => void): void {
  add('networks:');
  for (const { network, aliases, ipv4 } of endpoints) {
    const isPlain = aliases.length === 0 && ipv4 === undefined;
    add(`  ${key(network)}:${isPlain ? ' {}' : ''}`);
    if (aliases.length > 0) add('    aliases:');
    for (const alias of aliases) add(`      - ${quoted(alias)}`);
    if (ipv4 !== undefined) add(`    ipv4_address: ${quoted(ipv4)}`);
  }
}

function addUlimits({ ulimits }: RunSpec, add: (line: string) => void): void {
  add('ulimits:');
  for (const word of ulimits) {
    const [name = '', soft = '', hard = soft] = word.split(/[=:]/);
    add(`  ${key(name)}:`);
    add(`    soft: ${soft}`);
    add(`    hard: ${hard}`);
  }
}
