import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import type { EngineEntry } from '#shared/contract/engines.ts';
import { type Endpoint, parseEndpoint, readTls } from '#main/engine/endpoint.ts';

export type Env = Readonly<Record<string, string | undefined>>;

/** The context of the simulated engine, in the list beside the real ones. */
export const SIMULATED_CONTEXT = 'simulated';

export interface Choice {
  readonly context: string;
  readonly endpoint: Endpoint | { readonly kind: 'simulated'; readonly shown: string };
}

const set = (value: string | undefined): string | undefined =>
  value === undefined || value.trim() === '' ? undefined : value.trim();
const home = (env: Env): string => set(env['HOME']) ?? homedir();
/** Where Docker's config.json is. */
export const configFolder = (env: Env): string => set(env['DOCKER_CONFIG']) ?? join(home(env), '.docker');

/**
 * Which engine to use, by the docker CLI's rules: DOCKER_HOST, DOCKER_CONTEXT, the context of the settings, the CLI's current
 * context, the usual sockets. `selected` was chosen while the program runs and goes before all. Empty counts as unset.
 */
export function chooseEngine(env: Env, fromSettings: string | null, selected: string | undefined): Choice {
  if (selected !== undefined) return byName(env, selected);
  if (set(env['QUAYSIDE_ENGINE']) === 'simulated') return byName(env, SIMULATED_CONTEXT);
  const host = set(env['DOCKER_HOST']);
  if (host !== undefined) return { context: 'default', endpoint: parseEndpoint(host, envTls(env)) };
  const context = set(env['DOCKER_CONTEXT']) ?? fromSettings ?? currentContext(env);
  return byName(env, context ?? 'default');
}

/** All contexts and sockets of this computer, for the screen that lets one choose. */
export function listEngines(env: Env, current: Choice): EngineEntry[] {
  const sockets = usualSockets(env).filter((path) => existsSync(path));
  const names = ['default', ...contexts(env).keys(), ...sockets.map((path) => `unix://${path}`), SIMULATED_CONTEXT];
  return [...new Set([...names, current.context])].map((name) => {
    const { endpoint } = name === current.context ? current : byName(env, name);
    const detail =
      endpoint.kind === 'unsupported'
        ? endpoint.why
        : endpoint.kind === 'simulated'
          ? 'Simulated data, for looking around.'
          : '';
    return {
      context: name,
      endpoint: endpoint.shown,
      isCurrent: name === current.context,
      isSupported: endpoint.kind !== 'unsupported',
      detail,
    };
  });
}

/** Where engines put their sockets: system-wide, rootless, Docker Desktop, Colima, Podman. */
function usualSockets(env: Env): string[] {
  const runtime = set(env['XDG_RUNTIME_DIR']) ?? `/run/user/${process.getuid?.() ?? 0}`;
  const user = home(env);
  return [
    '/var/run/docker.sock',
    join(runtime, 'docker.sock'),
    join(user, '.docker/run/docker.sock'),
    join(user, '.docker/desktop/docker.sock'),
    join(user, '.colima/default/docker.sock'),
    join(runtime, 'podman/podman.sock'),
    '/run/podman/podman.sock',
  ];
}

/** Folders where a socket may appear, as far as they exist: their change is the sign to look again. */
export function foldersToWatch(env: Env, choice: Choice): string[] {
  const { endpoint } = choice;
  if (endpoint.kind !== 'unix') return [];
  const isGuess = choice.context === 'default' && set(env['DOCKER_HOST']) === undefined;
  const folders = (isGuess ? usualSockets(env) : [endpoint.path]).map((path) => dirname(path));
  return [...new Set(folders)].filter((folder) => existsSync(folder));
}

/** Whether Docker seems to be installed: a program of it on the PATH. Undefined on systems where that says nothing. */
export function isInstalled(env: Env): boolean | undefined {
  if (process.platform !== 'linux') return undefined;
  const folders = [
    ...(set(env['PATH']) ?? '').split(delimiter),
    '/usr/bin',
    '/usr/sbin',
    '/usr/local/bin',
    '/snap/bin',
  ];
  return folders.some(
    (folder) => folder !== '' && ['docker', 'dockerd', 'podman'].some((name) => existsSync(join(folder, name))),
  );
}

/** What can be said of a socket's file without connecting. */
export function lookAtSocket(path: string): { exists: boolean; isSocket: boolean; isAllowed: boolean } {
  try {
    const isSocket = statSync(path).isSocket();
    accessSync(path, constants.R_OK | constants.W_OK);
    return { exists: true, isSocket, isAllowed: true };
  } catch (thrown) {
    const isDenied = (thrown as { code?: string }).code === 'EACCES';
    return { exists: isDenied || existsSync(path), isSocket: isDenied, isAllowed: !isDenied };
  }
}

function byName(env: Env, name: string): Choice {
  if (name === SIMULATED_CONTEXT) return { context: name, endpoint: { kind: 'simulated', shown: 'simulated data' } };
  if (name.startsWith('unix://')) return { context: name, endpoint: parseEndpoint(name, undefined) };
  if (name === 'default') return { context: name, endpoint: defaultEndpoint(env) };
  const endpoint = contexts(env).get(name);
  return {
    context: name,
    endpoint: endpoint ?? {
      kind: 'unsupported',
      why: `There is no Docker context "${name.slice(0, 100)}".`,
      shown: name,
    },
  };
}

function defaultEndpoint(env: Env): Endpoint {
  if (process.platform === 'win32') return parseEndpoint('npipe:////./pipe/docker_engine', undefined);
  const found = usualSockets(env).find((path) => existsSync(path));
  return parseEndpoint(`unix://${found ?? '/var/run/docker.sock'}`, undefined);
}

function envTls(env: Env): ReturnType<typeof readTls> | undefined {
  const verify = set(env['DOCKER_TLS_VERIFY']) !== undefined;
  const folder = set(env['DOCKER_CERT_PATH']);
  return verify || folder !== undefined ? readTls(folder ?? configFolder(env), !verify) : undefined;
}

function currentContext(env: Env): string | undefined {
  const config = readJson(join(configFolder(env), 'config.json')) as { currentContext?: unknown } | undefined;
  return typeof config?.currentContext === 'string' && config.currentContext !== '' ? config.currentContext : undefined;
}

/** The CLI's contexts: `contexts/meta/HASH/meta.json`, certificates in `contexts/tls/HASH/docker`. */
function contexts(env: Env): Map<string, Endpoint> {
  const folder = join(configFolder(env), 'contexts');
  const found = new Map<string, Endpoint>();
  let names: string[] = [];
  try {
    names = readdirSync(join(folder, 'meta'));
  } catch {
    return found;
  }
  for (const hash of names.sort()) {
    const meta = readJson(join(folder, 'meta', hash, 'meta.json')) as
      | { Name?: unknown; Endpoints?: { docker?: { Host?: unknown; SkipTLSVerify?: unknown } } }
      | undefined;
    const host = meta?.Endpoints?.docker?.Host;
    if (typeof meta?.Name !== 'string' || typeof host !== 'string') continue;
    const tls = join(folder, 'tls', createHash('sha256').update(meta.Name).digest('hex'), 'docker');
    found.set(
      meta.Name,
      parseEndpoint(host, existsSync(tls) ? readTls(tls, meta.Endpoints?.docker?.SkipTLSVerify === true) : undefined),
    );
  }
  return found;
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
