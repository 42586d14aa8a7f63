import type { Clock } from '#shared/base/clock.ts';
import type { CarriedSettings } from '#main/engine/container-body.ts';
import type { Engine } from '#main/engine/engine.ts';
import type { InspectedContainer } from '#main/engine/engine-json.ts';
import type { ContainerSpec } from '#shared/contract/container-spec.ts';
import type { DeployLine, PlanAction } from '#shared/contract/stacks.ts';
import type { HasDone } from '#main/stacks/plan/world.ts';
import type { BuildModel } from '#main/stacks/compose/model.ts';

/** How many containers each was done to. */
export type Done = Partial<Record<PlanAction['action'], number>>;

type Stage = DeployLine['stage'];

/** What an apply stands on. */
export interface DeployPorts {
  readonly clock: Clock;
  engine(): Engine;
  /** Settles when the engine answers, or the signal aborts. */
  whenConnected(signal: AbortSignal): Promise<void>;
  /** As a job of its own, which is told of as any pull; throws what went wrong. */
  pull(reference: string, platform: string | undefined, signal: AbortSignal): Promise<void>;
  build(reference: string, build: BuildModel, platform: string | undefined, signal: AbortSignal): Promise<void>;
  /** Puts another container in the place of this one, which comes back where the new one does no good. */
  replace(
    engine: Engine,
    old: InspectedContainer,
    wanted: { readonly spec: ContainerSpec & { name: string }; readonly carried: CarriedSettings },
    ports: { say(stage: string): void; signal: AbortSignal },
  ): Promise<string>;
  hasDone: HasDone;
  /** Throws `conflict` for a container that is protected. */
  needUnprotected(id: string, name: string): Promise<void>;
}

/** Told as it goes on: to those who watch the job, and to its output. */
export interface Telling {
  tell(stage: Stage, message: string, service?: string): void;
  /** Only for the job's own output. */
  note(line: string): void;
  /** One more of the steps is done. */
  step(): void;
}
