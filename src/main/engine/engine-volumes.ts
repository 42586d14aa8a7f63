import type { ListedVolume } from '#main/engine/volume-json.ts';

export interface NewVolume {
  /** Docker makes one up where it is left out. */
  readonly name?: string | undefined;
  readonly driver: string;
  readonly options: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * The volumes of an engine, by their names; outside the grammar of names it is `bad_request` (field `volume`) and no
 * request is made.
 */
export interface EngineVolumes {
  /** Without sizes, which `diskUse` of the engine has. */
  list(signal: AbortSignal): Promise<ListedVolume[]>;
  inspect(name: string, signal: AbortSignal): Promise<ListedVolume>;
  /** Docker gives the one there is back for a name that is taken. */
  create(wanted: NewVolume, signal: AbortSignal): Promise<ListedVolume>;
  /** With its data. `conflict` (taken) while a container mounts it, running or not. */
  remove(name: string, signal: AbortSignal): Promise<void>;
}
