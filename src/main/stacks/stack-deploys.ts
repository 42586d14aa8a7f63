import type { Clock } from '#shared/base/clock.ts';
import { stableKey } from '#shared/base/stable-key.ts';
import type { Applier, DeployLine, PlanAction, PlanResource, StackHistoryEntry } from '#shared/contract/stacks.ts';
import { AppError } from '#shared/protocol/errors.ts';
import { isRemote } from '#main/engine/engine-info.ts';
import type { Engine } from '#main/engine/engine.ts';
import type { Engines } from '#main/engine/engines.ts';
import type { JobContext, Jobs } from '#main/jobs/jobs.ts';
import type { ProgressFeed } from '#main/jobs/progress-feed.ts';
import type { ProjectModel } from '#main/stacks/compose/model.ts';
import { OVERRIDES } from '#main/stacks/compose/read-stack.ts';
import { Deploy } from '#main/stacks/deploy.ts';
import type { DeployPorts } from '#main/stacks/deploy-ports.ts';
import { DeployRun, summaryOf } from '#main/stacks/deploy-run.ts';
import { isIdle, type Plan, type PlannedAction, planStack } from '#main/stacks/plan/planner.ts';
import { readWorld } from '#main/stacks/plan/world.ts';
import { ComposeDeploy } from '#main/stacks/plugin/compose-deploy.ts';
import type { ComposePlugin, FoundPlugin } from '#main/stacks/plugin/compose-plugin.ts';
import type { StackTargets } from '#main/stacks/stack-targets.ts';
import { writeFiles } from '#main/stacks/write-files.ts';

/** As of a prune: somebody reads it first. */
const HELD_MS = 600_000;
const MOST_PLANS = 50;
/** Docker may come back after so long, and what was begun goes on. */
const AWAY_MS = 600_000;
const TRIES = 6;

export interface StackDeploysOptions {
  readonly clock: Clock;
  readonly engines: Engines;
  readonly jobs: Jobs;
  readonly feed: ProgressFeed<DeployLine>;
  readonly targets: StackTargets;
  readonly plugin: ComposePlugin;
  readonly ports: Pick<DeployPorts, 'pull' | 'build' | 'replace' | 'needUnprotected' | 'hasDone'>;
  newId(): string;
  /** What it became is to be looked at. */
  ended(name: string): void;
}

interface Held {
  readonly name: string;
  readonly endpoint: string;
  readonly version: number;
  readonly removeOrphans: boolean;
  readonly key: string;
  readonly steps: number;
  readonly madeAt: number;
}

/** `found`: the compose plugin does it, and not we. */
interface Applied {
  readonly name: string;
  readonly project: ProjectModel;
  readonly held: Held;
  readonly found: FoundPlugin | undefined;
}

export interface ShownPlan {
  readonly plan: string;
  readonly version: number;
  readonly actions: PlanAction[];
  readonly resources: PlanResource[];
  readonly isEmpty: boolean;
}

/** Plans of stacks, and applies of exactly what a plan showed. */
export class StackDeploys {
  readonly #options: StackDeploysOptions;
  readonly #plans = new Map<string, Held>();
  readonly #starting = new Set<string>();

  constructor(options: StackDeploysOptions) {
    this.#options = options;
  }

  async plan(name: string, removeOrphans: boolean, signal: AbortSignal): Promise<ShownPlan> {
    const { targets, newId, clock, engines } = this.#options;
    const { version } = targets.current(name);
    const plan = await this.#look(targets.project(name), removeOrphans, signal);
    const [oldest] = this.#plans.keys();
    if (this.#plans.size >= MOST_PLANS && oldest !== undefined) this.#plans.delete(oldest);
    const id = newId();
    const { endpoint } = engines.get();
    const steps = stepsOf(plan);
    this.#plans.set(id, { name, endpoint, version, removeOrphans, key: keyOf(plan), steps, madeAt: clock.now() });
    return {
      plan: id,
      version,
      actions: plan.actions.map(({ number: _number, ...action }) => action),
      resources: [...plan.resources],
      isEmpty: isIdle(plan),
    };
  }

  /** Gives the job. Throws `conflict`: `taken` while another one runs, `plan_stale` where the plan no longer fits. */
  async apply(
    { name, planId, by, applier }: { name: string; planId: string; by: string; applier: Applier },
    signal: AbortSignal,
  ): Promise<string> {
    const { targets, engines, plugin } = this.#options;
    targets.store.need(name);
    this.needIdle(name);
    this.#starting.add(name);
    try {
      const project = targets.project(name);
      // Asked for before the plan is used up: without it the same plan can be applied in another way.
      const found = applier === 'compose' ? await plugin.need(signal) : undefined;
      if (found) needFolder(targets.current(name));
      const held = this.#take(name, planId);
      const now = await this.#look(project, held.removeOrphans, signal);
      if (keyOf(now) !== held.key) throw stale();
      // Before anything is touched: an apply that ends at it half way leaves a stack that is neither.
      for (const { container, name: own, isProtected } of now.actions)
        if (isProtected && container !== undefined) await this.#options.ports.needUnprotected(container, own);
      if (engines.get().endpoint !== held.endpoint) throw stale();
      needHere(held.endpoint, project);
      if (!engines.get().isSimulated) await writeFiles(targets.text(name, targets.current(name)), project);
      return this.#start({ name, project, held, found }, by);
    } finally {
      this.#starting.delete(name);
    }
  }

  /** Throws `conflict` (taken) while an apply of the stack runs. */
  needIdle(name: string): void {
    if (!this.#starting.has(name) && this.#options.targets.jobOf(name) === undefined) return;
    throw new AppError('conflict', `The stack ${name} is being applied.`, {
      reason: 'taken',
      hint: 'Wait until that ends, or stop it.',
    });
  }

  #start(what: Applied, by: string): string {
    const { name, held, found } = what;
    const { jobs, targets, feed } = this.#options;
    const { store } = targets;
    const plan = {
      kind: 'deploy',
      title: `Apply ${name}`,
      startedBy: by,
      command: `docker compose -p ${name} up -d`,
    } as const;
    const appliedWith = found && `docker compose ${found.version}`;
    const entry = store.begin(name, { version: held.version, by, ...(appliedWith !== undefined && { appliedWith }) });
    const job = jobs.start(plan, async (context) => {
      // Its number is known to the others before anything is told.
      await Promise.resolve();
      const run = new DeployRun(name, held.steps, context, this.#options);
      let how: Pick<StackHistoryEntry, 'result' | 'summary' | 'error'> = { result: 'done', summary: '' };
      try {
        await this.#run(run, what, context);
        how = { result: 'done', summary: summaryOf(run.done, true) };
        run.end('done', how.summary);
      } catch (thrown) {
        const isStopped = context.signal.aborted;
        const message = thrown instanceof Error ? thrown.message : String(thrown);
        how = isStopped
          ? { result: 'cancelled', summary: summaryOf(run.done, false) }
          : { result: 'failed', summary: summaryOf(run.done, false), error: message };
        run.end(isStopped ? 'cancelled' : 'failed', isStopped ? 'Stopped.' : message, isStopped ? undefined : thrown);
        throw thrown;
      } finally {
        store.end(name, entry, how);
        feed.end(context.job);
        targets.setJob(name, undefined);
        this.#options.ended(name);
      }
    });
    targets.setJob(name, job);
    return job;
  }

  /** Where Docker goes away it is waited for; then what is there is looked at anew, and the rest is done. */
  async #run(run: DeployRun, { name, project, held, found }: Applied, { signal }: JobContext): Promise<void> {
    const { engines, targets, clock, ports, plugin } = this.#options;
    const engine = (): Engine => {
      const now = engines.get();
      if (now.endpoint === held.endpoint) return now;
      throw new AppError('conflict', 'Another engine is used by now.', {
        hint: 'Go back to the one that it was begun on.',
      });
    };
    const whenConnected = (gone: AbortSignal): Promise<void> => engines.whenConnected('default', gone);
    for (let tries = 1; ; tries++) {
      const where = targets.where(name);
      const options = { project, removeOrphans: held.removeOrphans, telling: run, signal };
      const all = { ...ports, clock, engine, whenConnected };
      const deploy = found
        ? new ComposeDeploy({ ...options, text: targets.text(name, targets.current(name)), plugin, found, ports: all })
        : new Deploy({ ...options, where, ports: all });
      try {
        return await deploy.run();
      } catch (thrown) {
        const isAway = thrown instanceof AppError && thrown.code === 'engine_unavailable';
        if (!isAway || signal.aborted || tries >= TRIES) throw thrown;
        run.tell('engine', 'Docker does not answer. It goes on when Docker is back.');
        const gone = AbortSignal.any([signal, AbortSignal.timeout(AWAY_MS)]);
        // Its connection may not know yet: what comes too early fails once more and waits again.
        await pause(clock, gone);
        await whenConnected(gone);
        if (gone.aborted) throw thrown;
        run.tell('engine', 'Docker is back. What is there is looked at.');
      } finally {
        run.count(deploy.done);
      }
    }
  }

  #take(name: string, planId: string): Held {
    const { clock, targets } = this.#options;
    const held = this.#plans.get(planId);
    const isGood =
      held !== undefined &&
      held.name === name &&
      held.version === targets.current(name).version &&
      clock.now() - held.madeAt <= HELD_MS;
    if (!isGood) throw stale();
    this.#plans.delete(planId);
    return held;
  }

  async #look(project: ProjectModel, removeOrphans: boolean, signal: AbortSignal): Promise<Plan> {
    const { engines, ports } = this.#options;
    const plan = planStack(project, await readWorld(engines.get(), project, ports.hasDone, signal), removeOrphans);
    return { ...plan, actions: await Promise.all(plan.actions.map((one) => this.#marked(one))) };
  }

  /** What would go although it is protected says so: the plan is read before it is applied, and then refused. */
  async #marked(planned: PlannedAction): Promise<PlannedAction> {
    const { action, container, name, reason } = planned;
    if (container === undefined || (action !== 'recreate' && action !== 'remove')) return planned;
    try {
      await this.#options.ports.needUnprotected(container, name);
      return planned;
    } catch (thrown) {
      if (!(thrown instanceof AppError) || thrown.reason !== 'protected') throw thrown;
      return { ...planned, isProtected: true, reason: `${reason} It is protected, so this is refused.` };
    }
  }
}

/** Ours looks for a kept file beside the others of Quayside, docker compose in the folder of the stack alone. */
function needFolder({ folder, files }: { folder: string | null; files: Readonly<Record<string, string>> }): void {
  const beside = Object.keys(files).find((file) => !OVERRIDES.includes(file));
  if (folder === null || beside === undefined) return;
  throw new AppError('conflict', `docker compose would look for ${beside} in ${folder}, and it is kept by Quayside.`, {
    field: 'with',
    hint: 'Apply it with Quayside, or put the file into that folder and take it out of the target.',
  });
}

/** Files are bound from where the engine runs. */
function needHere(endpoint: string, { services }: ProjectModel): void {
  const needy = [...services.values()].find(
    ({ isActive, files }) => isActive && files.some(({ content }) => content !== undefined),
  );
  if (!needy || !isRemote(endpoint)) return;
  throw new AppError('conflict', `${needy.name} has secrets or configs, and Docker runs on another machine.`, {
    hint: 'Put their files there, and bind them below volumes by their whole paths.',
  });
}

const pause = (clock: Clock, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = clock.after(1000, resolve);
    signal.addEventListener('abort', () => (timer.dispose(), resolve()), { once: true });
  });

const stepsOf = ({ actions, resources }: Plan): number =>
  [...actions, ...resources].filter(({ action }) => action !== 'unchanged').length;

/** Equal where the same would be done. */
const keyOf = ({ actions, resources }: Plan): string =>
  stableKey([
    actions.map(({ service, container, name, action }) => [service, container ?? null, name, action]),
    resources.map(({ kind, name, action }) => [kind, name, action]),
  ]);

const stale = (): AppError =>
  new AppError('conflict', 'This plan no longer fits: the target or its containers changed since.', {
    reason: 'plan_stale',
    hint: 'Nothing was done. Look at a new plan.',
  });
