import type { HandlerDeps } from '#main/commands/deps.ts';
import { counted } from '#main/commands/counted.ts';
import type { Caller, Handlers } from '#main/commands/handler.ts';
import { Arrival, Handover } from '#main/commands/handover.ts';
import { knownName } from '#main/commands/known-name.ts';
import { namingRemoval } from '#main/commands/naming-removal.ts';
import { writeWhole } from '#main/commands/write-whole.ts';
import type { PathStat } from '#main/engine/engine-files.ts';
import type { Engine } from '#main/engine/engine.ts';
import { folderListing } from '#main/files/folder-listing.ts';
import { previewOf } from '#main/files/preview.ts';
import { type Spooled, spooled } from '#main/files/spooled.ts';
import { streamedBytes } from '#main/images/streamed-bytes.ts';
import type { JobContext } from '#main/jobs/jobs.ts';
import { fileInTar } from '#main/tar/tar-content.ts';
import { checkTar, guardedTar } from '#main/tar/tar-guard.ts';
import { tarOfFile } from '#main/tar/tar-writer.ts';
import { MAX_CHANGES, UPLOAD_BYTES } from '#shared/contract/files.ts';
import { size } from '#shared/format/bytes.ts';
import { joinCommand } from '#shared/format/command-line.ts';
import { plural, words } from '#shared/format/quantity.ts';
import { visibleText } from '#shared/format/visible-text.ts';
import { AppError } from '#shared/protocol/errors.ts';

type FileCommand =
  | 'containers.files.list'
  | 'containers.files.changes'
  | 'containers.files.preview'
  | 'containers.files.download'
  | 'containers.files.upload';
type Given<C extends FileCommand> = Parameters<Handlers[C]>[0];

export function fileHandlers(deps: HandlerDeps): Pick<Handlers, FileCommand> {
  const { engineOf } = deps;
  return {
    'containers.files.list': ({ engine, container, path }, { signal }) =>
      folderListing(engineOf(engine), container, path, deps.clock, signal),
    'containers.files.changes': async ({ engine, container }, { signal }) => {
      const changes = await engineOf(engine).files.changes(container, signal);
      return { changes: changes.slice(0, MAX_CHANGES), total: changes.length };
    },
    'containers.files.preview': async ({ engine: name, container, path }, { signal }) => {
      const engine = engineOf(name);
      const { stat, end } = await endOf(engine, container, path, signal);
      needFile(stat, end);
      const archive = archiveOf(engine, container, end, signal);
      return { path: end, bytes: stat.bytes, content: await previewOf(fileInTar(archive), stat.bytes) };
    },
    'containers.files.download': (params, { caller, signal }) =>
      download(deps, engineOf(params.engine), params, caller, signal),
    'containers.files.upload': (params, { caller, signal }) =>
      upload(deps, engineOf(params.engine), params, caller, signal),
  };
}

async function download(
  deps: HandlerDeps,
  engine: Engine,
  { engine: engineName, container, path, as }: Given<'containers.files.download'>,
  caller: Caller,
  signal: AbortSignal,
): Promise<{ job: string | null; url?: string }> {
  const { jobs, transfers, clock, askWhereToSave } = deps;
  const { stat, end } = await endOf(engine, container, path, signal);
  if (as === 'file') needFile(stat, end);
  const name = await knownName(deps, engineName, container);
  const what = end === '/' ? name : baseName(end);
  const fileName = `${visibleText(what).replaceAll(/[/\\:]/g, '_')}${as === 'file' ? '' : '.tar'}`;
  const start = (send: (bytes: AsyncIterable<Uint8Array>, context: JobContext) => Promise<number>, to?: string) => {
    const command = joinCommand(['docker', 'cp', `${name}:${end}`, as === 'archive' ? '-' : (to ?? fileName)]);
    const plan = { title: `Download ${visibleText(what)} from ${name}`, startedBy: caller.user, command };
    return jobs.start({ ...plan, kind: 'save' }, (context) =>
      namingRemoval(engine, container, context.signal, async () => {
        const archive = archiveOf(engine, container, end, context.signal);
        const bytes = as === 'file' ? fileInTar(archive) : guardedTar(archive, 'out');
        // How much a folder holds is not known before all of it was read.
        const sent = await send(stat.type === 'folder' ? bytes : counted(bytes, stat.bytes, context), context);
        context.output(`${words(size(sent))} ${to === undefined ? 'sent.' : `written to ${to}`}`);
      }),
    );
  };
  if (askWhereToSave && !caller.remote) {
    const to = await askWhereToSave(fileName);
    if (to === undefined || signal.aborted) return { job: null };
    return { job: start((bytes) => writeWhole(to, bytes), to) };
  }
  const handover = new Handover(clock, 'the file');
  const job = start((bytes, context) => handover.give(bytes, context.signal));
  const type = as === 'file' ? 'application/octet-stream' : 'application/x-tar';
  const open = (gone: AbortSignal): AsyncIterable<Uint8Array> => handover.take(gone);
  return { job, ...transfers.offer({ download: { fileName, type, open } }, caller) };
}

async function upload(
  deps: HandlerDeps,
  engine: Engine,
  { engine: engineName, container, path, as, name: fileName }: Given<'containers.files.upload'>,
  caller: Caller,
  signal: AbortSignal,
): Promise<{ job: string; url: string }> {
  const { jobs, transfers, clock } = deps;
  // Before anybody sends a gigabyte.
  const { stat, end } = await endOf(engine, container, path, signal);
  if (stat.type !== 'folder') throw notFolder(end);
  const name = await knownName(deps, engineName, container);
  const what = fileName ?? 'an archive';
  const command = joinCommand(['docker', 'cp', as === 'archive' ? '-' : what, `${name}:${end}`]);
  const plan = {
    kind: 'load',
    title: `Upload ${visibleText(what)} to ${name}`,
    startedBy: caller.user,
    command,
  } as const;
  const arrival = new Arrival(clock);
  const job = jobs.start(plan, (context) =>
    namingRemoval(engine, container, context.signal, () =>
      arrival.use(
        (arriving) =>
          spooled(arriving, async (all) => {
            const put = (archive: AsyncIterable<Uint8Array>) =>
              engine.files.put(container, end, archive, context.signal);
            const count =
              as === 'archive' ? await putArchive(all, context, put) : await putFile(all, what, clock.now(), put);
            context.output(`${plural(count, 'file')}, ${words(size(all.bytes))}, written to ${visibleText(end)}`);
          }),
        context.signal,
      ),
    ),
  );
  const taken = { maxBytes: UPLOAD_BYTES, take: arrival.take.bind(arrival) };
  return { job, ...transfers.offer({ upload: taken }, caller) };
}

type Put = (archive: AsyncIterable<Uint8Array>) => Promise<void>;

/** First all of it is looked through; what is then written is looked at once more, for the file could have changed. */
async function putArchive(all: Spooled, context: JobContext, put: Put): Promise<number> {
  context.say('Checking what the archive holds');
  const { entries } = await checkTar(all.readUnpacked());
  context.say('Writing the files');
  await put(guardedTar(all.readUnpacked(), 'in'));
  return entries;
}

async function putFile(all: Spooled, name: string, modifiedAtMs: number, put: Put): Promise<number> {
  await put(tarOfFile({ name, bytes: all.bytes, mode: 0o644, modifiedAtMs }, all.read()));
  return 1;
}

/** What a path leads to at last. */
async function endOf(
  engine: Engine,
  container: string,
  path: string,
  signal: AbortSignal,
): Promise<{ stat: PathStat; end: string }> {
  const stat = await engine.files.stat(container, path, signal);
  if (stat.type !== 'link' || stat.target === '') return { stat, end: path };
  return { stat: await engine.files.stat(container, stat.target, signal), end: stat.target };
}

function needFile({ type }: PathStat, path: string): void {
  if (type !== 'file')
    throw new AppError('bad_request', `${path.slice(0, 300)} is not a file.`, {
      field: 'path',
      ...(type === 'folder' && { hint: 'A folder can be downloaded as a tar archive.' }),
    });
  // A byte that is no character, in the last name of the path.
  if (/(?<![\ud800-\udbff])[\udc80-\udcff]/.test(baseName(path)))
    throw new AppError('bad_request', 'Docker gives out no single file whose name is not text.', {
      field: 'path',
      hint: 'Download its folder.',
    });
}

const notFolder = (path: string): AppError =>
  new AppError('bad_request', `${path.slice(0, 300)} is not a folder.`, { field: 'path' });

const baseName = (path: string): string => path.replace(/\/+$/, '').split('/').at(-1) ?? '';

const archiveOf = (
  engine: Engine,
  container: string,
  path: string,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> =>
  streamedBytes((onBytes, over) => engine.files.get(container, path, onBytes, over), signal);
