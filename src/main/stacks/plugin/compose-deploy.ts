import { join } from 'node:path';
import { AppError } from '#shared/protocol/errors.ts';
import { cancelled } from '#main/engine/engine-error.ts';
import { OVERRIDES } from '#main/stacks/compose/read-stack.ts';
import type { ProjectModel, ServiceModel, StackText } from '#main/stacks/compose/model.ts';
import type { DeployPorts, Done, Telling } from '#main/stacks/deploy-ports.ts';
import type { RealContainer, World } from '#main/stacks/plan/planner.ts';
import { readWorld } from '#main/stacks/plan/world.ts';
import type { ComposePlugin, FoundPlugin } from '#main/stacks/plugin/compose-plugin.ts';
import { serviceHealthy } from '#main/stacks/service-healthy.ts';

/** A short value is part of many words. */
const SHORTEST_SECRET = 4;
const LAST_LOOK_MS = 15_000;

export interface ComposeDeployOptions {
  readonly project: ProjectModel;
  /** What was kept; its files are written already. */
  readonly text: StackText;
  readonly removeOrphans: boolean;
  readonly plugin: ComposePlugin;
  readonly found: FoundPlugin;
  readonly ports: Pick<DeployPorts, 'clock' | 'engine' | 'hasDone' | 'needUnprotected'>;
  readonly telling: Telling;
  readonly signal: AbortSignal;
}

/**
 * An apply by `docker compose up` in place of our own. What it does is its own to decide; what was done is read from Docker
 * before and after, and not from its words, which differ by version. It knows no way back.
 */
export class ComposeDeploy {
  done: Done = {};
  readonly #options: ComposeDeployOptions;

  constructor(options: ComposeDeployOptions) {
    this.#options = options;
  }

  async run(): Promise<void> {
    const { project, text, ports, telling, plugin, found, removeOrphans, signal } = this.#options;
    const before = await this.#world(signal);
    for (const { id, name, isUnfinished } of before.containers) {
      if (isUnfinished)
        throw new AppError('conflict', `What was begun with ${name} is neither finished nor taken back.`, {
          hint: 'Apply it with Quayside first, which ends that.',
        });
      // Which ones it makes anew is known to nobody before.
      await ports.needUnprotected(id, name);
    }
    telling.tell('plan', `docker compose ${found.version} finds out what to do.`);
    const hide = hiding(text.env);
    let last = '';
    try {
      await plugin.up({
        project: project.name,
        folder: text.folder ?? text.ownFolder,
        files: ['compose.yaml', ...OVERRIDES.filter((file) => Object.hasOwn(text.files, file))].map((file) =>
          join(text.ownFolder, file),
        ),
        envFile: join(text.ownFolder, '.env'),
        removeOrphans,
        plugin: found,
        signal,
        onStep: ({ stage, kind, name, message, isDone }) => {
          // By JSON a pull tells of itself many times.
          if (message === last) return;
          last = message;
          const service = kind === 'image' ? name : serviceOf(project, name);
          if (isDone) telling.step();

          telling.tell(stage, message, service !== undefined && project.services.has(service) ? service : undefined);
        },
        onWords: (words) => telling.note(hide(words)),
      });
      if (signal.aborted) throw cancelled();
      await this.#waitForHealth(before);
    } catch (thrown) {
      throw thrown instanceof AppError ? hidden(thrown, hide) : thrown;
    } finally {
      await this.#count(before);
    }
    telling.tell('done', 'Every service is as it should be.');
  }

  /** It is done when its containers have started; here an apply is when they do well. */
  async #waitForHealth(before: World): Promise<void> {
    const { project, ports, telling, signal } = this.#options;
    const ran = new Set(before.containers.filter(isOn).map(({ id }) => id));
    for (const { id, service, state } of (await this.#world(signal)).containers) {
      const model: ServiceModel | undefined = project.services.get(service);
      // One that ran to its end has no health.
      if (!model || ran.has(id) || state !== 'running') continue;
      const engine = ports.engine();
      await serviceHealthy({ engine, clock: ports.clock, telling, signal }, { id, service: model, isNeeded: false });
    }
  }

  async #count(before: World): Promise<void> {
    try {
      this.done = changesBetween(before, await this.#world(AbortSignal.timeout(LAST_LOOK_MS)));
    } catch {
      // Docker is away: what was done is not known, and the failure itself says so.
    }
  }

  #world(signal: AbortSignal): Promise<World> {
    const { ports, project } = this.#options;
    return readWorld(ports.engine(), project, ports.hasDone, signal);
  }
}

const isOn = ({ state }: RealContainer): boolean => state === 'running' || state === 'restarting';

/** By service and number: the same place with another container was made anew. */
function changesBetween(before: World, after: World): Done {
  const place = ({ service, number }: RealContainer): string => `${service} ${number}`;
  const old = new Map(before.containers.map((one) => [place(one), one]));
  const now = new Map(after.containers.map((one) => [place(one), one]));
  const done: Record<'create' | 'recreate' | 'start' | 'stop' | 'remove', number> = {
    create: 0,
    recreate: 0,
    start: 0,
    stop: 0,
    remove: 0,
  };
  for (const [key, one] of now) {
    const was = old.get(key);
    if (!was) done.create++;
    else if (was.id !== one.id) done.recreate++;
    else if (!isOn(was) && isOn(one)) done.start++;
    else if (isOn(was) && !isOn(one)) done.stop++;
  }
  for (const key of old.keys()) if (!now.has(key)) done.remove++;
  return Object.fromEntries(Object.entries(done).filter(([, count]) => count > 0));
}

const serviceOf = (project: ProjectModel, container: string): string | undefined =>
  [...project.services.values()].find(
    ({ name, containerName }) =>
      containerName === container ||
      new RegExp(`^${escaped(project.name)}[-_]${escaped(name)}[-_]\\d+$`).test(container),
  )?.name;

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** What compose says may quote values of variables, and is read by everybody who sees the job. */
function hiding(env: string): (text: string) => string {
  const values = env
    .split('\n')
    .map((line) =>
      line
        .slice(line.indexOf('=') + 1)
        .trim()
        .replace(/^(["'])(.*)\1$/, '$2'),
    )
    .filter((value) => value.length >= SHORTEST_SECRET)
    .sort((a, b) => b.length - a.length);
  return (text) => values.reduce((shown, value) => shown.replaceAll(value, '•••'), text);
}

function hidden(error: AppError, hide: (text: string) => string): AppError {
  const { code, hint, reason, field } = error;
  return new AppError(code, hide(error.message), {
    ...(hint !== undefined && { hint }),
    ...(reason !== undefined && { reason }),
    ...(field !== undefined && { field }),
    cause: error,
  });
}
