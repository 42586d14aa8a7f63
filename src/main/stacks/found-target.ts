import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { AppError } from '#shared/protocol/errors.ts';
import type { Container } from '#shared/contract/containers.ts';
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
  const files = (labels[CONFIG_FILES] ?? '').split(',').filter((file) => /\.ya?ml$/.test(file));
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
  return { compose: await written(engine, name, containers, signal), env: '', files: {}, folder, from: 'containers' };
}

const NAMES = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml'];

/** The compose file of a folder of this computer, with its override and `.env`. Throws `bad_request` where there is none. */
export async function targetIn(folder: string): Promise<Pick<FoundTarget, 'compose' | 'env' | 'files'>> {
  for (const name of NAMES) {
    const compose = await readText(join(folder, name));
    if (compose === undefined) continue;
    const over = await readText(join(folder, name.replace(/\.(ya?ml)$/, '.override.$1')));
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

/** A compose text with a service for each that has containers, as the first of them is. */
async function written(
  engine: Engine,
  name: string,
  containers: readonly Container[],
  signal: AbortSignal,
): Promise<string> {
  const whole: Record<string, Record<string, unknown>> = { services: {}, networks: {}, volumes: {} };
  for (const [service, found] of byService(containers).get(name) ?? []) {
    const [first] = found;
    const inspect = first && (await orGone(engine.inspect(first.id, signal)));
    if (!inspect) continue;
    const image = (await orGone(engine.images.inspect(inspect.Image, signal)))?.['Config'];
    const spec = containerSpecOf(inspect, image);
    const labels = Object.fromEntries(Object.entries(spec.labels).filter(([label]) => !isBookkeeping(label)));
    const one = parse(asCompose(runSpec({ ...spec, labels }), service)) as typeof whole;
    const [text] = Object.values(one['services'] ?? {}) as Record<string, unknown>[];
    const { container_name: _name, ...rest } = text ?? {};
    const isNamed = first.name !== `${name}-${service}-1` && found.length === 1;
    whole['services'] = {
      ...whole['services'],
      [service]: {
        ...(isNamed && { container_name: first.name }),
        ...rest,
        ...(found.length > 1 && { scale: found.length }),
      },
    };
    for (const key of ['networks', 'volumes']) whole[key] = { ...whole[key], ...one[key] };
  }
  return stringify(Object.fromEntries(Object.entries(whole).filter(([, value]) => Object.keys(value).length > 0)));
}
