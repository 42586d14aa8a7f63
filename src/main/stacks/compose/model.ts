import type { ContainerSpec } from '#shared/contract/container-spec.ts';
import type { CarriedSettings } from '#main/engine/container-body.ts';
import type { Place } from '#main/stacks/compose/located.ts';

import type { ServiceLink } from '#main/stacks/compose/service-host.ts';

export type Condition = 'service_started' | 'service_healthy' | 'service_completed_successfully';
export interface Dependency {
  readonly service: string;
  readonly condition: Condition;
  readonly isRequired: boolean;
}

export interface BuildModel {
  /** A whole path on this computer. */
  readonly context: string;
  readonly dockerfile: string;
  readonly args: Readonly<Record<string, string>>;
  readonly target?: string | undefined;
  readonly noCache: boolean;
}

/** A file that is bound into the containers; `content` where Quayside writes it itself. */
export interface BoundFile {
  readonly path: string;
  readonly content?: string | undefined;
}

/** One service, with everything that Docker has to be told of each of its containers but name and compose's own labels. */
/** With what a spec has no words for, in Docker's own; `container:SERVICE` where a service is meant, until its container is known. */
export interface ServiceModel {
  readonly carried: CarriedSettings;
  readonly name: string;
  readonly at: Place;
  readonly spec: ContainerSpec;
  readonly containerName?: string | undefined;
  readonly build?: BuildModel | undefined;
  readonly pullPolicy: 'always' | 'missing' | 'never' | 'build';
  readonly platform?: string | undefined;
  readonly scale: number;
  readonly profiles: readonly string[];
  readonly isActive: boolean;
  readonly dependsOn: readonly Dependency[];
  /** Secrets and configs: what they hold counts as the service's own settings. */
  readonly files: readonly BoundFile[];
  /** Services by which names it wants to know them. */
  readonly links: readonly ServiceLink[];
  /** Keys of networks and named volumes. */
  readonly networks: readonly string[];
  readonly volumes: readonly string[];
}

export interface NetworkModel {
  readonly key: string;
  readonly name: string;
  readonly isExternal: boolean;
  readonly driver: string;
  readonly options: Readonly<Record<string, string>>;
  readonly isInternal: boolean;
  readonly isAttachable: boolean;
  readonly hasIpv6: boolean;
  readonly subnets: readonly { subnet: string; gateway?: string | undefined; ipRange?: string | undefined }[];
  readonly labels: Readonly<Record<string, string>>;
}

export interface VolumeModel {
  readonly key: string;
  readonly name: string;
  readonly isExternal: boolean;
  readonly driver: string;
  readonly options: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
}

export interface ProjectModel {
  readonly name: string;
  readonly services: ReadonlyMap<string, ServiceModel>;
  readonly networks: ReadonlyMap<string, NetworkModel>;
  readonly volumes: ReadonlyMap<string, VolumeModel>;
}

/** What a stack is read from. */
export interface StackText {
  readonly name: string;
  readonly compose: string;
  readonly env: string;
  readonly files: Readonly<Record<string, string>>;
  /** Where relative paths begin; null: in `ownFolder`. */
  readonly folder: string | null;
  /** Where Quayside keeps `files`. */
  readonly ownFolder: string;
  /** Set at this computer: only then it may be built from any folder of it. */
  readonly isLocal: boolean;
  /** A file below `folder` that is none of `files`; undefined where there is none that can be read. */
  readFile?(path: string): string | undefined;
}
