import { useEffect, useState } from 'react';
import type { ContainerSpec } from '#shared/contract/container-spec.ts';
import type { Container } from '#shared/contract/containers.ts';
import {
  formatImageReference,
  isReferenceFault,
  parseImageReference,
  withDefaultTag,
} from '#shared/base/image-reference.ts';
import type { Stores } from '#renderer/stores/stores.ts';
import { useStores } from '#renderer/views/stores-context.tsx';
import { usePortWords } from '#renderer/views/run/use-port-words.ts';
import { type Faults, type RunDraft, specOf } from '#renderer/views/run/run-draft.ts';

export interface Known {
  readonly images: readonly string[];
  readonly volumes: readonly string[];
  readonly networks: readonly string[];
}

/** Names that are there, asked once; a form without them is a form all the same. */
export function useKnown(): Known {
  const { api, containers } = useStores();
  const [images, setImages] = useState<readonly string[]>([]);
  const [volumes, setVolumes] = useState<readonly string[]>([]);
  useEffect(() => {
    let isGone = false;
    const nothing = (): void => undefined;
    api
      .call('images.list', {})
      .then((found) => !isGone && setImages(found.images.flatMap(({ tags }) => tags).sort()), nothing);
    api
      .call('volumes.list', {})
      .then(
        (found) => !isGone && setVolumes(found.volumes.filter((one) => !one.isAnonymous).map(({ name }) => name)),
        nothing,
      );
    return () => {
      isGone = true;
    };
  }, [api]);
  const networks = [...new Set(containers.sorted.flatMap((one) => one.networks))].sort();
  return { images, volumes, networks };
}

/** Whether an image is on this machine; undefined where that is not known. */
export function isHere(image: string, { images }: Known): boolean | undefined {
  const parsed = parseImageReference(image.trim());
  if (images.length === 0 || isReferenceFault(parsed) || parsed.digest !== undefined) return undefined;
  return /^(sha256:)?[0-9a-f]{12,64}$/.test(image) || images.includes(formatImageReference(withDefaultTag(parsed)));
}

/** What can be said against it while it is typed, by what is known of the containers; `own`: the one that is edited. */
function warningsOf({ containers }: Stores, spec: ContainerSpec, own?: Container): Faults {
  const others = containers.sorted.filter(({ id }) => id !== own?.id);
  const namesake = spec.name !== undefined && others.some(({ name }) => name === spec.name);
  const taken = spec.ports.flatMap(({ hostPort, protocol }) => {
    const owner = others.find(
      (one) =>
        one.state === 'running' && one.ports.some((port) => port.hostPort === hostPort && port.protocol === protocol),
    );
    return hostPort !== undefined && owner ? [`Port ${hostPort} is already used by ${owner.name}.`] : [];
  });
  return {
    name: namesake ? `There is a container "${spec.name}" already.` : undefined,
    ports: taken[0],
  };
}

/** The draft with what it says; faults are told once it was sent, and go as soon as they are put right. */
export function useDraftRead(draft: RunDraft, base: ContainerSpec | undefined, own?: Container) {
  const stores = useStores();
  const { spec, faults } = specOf(draft, base);
  const warnings = warningsOf(stores, spec, own);
  const ports = usePortWords(spec.ports, own);
  // What is known of the containers is said at once, and a moment later who else has it, and what is free.
  return { spec, faults, warnings: ports === undefined ? warnings : { ...warnings, ports } };
}
