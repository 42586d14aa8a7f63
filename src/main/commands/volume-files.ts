import { counted } from '#main/commands/counted.ts';
import type { HandlerDeps } from '#main/commands/deps.ts';
import type { Caller, Handlers } from '#main/commands/handler.ts';
import { Arrival, Handover } from '#main/commands/handover.ts';
import { writeWhole } from '#main/commands/write-whole.ts';
import { isRunning } from '#main/engine/container-view.ts';
import type { Engine } from '#main/engine/engine.ts';
import { mountersOf } from '#main/engine/volume-view.ts';
import { fileInPlace, type Spooled, spooled } from '#main/files/spooled.ts';
import { streamedBytes } from '#main/images/streamed-bytes.ts';
import type { JobContext } from '#main/jobs/jobs.ts';
import { guardedTar } from '#main/tar/tar-guard.ts';
import { VolumeArchive } from '#main/volumes/volume-archive.ts';
import type { VolumeAt } from '#main/volumes/volume-helpers.ts';
import type { Container } from '#shared/contract/containers.ts';
import { size } from '#shared/format/bytes.ts';
import { joinCommand } from '#shared/format/command-line.ts';
import { plural, words } from '#shared/format/quantity.ts';
import { AppError } from '#shared/protocol/errors.ts';

/** A volume has tens of GB at most when it is sent; what is more was sent by mistake. */
const MAX_UPLOAD_BYTES = 64e9;
/** How often a backup, whose end is not known, says how far it is. */
const TELL_BYTES = 8e6;
const CLEAN_MS = 30_000;

type VolumeFileCommand = 'volumes.backup' | 'volumes.restore' | 'volumes.clone' | 'volumes.browse';
type Given<C extends VolumeFileCommand> = Parameters<Handlers[C]>[0];

/** The files of volumes as tar archives, through a container that is made for it and never started. */
export function volumeFileHandlers(deps: HandlerDeps): Pick<Handlers, VolumeFileCommand> {
  const { engineOf } = deps;
  return {
    'volumes.backup': ({ engine, volume }, { caller, signal }) =>
      backup(deps, engineOf(engine), volume, caller, signal),
    'volumes.restore': (params, { caller, signal }) => restore(deps, engineOf(params.engine), params, caller, signal),
    'volumes.browse': async ({ engine: name, volume, isOver }, { signal }) => {
      const engine = engineOf(name);
      if (!isOver) {
        const { container, folder } = await deps.volumeHelpers.browse(engine, volume, signal);
        return { container, folder };
      }
      await deps.volumeHelpers.endBrowse(engine, volume);
      return { container: null, folder: '' };
    },
    'volumes.clone': (params, { caller, signal }) => clone(deps, engineOf(params.engine), params, caller, signal),
  };
}

async function backup(
  deps: HandlerDeps,
  engine: Engine,
  volume: string,
  caller: Caller,
  signal: AbortSignal,
): Promise<{ job: string | null; url?: string }> {
  const { jobs, transfers, clock, askWhereToSave, volumeHelpers } = deps;
  await engine.volumes.inspect(volume, signal);
  await volumeHelpers.need(engine, signal);
  const fileName = `${shortName(volume)}.tar`;
  const start = (send: (bytes: AsyncIterable<Uint8Array>, over: AbortSignal) => Promise<number>, path?: string) => {
    const tar = ['docker', 'run', '--rm', '-v', `${volume}:/volume:ro`, 'busybox', 'tar', '-C', '/volume', '-c', '.'];
    const command = `${joinCommand(tar)} > ${joinCommand([path ?? fileName])}`;
    const plan = { kind: 'backup', title: `Back up ${shortName(volume)}`, startedBy: caller.user, command } as const;
    return jobs.start(plan, (context) =>
      volumeHelpers.with(engine, volume, { isReadOnly: true }, context.signal, async ({ container, folder }) => {
        const archive = filesOf(engine, container, folder, context.signal);
        const sent = await send(told(guardedTar(archive, 'out'), context), context.signal);
        context.output(`${words(size(sent))} ${path === undefined ? 'sent.' : `written to ${path}`}`);
      }),
    );
  };
  if (askWhereToSave && !caller.remote) {
    const path = await askWhereToSave(fileName);
    if (path === undefined || signal.aborted) return { job: null };
    return { job: start((bytes) => writeWhole(path, bytes), path) };
  }
  const handover = new Handover(clock, 'the backup');
  const job = start((bytes, over) => handover.give(bytes, over));
  const open = (gone: AbortSignal): AsyncIterable<Uint8Array> => handover.take(gone);
  return { job, ...transfers.offer({ download: { fileName, type: 'application/x-tar', open } }, caller) };
}

async function restore(
  deps: HandlerDeps,
  engine: Engine,
  params: Given<'volumes.restore'>,
  caller: Caller,
  signal: AbortSignal,
): Promise<{ job: string | null; url?: string }> {
  const { jobs, transfers, clock, askWhichFile } = deps;
  const { volume } = params;
  // Before anybody is asked for a file or sends a gigabyte; looked at once more before anything is written.
  await checkTarget(deps, engine, params, signal);
  await deps.volumeHelpers.need(engine, signal);
  const start = (name: string, read: (context: JobContext, work: (all: Spooled) => Promise<void>) => Promise<void>) => {
    const tar = ['docker', 'run', '--rm', '-i', '-v', `${volume}:/volume`, 'busybox', 'tar', '-C', '/volume', '-x'];
    const command = `${joinCommand(tar)} < ${joinCommand([name])}`;
    const plan = { kind: 'load', title: `Restore ${shortName(volume)}`, startedBy: caller.user, command } as const;
    return jobs.start(plan, (context) => read(context, (all) => write(deps, engine, params, all, context)));
  };
  if (askWhichFile && !caller.remote) {
    const path = await askWhichFile();
    if (path === undefined || signal.aborted) return { job: null };
    const file = await fileInPlace(path);
    return { job: start(path, (_context, work) => work(file)) };
  }
  const arrival = new Arrival(clock);
  const job = start('backup.tar', (context, work) =>
    arrival.use((arriving) => spooled(arriving, work), context.signal),
  );
  const upload = { maxBytes: MAX_UPLOAD_BYTES, take: arrival.take.bind(arrival) };
  return { job, ...transfers.offer({ upload }, caller) };
}

/** All of it is looked through first; what is then written is looked at once more, for the file could have changed. */
async function write(
  deps: HandlerDeps,
  engine: Engine,
  params: Given<'volumes.restore'>,
  all: Spooled,
  context: JobContext,
): Promise<void> {
  const { volume, into } = params;
  const { signal } = context;
  context.say('Checking what the archive holds');
  const seen = new VolumeArchive();
  await seen.check(until(signal, all.readUnpacked()));
  const { entries, bytes } = seen;
  await checkTarget(deps, engine, params, signal);
  // Nothing is emptied that could not be filled then.
  await deps.volumeHelpers.need(engine, signal);
  const made = into === 'merge' ? undefined : await emptyVolume(engine, params, signal);
  try {
    await deps.volumeHelpers.with(engine, volume, { isReadOnly: false }, signal, async (at) => {
      context.say(`Writing ${plural(entries, 'file')}, ${words(size(bytes))}`);
      await unpack(engine, at, counted(all.readUnpacked(), bytes, context), signal);
    });
  } catch (thrown) {
    if (into === 'new' && made !== undefined) await drop(engine, volume);
    throw into === 'new' ? thrown : halfWritten(thrown, volume);
  }
  context.output(`${plural(entries, 'file')}, ${words(size(bytes))}, written to ${volume}`);
}

/** Throws where the volume is not as `into` takes it to be. */
async function checkTarget(
  deps: HandlerDeps,
  engine: Engine,
  { engine: engineName, volume, into, whileInUse }: Given<'volumes.restore'>,
  signal: AbortSignal,
): Promise<void> {
  const isThere = (await engine.volumes.list(signal)).some(({ Name }) => Name === volume);
  if (into === 'new') {
    if (isThere) throw taken(volume);
    return;
  }
  if (!isThere) throw new AppError('not_found', `There is no volume "${volume}".`, { field: 'volume' });
  await deps.protection.needVolume(engine.endpoint, volume);
  const users = mountersOf(await deps.containersNow(engineName)).get(volume) ?? [];
  if (into === 'replace' && users.length > 0)
    throw inUse(users, 'mount', 'Remove them first, or let the archive be added to what is there.');
  const running = users.filter(({ state }) => isRunning(state));
  if (running.length > 0 && !whileInUse)
    throw inUse(running, 'run with', 'Stop them first: they may write while it is restored.');
}

/** For `replace` Docker's own removal is what empties it, for nothing else can without a program in it. */
async function emptyVolume(
  engine: Engine,
  { volume, into }: Given<'volumes.restore'>,
  signal: AbortSignal,
): Promise<string> {
  const { volumes } = engine;
  const plain = { driver: 'local', options: {}, labels: {} };
  if (into === 'new') return (await volumes.create({ ...plain, name: volume }, signal)).Name;
  const { Driver, Options, Labels } = await volumes.inspect(volume, signal);
  await volumes.remove(volume, signal);
  return (await volumes.create({ name: volume, driver: Driver, options: Options, labels: Labels }, signal)).Name;
}

async function clone(
  deps: HandlerDeps,
  engine: Engine,
  { volume, name }: Given<'volumes.clone'>,
  caller: Caller,
  signal: AbortSignal,
): Promise<{ job: string }> {
  const { jobs, volumeHelpers } = deps;
  const { Driver, Options, Labels } = await engine.volumes.inspect(volume, signal);
  if ((await engine.volumes.list(signal)).some(({ Name }) => Name === name)) throw taken(name);
  await volumeHelpers.need(engine, signal);
  const mounts = ['-v', `${volume}:/from:ro`, '-v', `${name}:/to`];
  const command = joinCommand(['docker', 'run', '--rm', ...mounts, 'busybox', 'cp', '-a', '/from/.', '/to']);
  const plan = {
    kind: 'backup',
    title: `Clone ${shortName(volume)} to ${name}`,
    startedBy: caller.user,
    command,
  } as const;
  const job = jobs.start(plan, async (context) => {
    const over = context.signal;
    // Docker marks those that it named itself; the new one has a name.
    const labels = Object.fromEntries(Object.entries(Labels).filter(([key]) => key !== 'com.docker.volume.anonymous'));
    await engine.volumes.create({ name, driver: Driver, options: Options, labels }, over);
    try {
      // Two of them: Docker holds a container while it gives out its files.
      await volumeHelpers.with(engine, volume, { isReadOnly: true }, over, (from) =>
        volumeHelpers.with(engine, name, { isReadOnly: false }, over, async (to) => {
          const archive = told(filesOf(engine, from.container, from.folder, over), context);
          await unpack(engine, to, archive, over);
        }),
      );
    } catch (thrown) {
      await drop(engine, name);
      throw thrown;
    }
    context.output(`Cloned to ${name}`);
  });
  return { job };
}

/** From "./" on, so that it can be unpacked anywhere. */
const filesOf = (
  engine: Engine,
  container: string,
  folder: string,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> =>
  streamedBytes((onBytes, over) => engine.files.get(container, `${folder}/.`, onBytes, over), signal);

async function unpack(
  engine: Engine,
  { container, folder }: VolumeAt,
  bytes: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): Promise<void> {
  const archive = new VolumeArchive();
  await engine.files.put(container, folder, archive.through(bytes), signal);
  const root = archive.rootAt(folder);
  if (root) await engine.files.put(container, '/', root, signal);
}

/** Says how much has gone by: what a volume holds in all Docker tells only after it read its whole disk. */
async function* told(
  bytes: AsyncIterable<Uint8Array>,
  context: JobContext,
): AsyncGenerator<Uint8Array, void, undefined> {
  let count = 0;
  let next = TELL_BYTES;
  for await (const some of bytes) {
    yield some;
    count += some.length;
    if (count < next) continue;
    next = count + TELL_BYTES;
    context.say(`${words(size(count))} so far`);
  }
}

async function* until(signal: AbortSignal, bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const some of bytes) {
    if (signal.aborted) throw new AppError('conflict', 'This was cancelled.', { reason: 'cancelled' });
    yield some;
  }
}

/** Half of a volume is of no use; why it is half matters more than a removal that fails too. */
async function drop(engine: Engine, volume: string): Promise<void> {
  await engine.volumes.remove(volume, AbortSignal.timeout(CLEAN_MS)).catch(() => undefined);
}

const shortName = (volume: string): string => (/^[0-9a-f]{64}$/.test(volume) ? volume.slice(0, 12) : volume);

const taken = (volume: string): AppError =>
  new AppError('conflict', `There is a volume "${volume}" already.`, {
    field: 'name',
    reason: 'taken',
    hint: 'Choose another name.',
  });

function inUse(users: readonly Container[], verb: string, hint: string): AppError {
  const names = users.map(({ name }) => name).join(', ');
  const does = users.length > 1 ? verb : verb.replace(/^\w+/, (word) => `${word}s`);
  return new AppError('conflict', `${names} ${does} this volume.`, { reason: 'taken', hint });
}

function halfWritten(thrown: unknown, volume: string): unknown {
  if (!(thrown instanceof AppError)) return thrown;
  const { code, message, reason } = thrown;
  return new AppError(code, message, {
    ...(reason !== undefined && { reason }),
    hint: `${volume} may hold a part of the archive now: restore it again.`,
    cause: thrown,
  });
}
