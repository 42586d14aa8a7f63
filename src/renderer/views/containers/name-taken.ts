import type { ContainersStore } from '#renderer/stores/containers-store.ts';

/** Why a name cannot be had; undefined where it can. */
export const nameTaken = (containers: ContainersStore, name: string): string | undefined =>
  containers.sorted.some((one) => one.name === name) ? `There is a container "${name}" already.` : undefined;
