import { join } from 'node:path';
import type { Clock } from '#shared/base/clock.ts';
import { type Disposable, DisposableStore } from '#shared/base/disposable.ts';
import type { DeployLine } from '#shared/contract/stacks.ts';
import type { ContainerCare } from '#main/containers/container-care.ts';
import type { Engines } from '#main/engine/engines.ts';
import type { Log } from '#main/engine/engine.ts';
import type { Jobs } from '#main/jobs/jobs.ts';
import type { ProgressFeed } from '#main/jobs/progress-feed.ts';
import type { DeployPorts } from '#main/stacks/deploy-ports.ts';
import { EndedContainers } from '#main/stacks/ended-containers.ts';
import { DriftWatch } from '#main/stacks/drift-watch.ts';
import { ComposePlugin } from '#main/stacks/plugin/compose-plugin.ts';
import { cliEnv } from '#main/engine/cli-env.ts';
import type { Env } from '#main/engine/discovery.ts';
import { StackDeploys } from '#main/stacks/stack-deploys.ts';
import { StackTargets } from '#main/stacks/stack-targets.ts';
import { StackWatch } from '#main/stacks/stack-watch.ts';

export interface StacksOptions {
  readonly env: Env;
  readonly clock: Clock;
  readonly engines: Engines;
  readonly jobs: Jobs;
  readonly log: Log;
  readonly feed: ProgressFeed<DeployLine>;
  readonly care: Pick<ContainerCare, 'replacements' | 'protection'>;
  /** Of the whole store; '' keeps nothing beyond the end of the program. */
  readonly folder: string;
  newId(): string;
  /** How an apply has images fetched and built. */
  images(): Pick<DeployPorts, 'pull' | 'build'>;
}

/** Everything of stacks, made when somebody first asks: until then nothing is listed or compared for them. */
export class Stacks implements Disposable {
  readonly targets: StackTargets;
  readonly deploys: StackDeploys;
  /** Of the docker CLI; asked for only when somebody is about to apply. */
  readonly plugin: ComposePlugin;
  readonly #options: StacksOptions;
  readonly #store = new DisposableStore();
  readonly #ended: EndedContainers;
  #endpoint = '';
  #watch: StackWatch | undefined;
  #drift: DriftWatch | undefined;

  constructor(options: StacksOptions) {
    this.#options = options;
    const { clock, engines, jobs, log, feed, care, folder, newId, images } = options;
    this.targets = this.#store.add(
      new StackTargets({
        clock,
        log,
        folder: folder === '' ? '' : join(folder, 'stacks'),
        endpoint: () => engines.status().endpoint,
      }),
    );
    const endedFile = folder === '' ? '' : join(folder, 'stacks', 'ended.json');
    this.#ended = this.#store.add(new EndedContainers(engines, endedFile, log));
    void this.#ended.load();
    this.plugin = new ComposePlugin(() => cliEnv(options.env, engines.status()));
    this.deploys = new StackDeploys({
      plugin: this.plugin,
      clock,
      engines,
      jobs,
      feed,
      targets: this.targets,
      newId,
      ended: (name) => this.#drift?.look(name),
      ports: {
        pull: (...asked) => images().pull(...asked),
        build: (...asked) => images().build(...asked),
        replace: (engine, old, wanted, ports) => care.replacements.run(engine, old, wanted, { ...ports, clock }),
        hasDone: (id) => this.#ended.hasDone(id),
        needUnprotected: (id, name) => care.protection.needContainer(id, name),
      },
    });
  }

  /** The stacks as they are. Throws `not_found` for an engine that is not there. */
  watch(engine: string): StackWatch {
    const { clock, engines, log } = this.#options;
    const containers = engines.containers(engine);
    if (!this.#watch) {
      const { targets } = this;
      const hasDone = (id: string): boolean => this.#ended.hasDone(id);
      this.#watch = this.#store.add(new StackWatch({ clock, containers, targets, hasDone }));
      this.#drift = this.#store.add(new DriftWatch({ clock, log, engines, targets, hasDone }));
      this.#store.add(engines.onStatus(() => this.#engineChanged()));
    }
    return this.#watch;
  }

  /** Compares it with its target, as after any change. */
  compare(name: string): void {
    this.#drift?.look(name);
  }

  /** Its target, with all that is known of it. */
  forget(name: string): void {
    this.targets.setDrift(name, null);
    this.targets.store.remove(name);
  }

  dispose(): void {
    this.#store.dispose();
  }

  #engineChanged(): void {
    const { endpoint } = this.#options.engines.status();
    if (endpoint === this.#endpoint) return;
    this.#endpoint = endpoint;
    this.targets.changed();
    this.#drift?.lookAtAll();
  }
}
