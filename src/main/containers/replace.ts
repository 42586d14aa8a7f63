import { type Clock, sleep } from '#shared/base/clock.ts';
import { REPLACES_LABEL } from '#shared/contract/container-edit.ts';
import type { ContainerSpec, HealthSpec } from '#shared/contract/container-spec.ts';
import { containerSpecOf } from '#shared/format/container-spec-of.ts';
import { dig } from '#shared/format/inspect-json.ts';
import { AppError } from '#shared/protocol/errors.ts';
import type { CarriedSettings } from '#main/engine/container-body.ts';
import { cancelled, isEngineAway } from '#main/engine/engine-error.ts';
import type { InspectedContainer } from '#main/engine/engine-json.ts';
import type { Engine } from '#main/engine/engine.ts';
import { nameOfNew, nameOfOld, readReplaces, type Replaces, replacesLabel } from '#main/containers/replaces-label.ts';

/** A container without a health check that lives so long is taken for good. */
const SETTLE_MS = 5000;
const LOOK_MS = 500;
/** Docker's own defaults of a health check. */
const DEFAULT_SECONDS = 30;
const DEFAULT_RETRIES = 3;
const MARGIN_MS = 30_000;
/** To put things back, whatever became of the one who asked. */
const BACK_MS = 120_000;

export interface ReplacePorts {
  readonly clock: Clock;
  /** What happens now, for people. */
  say(stage: string): void;
  readonly signal: AbortSignal;
}

/**
 * Puts a container in the place of another: under its name, with its anonymous volumes. The old one waits, stopped and
 * renamed, until the new one runs and is healthy; else the new one goes and the old one comes back, running where it ran,
 * and why is thrown. An engine that dies on the way leaves what `finishReplacement` puts right. Gives the new one's id.
 */
export async function replaceContainer(
  engine: Engine,
  old: InspectedContainer,
  wanted: { spec: ContainerSpec & { name: string }; carried?: CarriedSettings },
  ports: ReplacePorts,
): Promise<string> {
  const name = nameOf(old);
  if (dig(old, 'HostConfig', 'AutoRemove') === true)
    throw new AppError('conflict', `${name} removes itself when it stops, so it could not come back.`, {
      hint: 'Run another one beside it, and stop this one.',
    });
  const hasRun = ['running', 'paused', 'restarting'].includes(old.State.Status);
  const replaces: Replaces = { old: old.Id, hasRun, restartPolicy: containerSpecOf(old).restartPolicy ?? 'no' };
  const labels = { ...wanted.spec.labels, [REPLACES_LABEL]: replacesLabel(replaces) };
  const spec = { ...wanted.spec, labels, name: nameOfNew(wanted.spec.name, old.Id) };
  await needFree(engine, wanted.spec.name, old.Id, ports.signal);
  // What cannot even be made is refused before anything is touched.
  ports.say('Making the new container');
  const { id } = await engine.containers.create(spec, ports.signal, wanted.carried);
  try {
    await swap(engine, { old, id, name: wanted.spec.name, hasRun }, ports);
    if (hasRun) await untilHealthy(engine, id, spec.healthCheck, ports);
  } catch (thrown) {
    ports.say(`Putting ${name} back`);
    const back = await takeBack(engine, { id, name, replaces }, AbortSignal.timeout(BACK_MS)).catch(
      (failed: unknown) => {
        throw leftHalf(failed, name);
      },
    );
    throw reasoned(thrown, { name, hasRun, back });
  }
  await removeOld(engine, old.Id, ports);
  return id;
}

/** What was interrupted: taken to its end where the new one does well, put back where it does not. Says what it did. */
export async function finishReplacement(
  engine: Engine,
  made: InspectedContainer,
  ports: ReplacePorts,
): Promise<'finished' | 'taken back' | 'nothing'> {
  const replaces = readReplaces(made.Config.Labels);
  if (!replaces) return 'nothing';
  const old = await inspected(engine, replaces.old, ports.signal);
  // It was ended properly: the label stays where it is as long as the container.
  if (!old) return 'nothing';
  const marker = `.old-${replaces.old.slice(0, 6)}`;
  const isOldWaiting = nameOf(old).endsWith(marker);
  const oldName = isOldWaiting ? nameOf(old).slice(0, -marker.length) : nameOf(old);
  const hasPlace = isOldWaiting && !nameOf(made).endsWith(`.new-${replaces.old.slice(0, 6)}`);
  try {
    if (hasPlace && replaces.hasRun) {
      if (made.State.Status !== 'running') throw new AppError('conflict', 'The new container does not run.');
      // A health check that was under way when Docker died is never taken up again (20.10 with live-restore).
      if (made.State.Health?.Status === 'starting') {
        ports.say('Starting the new container once more');
        await engine.restart(made.Id, {}, ports.signal);
      }
      await untilHealthy(engine, made.Id, containerSpecOf(made).healthCheck, ports);
    }
    if (hasPlace) {
      await removeOld(engine, old.Id, ports);
      return 'finished';
    }
  } catch (thrown) {
    if (isEngineAway(thrown)) throw thrown;
    ports.say(`The new container did no good: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }
  const back = await takeBack(engine, { id: made.Id, name: oldName, replaces }, ports.signal);
  return back === 'new' ? 'finished' : 'taken back';
}

/** Its name is checked beforehand, for it is taken by the old one until the very end. */
async function needFree(engine: Engine, name: string, old: string, signal: AbortSignal): Promise<void> {
  const holder = await inspected(engine, name, signal);
  if (holder && holder.Id !== old && nameOf(holder) === name)
    throw new AppError('conflict', `There is a container "${name}" already.`, {
      field: 'name',
      reason: 'taken',
      hint: 'Choose another name, or remove that one.',
    });
}

async function swap(
  engine: Engine,
  { old, id, name, hasRun }: { old: InspectedContainer; id: string; name: string; hasRun: boolean },
  { say, signal }: ReplacePorts,
): Promise<void> {
  if (hasRun) {
    say(`Stopping ${nameOf(old)}`);
    // An engine that starts anew would start it beside the new one.
    await engine.containers.update(old.Id, { restartPolicy: 'no' }, signal);
    if (old.State.Status === 'paused') await engine.unpause(old.Id, signal);
    await engine.stop(old.Id, {}, signal);
  }
  await engine.containers.rename(old.Id, nameOfOld(nameOf(old), old.Id), signal);
  await engine.containers.rename(id, name, signal);
  if (!hasRun) return;
  say('Starting the new container');
  await engine.start(id, signal);
}

/** Resolves when it runs and is healthy; throws why it is not. */
export async function untilHealthy(
  engine: Engine,
  id: string,
  asked: HealthSpec | undefined,
  { clock, say, signal }: ReplacePorts,
): Promise<void> {
  const began = clock.monotonic();
  let said = '';
  for (;;) {
    const { State, RestartCount, Config } = await engine.inspect(id, signal);
    const health = State.Health?.Status;
    const waitedMs = clock.monotonic() - began;
    const runs = State.Status === 'running';
    // Docker may have started it again already, and then tells no exit code until it ends once more.
    if (!runs || (RestartCount > 0 && waitedMs >= SETTLE_MS)) {
      const how = runs ? 'again and again' : `with exit code ${State.ExitCode}`;
      throw new AppError('conflict', `The new container ended ${how}.`, {
        hint: 'Look at its log: the reason stands there.',
      });
    }
    if (RestartCount > 0) {
      await sleep(clock, LOOK_MS, signal);
      if (signal.aborted) throw cancelled();
      continue;
    }
    if (health === 'unhealthy')
      throw new AppError('conflict', `The new container is not healthy${lastOutput(State)}.`, {
        hint: 'Check its health check, or what it reports.',
      });
    const hasCheck = health === 'starting' || health === 'healthy';
    if (health === 'healthy' || (!hasCheck && waitedMs >= SETTLE_MS)) return;
    const limitMs = hasCheck ? healthLimitMs(asked ?? healthOf(Config)) : SETTLE_MS;
    if (waitedMs > limitMs)
      throw new AppError('conflict', `The new container was not healthy within ${Math.round(limitMs / 1000)} s.`, {
        hint: 'Check its health check, or give it a longer start period.',
      });
    const words = hasCheck ? 'Waiting until it is healthy' : `Waiting ${SETTLE_MS / 1000} s: it has no health check`;
    if (words !== said) say((said = words));
    await sleep(clock, LOOK_MS, signal);
    if (signal.aborted) throw cancelled();
  }
}

const healthOf = (config: InspectedContainer['Config']): HealthSpec | undefined =>
  containerSpecOf({ Config: config }).healthCheck;

/** After so long Docker has said one or the other. */
function healthLimitMs(check: HealthSpec | undefined): number {
  const { intervalSeconds, timeoutSeconds, startSeconds, retries } = check ?? {
    intervalSeconds: 0,
    timeoutSeconds: 0,
    startSeconds: 0,
    retries: 0,
  };
  const one = (intervalSeconds || DEFAULT_SECONDS) + (timeoutSeconds || DEFAULT_SECONDS);
  return (startSeconds + one * ((retries || DEFAULT_RETRIES) + 1)) * 1000 + MARGIN_MS;
}

function lastOutput(state: unknown): string {
  const log = dig(state, 'Health', 'Log');
  const output = Array.isArray(log) ? dig(log.at(-1), 'Output') : undefined;
  const line = typeof output === 'string' ? (output.trim().split('\n')[0] ?? '').slice(0, 200) : '';
  return line === '' ? '' : `: ${line}`;
}

/** What there is after a return: the old container, or, where somebody removed that meanwhile, the new one or none. */
type Back = 'old' | 'new' | 'none';

/**
 * Each step may have been done already: it is done again after an engine that died in the middle of it. Where the old
 * container is gone by somebody else's hand and the new one has its place, that one stays: else nothing would be left.
 */
async function takeBack(
  engine: Engine,
  { id, name, replaces }: { id: string; name: string; replaces: Replaces },
  signal: AbortSignal,
): Promise<Back> {
  const made = await inspected(engine, id, signal);
  const old = await inspected(engine, replaces.old, signal);
  if (!old && made && nameOf(made) === name) return 'new';
  if (made && made.State.Status !== 'created') {
    // Else it would come back by itself.
    await engine.containers.update(id, { restartPolicy: 'no' }, signal);
    await engine.stop(id, {}, signal);
  }
  const temporary = nameOfNew(name, replaces.old);
  if (made && nameOf(made) !== temporary) await engine.containers.rename(id, temporary, signal);
  const isBack = old !== undefined && (await putBack(engine, old, { name, replaces }, signal));
  // Last, for by its label an interrupted return is found. Only volumes that it made for itself go with it.
  if (made) await engine.containers.remove(id, { isForced: true, volumes: true }, signal);
  return isBack ? 'old' : 'none';
}

/** False: somebody removes it at this very moment. */
async function putBack(
  engine: Engine,
  old: InspectedContainer,
  { name, replaces }: { name: string; replaces: Replaces },
  signal: AbortSignal,
): Promise<boolean> {
  try {
    if (nameOf(old) !== name) await engine.containers.rename(old.Id, name, signal);
    if (!replaces.hasRun) return true;
    await engine.containers.update(old.Id, { restartPolicy: replaces.restartPolicy }, signal);
    await engine.start(old.Id, signal);
    return true;
  } catch (thrown) {
    if (isRemoved(thrown)) return false;
    throw thrown;
  }
}

/** Never with its volumes: the anonymous ones are the new container's now. */
async function removeOld(engine: Engine, old: string, { say, signal }: ReplacePorts): Promise<void> {
  say('Removing the old container');
  try {
    await engine.containers.remove(old, { isForced: true, volumes: false }, signal);
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.code !== 'not_found') throw thrown;
  }
}

async function inspected(engine: Engine, ref: string, signal: AbortSignal): Promise<InspectedContainer | undefined> {
  try {
    return await engine.inspect(ref, signal);
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'not_found') return undefined;
    throw thrown;
  }
}

function leftHalf(thrown: unknown, name: string): unknown {
  if (!isEngineAway(thrown)) return thrown;
  return new AppError('engine_unavailable', `Docker went away while ${name} was made anew.`, {
    hint: 'It is finished or put back as soon as Docker answers.',
    cause: thrown,
  });
}

const isRemoved = (thrown: unknown): boolean =>
  thrown instanceof AppError &&
  (thrown.reason === 'removed' || (thrown.code === 'not_found' && /no such container/i.test(thrown.message)));

interface Outcome {
  readonly name: string;
  readonly hasRun: boolean;
  readonly back: Back;
}

function reasoned(thrown: unknown, { name, hasRun, back }: Outcome): unknown {
  if (!(thrown instanceof AppError)) return thrown;
  const { code, message, hint, field, reason } = thrown;
  // Docker says which one it does not know by its id alone, and the old one may only have been removed after that.
  const isGone = isRemoved(thrown);
  const why = !isGone ? message : back === 'old' ? 'Somebody removed the new container in the middle.' : undefined;
  const gone = `Somebody removed ${name} in the middle.`;
  const then: Record<Back, string> = {
    old: `${name} is back${hasRun ? ' and runs' : ''} as it was.`,
    new: `${gone} The new container has its place, and stays as it is.`,
    none: `${gone} The new container was taken away again.`,
  };
  const doNow: Record<Back, string | undefined> = {
    old: isGone ? 'Try again.' : hint,
    new: 'Look at its log: the reason stands there.',
    none: 'Run a new one if it is still wanted.',
  };
  return new AppError(isGone ? 'conflict' : code, [why, then[back]].filter(Boolean).join(' '), {
    ...(doNow[back] !== undefined && { hint: doNow[back] }),
    ...(field !== undefined && !isGone && { field }),
    ...(isGone ? { reason: 'removed' } : reason !== undefined && { reason }),
    cause: thrown,
  });
}

export const nameOf = ({ Name }: InspectedContainer): string => Name.replace(/^\//, '');
