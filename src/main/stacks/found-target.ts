import { readFile, stat } from 'node:fs/promises';
import { isAbsolute, join, resolve } from 'node:path';
import { parse, stringify } from 'yaml';
import { AppError } from '#shared/protocol/errors.ts';
import type { Container } from '#shared/contract/containers.ts';
import type { NetworkSpec } from '#shared/contract/container-spec.ts';
import { asDotEnv } from '#shared/format/dot-env.ts';
import { asCompose } from '#shared/format/compose-text.ts';
import { containerSpecOf } from '#shared/format/container-spec-of.ts';
import { runSpec } from '#shared/format/run-spec.ts';
import { isRemote } from '#main/engine/engine-info.ts';
import type { Engine } from '#main/engine/engine.ts';
import { isBookkeeping } from '#main/stacks/plan/compose-labels.ts';
import { orGone } from '#main/stacks/plan/world.ts';
import { byService, CONFIG_FILES, FOLDER } from '#main/stacks/service-states.ts';

const MOST_BYTES = 500_000;

export interface FoundTarget {
  readonly compose: string;
  readonly env: string;
  readonly files: Record<string, string>;
  readonly folder: string | null;
  readonly from: 'files' | 'containers';
}

/** What a project that another tool made could have as its target: its own files, else what its containers tell. */
export async function foundTarget(
  engine: Engine,
  name: string,
  containers: readonly Container[],
  signal: AbortSignal,
): Promise<FoundTarget> {
  const labels = containers[0]?.labels ?? {};
  const folder = labels[FOLDER] ?? null;
  // Older versions of compose name them by their paths below the folder.
  const files = (labels[CONFIG_FILES] ?? '')
    .split(',')
    .filter((file) => /\.ya?ml$/.test(file) && (isAbsolute(file) || folder !== null))
    .map((file) => resolve(folder ?? '/', file));
  const texts = isRemote(engine.endpoint) ? [] : await Promise.all(files.map(readText));
  const [compose, over] = texts;
  // More than one over the other has no place here: then what runs is the truth.
  if (compose !== undefined && texts.length <= 2 && !texts.includes(undefined))
    return {
      compose,
      env: (folder === null ? undefined : await readText(join(folder, '.env'))) ?? '',
      files: over === undefined ? {} : { 'compose.override.yaml': over },
      folder,
      from: 'files',
    };
  return { ...(await written(engine, name, containers, signal)), files: {}, folder, from: 'containers' };
}

/** In the order in which compose looks for them; an override goes with any of them. */
const NAMES = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'];
const OVER_NAMES = [
  'compose.override.yml',
  'compose.override.yaml',
  'docker-compose.override.yml',
  'docker-compose.override.yaml',
];

/** The compose file of a folder of this computer, with its override and `.env`. Throws `bad_request` where there is none. */
export async function targetIn(folder: string): Promise<Pick<FoundTarget, 'compose' | 'env' | 'files'>> {
  const first = async (names: readonly string[]): Promise<string | undefined> => {
    for (const name of names) {
      const text = await readText(join(folder, name));
      if (text !== undefined) return text;
    }
    return undefined;
  };
  const compose = await first(NAMES);
  if (compose !== undefined) {
    const over = await first(OVER_NAMES);
    const env = (await readText(join(folder, '.env'))) ?? '';
    return { compose, env, files: over === undefined ? {} : { 'compose.override.yaml': over } };
  }
  throw new AppError('bad_request', 'This folder has no compose file that can be read.', {
    field: 'folder',
    hint: `It is named ${NAMES.slice(0, -1).join(', ')} or ${NAMES.at(-1)}.`,
  });
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return (await stat(path)).size <= MOST_BYTES ? await readFile(path, 'utf8') : undefined;
  } catch {
    return undefined;
  }
}

type Written = Record<string, unknown>;

/** A compose text with a service for each that has containers, as the first of them is; secrets in variables beside it. */
async function written(
  engine: Engine,
  name: string,
  containers: readonly Container[],
  signal: AbortSignal,
): Promise<Pick<FoundTarget, 'compose' | 'env'>> {
  const services: Written = {};
  const networks: Written = {};
  const volumes: Written = {};
  const variables = new Map<string, string>();
  for (const [service, found] of byService(containers).get(name) ?? []) {
    const [first] = found;
    const inspect = first && (await orGone(engine.inspect(first.id, signal)));
    if (!inspect) continue;
    const image = (await orGone(engine.images.inspect(inspect.Image, signal)))?.['Config'];
    const spec = containerSpecOf(inspect, image);
    const labels = Object.fromEntries(Object.entries(spec.labels).filter(([label]) => !isBookkeeping(label)));
    const one = parse(asCompose(runSpec({ ...spec, labels }), service)) as Record<string, Record<string, Written>>;
    const [{ container_name: _name, environment, ...rest } = {}] = Object.values(one['services'] ?? {});
    const isNamed = first.name !== `${name}-${service}-1` && found.length === 1;
    const known = new Set([service, first.name]);
    const own = spec.networks.map((network) => [ownKey(name, network.name), endpoint(network, known)] as const);
    services[service] = {
      ...(isNamed && { container_name: first.name }),
      ...rest,
      ...(environment !== undefined && {
        environment: withVariables(environment as Record<string, string>, service, spec.env, variables),
      }),
      ...(own.length > 0 && { networks: Object.fromEntries(own) }),
      ...(Array.isArray(rest['volumes']) && {
        volumes: rest['volumes'].map((mount) =>
          String(mount).startsWith(`${name}_`) ? String(mount).slice(name.length + 1) : mount,
        ),
      }),
      ...(found.length > 1 && { scale: found.length }),
    };
    for (const network of Object.keys(one['networks'] ?? {})) networks[ownKey(name, network)] = declared(name, network);
    for (const volume of Object.keys(one['volumes'] ?? {})) volumes[ownKey(name, volume)] = declared(name, volume);
  }
  const whole = { services, networks, volumes };
  return {
    compose: stringify(Object.fromEntries(Object.entries(whole).filter(([, value]) => Object.keys(value).length > 0))),
    env: asDotEnv([...variables].map(([variable, value]) => ({ name: variable, value }))),
  };
}

/** `shop_data` of the stack shop is its own "data". */
const ownKey = (stack: string, name: string): string =>
  name.startsWith(`${stack}_`) ? name.slice(stack.length + 1) : name;
const declared = (stack: string, name: string): Written => (name.startsWith(`${stack}_`) ? {} : { external: true });

/** Its service and container are found by their names without being told. */
function endpoint({ aliases, ipv4, ipv6 }: NetworkSpec, known: ReadonlySet<string>): Written | null {
  const more = aliases.filter((alias) => !known.has(alias));
  const said = {
    ...(more.length > 0 && { aliases: more }),
    ...(ipv4 !== undefined && { ipv4_address: ipv4 }),
    ...(ipv6 !== undefined && { ipv6_address: ipv6 }),
  };
  return Object.keys(said).length > 0 ? said : null;
}

/** What looks like a secret is left out of the text as `${NAME}`; here it gets its value, under a name of its own where two differ. */
function withVariables(
  environment: Readonly<Record<string, string>>,
  service: string,
  values: Readonly<Record<string, string>>,
  variables: Map<string, string>,
): Written {
  return Object.fromEntries(
    Object.entries(environment).map(([name, text]) => {
      if (text !== `\${${name}}`) return [name, text];
      const value = values[name] ?? '';
      const taken = variables.get(name);
      const variable =
        taken === undefined || taken === value ? name : `${service.replace(/\W/g, '_').toUpperCase()}_${name}`;
      variables.set(variable, value);
      return [name, `\${${variable}}`];
    }),
  );
}
