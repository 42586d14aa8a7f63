import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RegistryCredentials } from '#main/engine/engine-images.ts';
import { z } from '#shared/contract/zod.ts';
import { AppError } from '#shared/protocol/errors.ts';

/** A helper may ask its keyring's owner for a password. */
const HELPER_MS = 60_000;
const MAX_ANSWER = 1024 * 1024;
/** What Docker's configuration calls Docker Hub. */
const HUB = 'https://index.docker.io/v1/';

const login = z.object({
  auth: z.string().optional(),
  username: z.string().optional(),
  password: z.string().optional(),
  identitytoken: z.string().optional(),
});
const config = z.object({
  auths: z.record(z.string(), login.catch({})).catch({}).default({}),
  credsStore: z.string().optional().catch(undefined),
  credHelpers: z.record(z.string(), z.string()).catch({}).default({}),
});
type Config = z.infer<typeof config>;
const helperAnswer = z.object({ Username: z.string(), Secret: z.string() });

/**
 * What `docker login` left for the registries: of the helper that is named for a registry, else of the store for all, else in
 * the configuration itself. Read anew each time. Nothing of it is ever logged, kept or shown.
 */
export class RegistryLogins {
  readonly #folder: () => string;

  /** `folder`: where Docker's config.json is, which may change with the environment. */
  constructor(folder: () => string) {
    this.#folder = folder;
  }

  /** Undefined: there is no login for it. Throws `conflict` where the configuration or its helper cannot be used. */
  async find(registry: string, signal: AbortSignal): Promise<RegistryCredentials | undefined> {
    return this.#lookUp(await this.#read(), registry, signal);
  }

  /** For a build, whose base images may come from several. What cannot be had is left out: the registry will say so. */
  async all(registries: readonly string[], signal: AbortSignal): Promise<Record<string, RegistryCredentials>> {
    const read = await this.#read().catch((): Config => ({ auths: {}, credHelpers: {} }));
    const named = [...Object.keys(read.auths), ...Object.keys(read.credHelpers)].map(hostOf);
    const found: Record<string, RegistryCredentials> = {};
    for (const registry of new Set([...registries, ...named])) {
      const one = await this.#lookUp(read, registry, signal).catch(() => undefined);
      if (one) found[one.serveraddress] = one;
    }
    return found;
  }

  async #lookUp(read: Config, registry: string, signal: AbortSignal): Promise<RegistryCredentials | undefined> {
    const serveraddress = registry === 'docker.io' ? HUB : registry;
    const isMeant = (name: string): boolean => name === serveraddress || hostOf(name) === hostOf(serveraddress);
    const named = Object.entries(read.credHelpers).find(([name]) => isMeant(name))?.[1];
    const helper = named ?? read.credsStore;
    if (helper !== undefined) return askHelper(helper, serveraddress, signal);
    const entry = Object.entries(read.auths).find(([name]) => isMeant(name))?.[1];
    return entry && fromEntry(entry, serveraddress);
  }

  async #read(): Promise<Config> {
    const file = join(this.#folder(), 'config.json');
    let text: string;
    try {
      text = await readFile(file, 'utf8');
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return config.parse({});
      throw new AppError('conflict', "Docker's configuration could not be read, so its logins are not known.", {
        hint: `See to the rights of ${file}.`,
      });
    }
    try {
      return config.parse(JSON.parse(text));
    } catch {
      // Not even the reason is told on: a parser's message quotes what it met.
      throw new AppError('conflict', "Docker's configuration is not valid JSON, so its logins are not known.", {
        hint: `See to ${file}.`,
      });
    }
  }
}

/** "https://ghcr.io/v2/" and "ghcr.io" are one. */
function hostOf(name: string): string {
  const host = name.replace(/^https?:\/\//, '').split('/')[0] ?? name;
  return /^(index|registry-1)\.docker\.io$/.test(host) ? 'docker.io' : host;
}

function fromEntry(entry: z.infer<typeof login>, serveraddress: string): RegistryCredentials | undefined {
  const [username = '', ...rest] = Buffer.from(entry.auth ?? '', 'base64')
    .toString('utf8')
    .split(':');
  const name = entry.username ?? username;
  const password = entry.password ?? rest.join(':');
  if (entry.identitytoken) return { serveraddress, username: name, identitytoken: entry.identitytoken };
  return name === '' ? undefined : { serveraddress, username: name, password };
}

/** `docker-credential-NAME get`: the address on its input, JSON on its output. */
async function askHelper(
  name: string,
  serveraddress: string,
  signal: AbortSignal,
): Promise<RegistryCredentials | undefined> {
  const program = `docker-credential-${name}`;
  if (!/^[\w.-]+$/.test(name)) throw helperFailed(program, 'its name is none');
  const { code, output } = await run(program, serveraddress, signal);
  if (code !== 0) {
    if (/credentials not found/i.test(output)) return undefined;
    throw helperFailed(program, 'it failed');
  }
  try {
    const { Username, Secret } = helperAnswer.parse(JSON.parse(output));
    return Username === '<token>'
      ? { serveraddress, identitytoken: Secret }
      : { serveraddress, username: Username, password: Secret };
  } catch {
    throw helperFailed(program, 'its answer cannot be read');
  }
}

function run(program: string, input: string, signal: AbortSignal): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, ['get'], {
      stdio: ['pipe', 'pipe', 'ignore'],
      signal: AbortSignal.any([signal, AbortSignal.timeout(HELPER_MS)]),
    });
    let output = '';
    child.stdout.setEncoding('utf8');
    child.stdout.on('data', (text: string) => {
      if (output.length < MAX_ANSWER) output += text;
    });
    child.on('error', (thrown: NodeJS.ErrnoException) =>
      reject(helperFailed(program, thrown.code === 'ENOENT' ? 'it is not installed' : 'it did not answer in time')),
    );
    child.on('close', (code) => resolve({ code, output }));
    // One that ends before it has read is told of by its exit code.
    child.stdin.on('error', () => undefined);
    child.stdin.end(`${serverLine(input)}\n`);
  });
}

const serverLine = (address: string): string => address.replace(/[\r\n]/g, '');

const helperFailed = (program: string, why: string): AppError =>
  new AppError('conflict', `The logins of the registries are kept by ${program}, and ${why}.`, {
    hint: 'Install it, or take it out of credsStore and credHelpers in the config.json of Docker.',
  });
