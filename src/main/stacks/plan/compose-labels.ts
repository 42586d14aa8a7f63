import { createHash } from 'node:crypto';
import { stableKey } from '#shared/base/stable-key.ts';
import type { CarriedSettings } from '#main/engine/container-body.ts';
import type { ProjectModel, ServiceModel } from '#main/stacks/compose/model.ts';
import { CONFIG_FILES, FOLDER, NUMBER, ONE_OFF, PROJECT, SERVICE } from '#main/stacks/service-states.ts';

const CONFIG_HASH = 'com.docker.compose.config-hash';
/** The same again: where the two are equal the hash is ours, and not one that compose made in its way. */
const OWN_HASH = 'quayside.config-hash';
const DEPENDS_ON = 'com.docker.compose.depends_on';
const IMAGE = 'com.docker.compose.image';
const VERSION = 'com.docker.compose.version';
const NETWORK = 'com.docker.compose.network';
const VOLUME = 'com.docker.compose.volume';

/** Labels that say where a container belongs, and not what it is. */
export const isBookkeeping = (label: string): boolean =>
  label.startsWith('com.docker.compose.') || label.startsWith('quayside.');

/** Changes when anything changes that a container of the service is made from. */
export function configHash({ spec, files, platform, carried }: ServiceModel): string {
  return createHash('sha256')
    .update(
      stableKey({
        spec,
        platform,
        files: files.map(({ path, content }) => [path, content ?? null]),
        // Absent where there is none, so that the hash of what runs already stays.
        ...(isCarrying(carried) && { carried }),
      }),
    )
    .digest('hex');
}

const isCarrying = ({ config, host }: CarriedSettings): boolean =>
  Object.keys(config).length + Object.keys(host).length > 0;

export interface Where {
  /** Where the paths of the stack begin, and where its compose text is kept. */
  readonly folder: string;
  readonly composeFile: string;
}

/** Labels by which docker compose and others see the same project. */
export function containerLabels(
  project: ProjectModel,
  service: ServiceModel,
  { number, imageId, where }: { number: number; imageId: string; where: Where },
): Record<string, string> {
  const hash = configHash(service);
  return {
    [PROJECT]: project.name,
    [SERVICE]: service.name,
    [NUMBER]: String(number),
    [ONE_OFF]: 'False',
    [FOLDER]: where.folder,
    [CONFIG_FILES]: where.composeFile,
    [CONFIG_HASH]: hash,
    [OWN_HASH]: hash,
    [DEPENDS_ON]: service.dependsOn.map(({ service: other, condition }) => `${other}:${condition}:false`).join(','),
    [IMAGE]: imageId,
    [VERSION]: 'quayside',
  };
}

export const networkLabels = (project: string, key: string): Record<string, string> => ({
  [PROJECT]: project,
  [NETWORK]: key,
  [VERSION]: 'quayside',
});

export const volumeLabels = (project: string, key: string): Record<string, string> => ({
  [PROJECT]: project,
  [VOLUME]: key,
  [VERSION]: 'quayside',
});

export const containerName = (project: string, service: ServiceModel, number: number): string =>
  service.containerName ?? `${project}-${service.name}-${number}`;

/** The last hash of ours that it was made with; undefined where another tool made it. */
export function ownHashOf(labels: Readonly<Record<string, string>>): string | undefined {
  const own = labels[OWN_HASH];
  return own !== undefined && own === labels[CONFIG_HASH] ? own : undefined;
}
