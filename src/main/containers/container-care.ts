import { join } from 'node:path';
import type { Clock } from '#shared/base/clock.ts';
import type { Disposable } from '#shared/base/disposable.ts';
import type { Log } from '#main/engine/engine.ts';
import type { Engines } from '#main/engine/engines.ts';
import type { Jobs } from '#main/jobs/jobs.ts';
import { Protection } from '#main/containers/protection.ts';
import { RemovedContainers } from '#main/containers/removed-containers.ts';
import { Replacements } from '#main/containers/replacements.ts';

export interface ContainerCareOptions {
  /** '' keeps nothing beyond this run. */
  readonly folder: string;
  readonly clock: Clock;
  readonly engines: Engines;
  readonly jobs: Jobs;
  readonly log: Log;
  newId(): string;
}

/** What Quayside knows of containers that Docker does not: which are protected, which were removed, which are being replaced. */
export class ContainerCare implements Disposable {
  readonly protection: Protection;
  readonly removedContainers: RemovedContainers;
  readonly replacements: Replacements;
  readonly #listening: Disposable;

  constructor({ folder, clock, engines, jobs, log, newId }: ContainerCareOptions) {
    const fileOf = (name: string): string => (folder === '' ? '' : join(folder, `${name}.json`));
    this.protection = new Protection(fileOf('protected'), log);
    this.removedContainers = new RemovedContainers(fileOf('removed'), { clock, newId, log });
    this.replacements = new Replacements({ clock, jobs, log, file: fileOf('replacing') });
    const recover = (): void => {
      this.replacements
        .recover(engines.get())
        .catch((thrown: unknown) => log.warn('what was begun with a container could not be ended', { thrown }));
    };
    this.#listening = engines.events().onOpened(recover);
    // What is too old goes from the file also where nobody looks.
    void this.removedContainers.load();
  }

  dispose(): void {
    this.#listening.dispose();
  }
}
