import { randomBytes } from 'node:crypto';
import type { HandlerDeps } from '#main/commands/deps.ts';
import type { CallContext, Caller, Handlers } from '#main/commands/handler.ts';
import { needHost } from '#main/commands/need-host.ts';
import { prunedAndKept } from '#main/commands/pruned-and-kept.ts';
import { recorded } from '#main/commands/recorded.ts';
import { PrunePlans } from '#main/commands/prune-plans.ts';
import { volumeSizes } from '#main/commands/volume-prune.ts';
import { foundTarget, targetIn } from '#main/stacks/found-target.ts';
import { maskedTarget } from '#main/stacks/masked-target.ts';
import { type Acted, actOnStack, type StackAct } from '#main/stacks/stack-acts.ts';
import { type RemovalItem, removeItems, stackItems } from '#main/stacks/stack-removal.ts';
import { servicesOf } from '#main/stacks/stack-services.ts';
import type { TargetVersion } from '#main/stacks/target-store.ts';
import { readStack } from '#main/stacks/compose/read-stack.ts';
import { fromList } from '#main/engine/container-view.ts';
import type { Container } from '#shared/contract/containers.ts';
import { rank } from '#shared/contract/define.ts';
import type { Call, Result } from '#shared/contract/index.ts';
import { type stackCommands, type StackTarget } from '#shared/contract/stacks.ts';
import { joinCommand } from '#shared/format/command-line.ts';
import { asDotEnv } from '#shared/format/dot-env.ts';
import { AppError } from '#shared/protocol/errors.ts';

export type StackHandlers = Pick<Handlers, keyof typeof stackCommands>;

export function stackHandlers(deps: HandlerDeps): StackHandlers {
  const { stacks, containersNow, engineOf, clock, protection } = deps;
  const plans = new PrunePlans<RemovalItem>(clock, () => randomBytes(9).toString('base64url'));
  const containersOf = async (engine: string, name: string): Promise<Container[]> =>
    (await containersNow(engine)).filter(({ stack }) => stack === name);
  const need = async (engine: string, name: string): Promise<Container[]> => {
    const found = await containersOf(engine, name);
    if (found.length === 0 && !stacks.targets.store.get(name)) throw noStack(name);
    return found;
  };
  const act =
    (what: StackAct) =>
    async ({ engine, name, services }: Call<'stacks.start'>, { caller, signal }: CallContext) => {
      const found = await need(engine, name);
      stacks.deploys.needIdle(name);
      const wanted = found.filter(({ service }) => services?.includes(service ?? '') ?? true);
      const kept = {
        title: `${ACT_NAMES[what]} stack ${name}`,
        command: joinCommand(['docker', 'compose', '-p', name, what, ...(services ?? [])]),
        startedBy: caller.user,
      };
      return recorded(deps, kept, () => actOnStack(engineOf(engine), what, wanted, signal), actedWords);
    };
  return {
    'stacks.list': async ({ engine }) => {
      const watch = stacks.watch(engine);
      await watch.sync();
      return { stacks: watch.stacks() };
    },
    'stacks.get': async ({ engine, name }, { caller }) => {
      const watch = stacks.watch(engine);
      await watch.sync();
      const stack = watch.stack(name);
      if (!stack) throw noStack(name);
      const kept = stacks.targets.store.get(name);
      const read = kept && stacks.targets.read(name, true);
      return {
        stack,
        services: servicesOf(stack, read, await containersOf(engine, name)),
        target: kept ? shown(stacks.targets.current(name), caller) : null,
        problems: (read?.problems ?? []).map((problem) => (maySet(caller) ? problem : { ...problem, message: HIDDEN })),
        history: [...(kept?.history ?? [])].reverse(),
        appliesWith: kept?.appliesWith ?? 'quayside',
      };
    },
    'stacks.check': ({ name, compose, env, files }, { caller }) => {
      const kept = stacks.targets.store.get(name) ? stacks.targets.current(name) : undefined;
      const text = {
        compose,
        env: env ?? kept?.env ?? '',
        files: files ?? kept?.files ?? {},
        folder: kept?.folder ?? null,
        isLocal: caller.isLocal,
      };
      return Promise.resolve({ problems: [...readStack(stacks.targets.text(name, text)).problems] });
    },
    'stacks.set': (params, { caller }) => {
      const { name } = params;
      const kept = stacks.targets.store.get(name) ? stacks.targets.current(name) : undefined;
      if (params.version !== undefined && params.version !== (kept?.version ?? 0))
        throw new AppError(
          'conflict',
          `The target of ${name} was set by ${kept?.setBy ?? 'somebody else'} meanwhile.`,
          {
            reason: 'taken',
            field: 'version',
            hint: 'Look at what is kept now; what you wrote is not lost.',
          },
        );
      const { env, files, folder } = params;
      if (folder !== undefined && folder !== (kept?.folder ?? null) && !caller.isLocal)
        throw new AppError('forbidden', 'A folder can be named only at the computer that it is on.', {
          field: 'folder',
          hint: 'Send what the stack needs as files.',
        });
      const version = stacks.targets.store.set(name, {
        compose: params.compose,
        env: env === undefined ? (kept?.env ?? '') : envText(env),
        files: files ?? kept?.files ?? {},
        folder: folder === undefined ? (kept?.folder ?? null) : folder,
        setBy: caller.user,
        isLocal: caller.isLocal,
      });
      stacks.compare(name);
      return Promise.resolve({ name, version, problems: [...stacks.targets.read(name).problems] });
    },
    'stacks.found': async ({ engine, name }, { signal }) => {
      const found = await containersOf(engine, name);
      if (found.length === 0) throw noStack(name);
      return foundTarget(engineOf(engine), name, found, signal);
    },
    'stacks.chooseFolder': async () => {
      if (!deps.askWhichFolder) throw new AppError('not_found', 'Nobody sits at this computer to choose a folder.');
      const folder = await deps.askWhichFolder();
      return folder === undefined
        ? { folder: null, compose: '', env: '', files: {} }
        : { folder, ...(await targetIn(folder)) };
    },
    'stacks.plan': async ({ engine, name, removeOrphans }, { caller, signal }) => {
      engineOf(engine);
      try {
        return await stacks.deploys.plan(name, removeOrphans, signal);
      } catch (thrown) {
        if (maySet(caller) || !(thrown instanceof AppError) || thrown.field !== 'compose') throw thrown;
        throw new AppError('bad_request', 'The target has errors, so there is no plan.', {
          field: 'compose',
          hint: 'Whoever may set it has to mend them first.',
        });
      }
    },
    'stacks.apply': async ({ engine, name, plan, with: applier = 'quayside' }, { caller, signal }) => {
      engineOf(engine);
      // What was written at this computer is its owner's own word.
      if (stacks.targets.store.get(name) && !stacks.targets.current(name).isLocal)
        needHost(deps, caller, stacks.targets.reach(name));
      return { job: await stacks.deploys.apply({ name, planId: plan, by: caller.user, applier }, signal) };
    },
    'stacks.appliers': async ({ engine }, { signal }) => {
      engineOf(engine);
      const found = await stacks.plugin.find(signal);
      return { compose: found ? { version: found.version } : null };
    },
    'stacks.return': ({ name, version }, { caller }) => {
      const { version: _version, setAt: _setAt, ...earlier } = stacks.targets.store.versionOf(name, version);
      const next = stacks.targets.store.set(name, { ...earlier, setBy: caller.user });
      stacks.compare(name);
      return Promise.resolve({ version: next, problems: [...stacks.targets.read(name).problems] });
    },
    'stacks.version': ({ name, version }, { caller }) =>
      Promise.resolve({ target: shown(stacks.targets.store.versionOf(name, version), caller) }),
    'stacks.start': act('start'),
    'stacks.stop': act('stop'),
    'stacks.restart': act('restart'),
    'stacks.removePlan': async ({ engine: name, name: stack }, { signal }) => {
      const engine = engineOf(name);
      await need(name, stack);
      const asked = { engine, name: stack, signal };
      const sizes = await volumeSizes(engine, signal);
      // As Docker has them now: the list that is kept follows up to a second later, and what it lacked would stay.
      const found = (await engine.list(signal)).map(fromList);
      const items = await stackItems(asked, found, sizes, {
        hasTarget: stacks.targets.store.get(stack) !== undefined,
        held: await protection.of(engine.endpoint),
      });
      return {
        plan: plans.hold(`stack ${stack}`, engine, items),
        items,
        bytes: items.reduce((sum, { bytes }) => sum + bytes, 0),
      };
    },
    'stacks.remove': async (
      { engine: name, name: stack, plan, only },
      { caller, signal },
    ): Promise<Result<'stacks.remove'>> => {
      const engine = engineOf(name);
      stacks.deploys.needIdle(stack);
      const wanted = only && new Set(only);
      // Data goes only where it was named.
      const items = plans
        .take(`stack ${stack}`, engine, plan)
        .filter(({ id, kind }) => (wanted ? wanted.has(id) : kind !== 'volume'));
      // What of it goes was chosen one by one, so `docker compose down` would be another act.
      const what = { title: `Remove stack ${stack}`, docker: null, items, caller };
      return prunedAndKept(deps, what, () =>
        removeItems({ engine, name: stack, signal }, items, { protection }, () => stacks.forget(stack)),
      );
    },
  };
}

const ACT_NAMES: Record<StackAct, string> = { start: 'Start', stop: 'Stop', restart: 'Restart' };

function actedWords({ containers, failed }: Acted): { output: string[]; failure?: AppError } {
  const output = failed.map(({ name, error }) => `${name}: ${[error.message, error.hint].filter(Boolean).join(' ')}`);
  const [first] = failed;
  if (!first) return { output };
  const { code, message, ...more } = first.error;
  const all = failed.length + containers.length;
  return { output, failure: new AppError(code, `${failed.length} of ${all} failed. ${first.name}: ${message}`, more) };
}

const noStack = (name: string): AppError =>
  new AppError('not_found', `There is no stack "${name}".`, { field: 'name' });

const envText = (env: string | Record<string, string>): string =>
  typeof env === 'string' ? env : asDotEnv(Object.entries(env).map(([name, value]) => ({ name, value })));

const maySet = ({ role }: Caller): boolean => rank(role) >= rank('admin');
/** What is wrong is mostly told with the text that is wrong, and that may come from a variable. */
const HIDDEN = 'This is wrong. What it is, is told to those who may set the target.';

/** Whole for who may set it: what is edited masked would be kept masked. */
function shown(target: TargetVersion, caller: Caller): StackTarget {
  const isMasked = !maySet(caller);
  const { isLocal: _isLocal, ...told } = isMasked ? maskedTarget(target) : target;
  return { ...told, isMasked };
}
