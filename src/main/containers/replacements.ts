import type { Clock } from '#shared/base/clock.ts';
import type { ContainerSpec } from '#shared/contract/container-spec.ts';
import { z } from '#shared/contract/zod.ts';
import { KeptFile } from '#main/alerts/kept-file.ts';
import type { CarriedSettings } from '#main/engine/container-body.ts';
import type { InspectedContainer } from '#main/engine/engine-json.ts';
import type { Engine, Log } from '#main/engine/engine.ts';
import type { Jobs } from '#main/jobs/jobs.ts';
import { finishReplacement, nameOf, replaceContainer, type ReplacePorts } from '#main/containers/replace.ts';
import { readReplaces } from '#main/containers/replaces-label.ts';

const pending = z.array(z.object({ endpoint: z.string(), old: z.string() }));
type Pending = z.output<typeof pending>;

const LIST_MS = 10_000;

export interface ReplacementsOptions {
  readonly clock: Clock;
  readonly jobs: Jobs;
  readonly log: Log;
  /** '' keeps nothing beyond this run. */
  readonly file: string;
}

/** Containers that are being made anew, so that each of it is ended, also when Docker or this program was not there to. */
export class Replacements {
  readonly #options: ReplacementsOptions;
  readonly #file: KeptFile<Pending>;
  readonly #running = new Set<string>();
  #pending: Pending = [];
  #loading: Promise<void> | undefined;

  constructor(options: ReplacementsOptions) {
    this.#options = options;
    this.#file = new KeptFile<Pending>(options.file, pending, options.log);
  }

  isRunning(id: string): boolean {
    return this.#running.has(id);
  }

  /** As `replaceContainer`, and found again where it does not come to its end. */
  async run(
    engine: Engine,
    old: InspectedContainer,
    wanted: { spec: ContainerSpec & { name: string }; carried?: CarriedSettings },
    ports: ReplacePorts,
  ): Promise<string> {
    await this.#load();
    this.#running.add(old.Id);
    await this.#set([...this.#pending, { endpoint: engine.endpoint, old: old.Id }]);
    let isOver = true;
    try {
      return await replaceContainer(engine, old, wanted, ports);
    } catch (thrown) {
      isOver = (thrown as { code?: unknown }).code !== 'engine_unavailable';
      throw thrown;
    } finally {
      this.#running.delete(old.Id);
      if (isOver) await this.#forget(old.Id);
    }
  }

  /** For an engine that answers again: ends what was begun on it, each as a job. */
  async recover(engine: Engine): Promise<void> {
    await this.#load();
    const open = this.#pending.filter(({ endpoint, old }) => endpoint === engine.endpoint && !this.#running.has(old));
    if (open.length === 0) return;
    const listed = await engine.list(AbortSignal.timeout(LIST_MS));
    for (const { old } of open) {
      const made = listed.find(({ Labels }) => readReplaces(Labels)?.old === old);
      if (made) this.#finish(engine, made.Id, old, made.Names[0]?.replace(/^\//, '') ?? made.Id.slice(0, 12));
      else await this.#forget(old);
    }
  }

  #finish(engine: Engine, made: string, old: string, name: string): void {
    this.#running.add(old);
    const title = `Finish what was begun with ${name}`;
    this.#options.jobs.start({ kind: 'recreate', title, startedBy: 'Quayside', command: null }, async (context) => {
      try {
        const say = (stage: string): void => {
          context.say(stage);
          context.output(stage);
        };
        const found = await engine.inspect(made, context.signal);
        const outcome = await finishReplacement(engine, found, {
          clock: this.#options.clock,
          say,
          signal: context.signal,
        });
        if (outcome === 'finished') context.output(`${nameOf(found)} is the new container.`);
        if (outcome === 'taken back') context.output('The old container is back.');
        await this.#forget(old);
      } finally {
        this.#running.delete(old);
      }
    });
  }

  #load(): Promise<void> {
    return (this.#loading ??= this.#file.read().then((found) => {
      this.#pending = found ?? [];
    }));
  }

  #forget(old: string): Promise<void> {
    return this.#set(this.#pending.filter((one) => one.old !== old));
  }

  async #set(value: Pending): Promise<void> {
    this.#pending = value;
    await this.#file.write(value);
  }
}
