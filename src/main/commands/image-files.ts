import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { counted } from '#main/commands/counted.ts';
import type { HandlerDeps } from '#main/commands/deps.ts';
import type { Caller, Handlers } from '#main/commands/handler.ts';
import { Arrival, Handover } from '#main/commands/handover.ts';
import { startBuild, type ImageJobDeps } from '#main/commands/image-jobs.ts';
import { writeWhole } from '#main/commands/write-whole.ts';
import type { Engine } from '#main/engine/engine.ts';
import { baseRegistries } from '#main/images/base-images.ts';
import { dockerfilesOf, readBuildContext } from '#main/images/build-context.ts';
import { streamedBytes } from '#main/images/streamed-bytes.ts';
import type { JobContext } from '#main/jobs/jobs.ts';
import type { BuildRequest } from '#shared/contract/image-jobs.ts';
import { size } from '#shared/format/bytes.ts';
import { joinCommand } from '#shared/format/command-line.ts';
import { shortImage } from '#shared/format/image-name.ts';
import { plural, words } from '#shared/format/quantity.ts';
import { AppError } from '#shared/protocol/errors.ts';

/** An archive of images has tens of GB at most; what is more was sent by mistake. */
const MAX_UPLOAD_BYTES = 64e9;

type Given<C extends keyof Handlers> = Parameters<Handlers[C]>[0];

/** What comes out of files and goes into files: at this computer those its owner names, over the network through tickets. */
export function imageFileHandlers(
  deps: HandlerDeps,
): Pick<Handlers, 'images.save' | 'images.load' | 'images.build' | 'images.chooseContext'> {
  const { engineOf } = deps;
  /** Folders that the owner of this computer has chosen: the page cannot name others. */
  const chosen = new Set<string>();
  return {
    'images.save': (params, { caller, signal }) => save(deps, engineOf(params.engine), params, caller, signal),
    'images.load': (params, { caller }) => load(deps, engineOf(params.engine), caller),
    'images.build': async (request, { caller, signal }) => {
      const engine = engineOf(request.engine);
      if (request.context === undefined) return buildFromUpload(deps, engine, request, caller);
      if (!caller.isLocal)
        throw new AppError('forbidden', 'A folder can be named only at the computer that it is on.', {
          field: 'context',
          hint: 'Send it as a tar archive: upload: true.',
        });
      if (deps.askWhichFolder && !caller.remote && !chosen.has(request.context))
        throw new AppError('forbidden', 'This folder was not chosen in the dialog.', { field: 'context' });
      return buildFromFolder(deps, engine, request, request.context, caller, signal);
    },
    'images.chooseContext': async () => {
      if (!deps.askWhichFolder)
        throw new AppError('not_found', 'Nobody can be asked at this computer: it runs without a window.', {
          hint: 'Name the folder in images.build.',
        });
      const folder = await deps.askWhichFolder();
      if (folder === undefined) return { context: null, dockerfiles: [] };
      chosen.add(folder);
      return { context: folder, dockerfiles: await dockerfilesOf(folder) };
    },
  };
}

async function save(
  deps: HandlerDeps,
  engine: Engine,
  { images }: Given<'images.save'>,
  caller: Caller,
  signal: AbortSignal,
): Promise<{ job: string | null; url?: string }> {
  const { jobs, transfers, clock, askWhereToSave } = deps;
  const found = await Promise.all(images.map((image) => engine.images.inspect(image, signal)));
  const what = images.length === 1 ? shortImage(images[0] ?? '') : plural(images.length, 'image');
  const fileName = `${what.replace(/^…\//, '').replaceAll(/[^\w.-]+/g, '-')}.tar`;
  // About as long as the layers: each is there once, whatever shares it.
  const expected = found.reduce((sum, { Size }) => sum + Size, 0);
  const start = (send: (bytes: AsyncIterable<Uint8Array>, context: JobContext) => Promise<number>, path?: string) => {
    const command = joinCommand(['docker', 'save', '-o', path ?? fileName, ...images]);
    const plan = { kind: 'save', title: `Save ${what}`, startedBy: caller.user, command } as const;
    return jobs.start(plan, async (context) => {
      const archive = streamedBytes((onBytes, over) => engine.images.save(images, onBytes, over), context.signal);
      const sent = await send(counted(archive, expected, context), context);
      context.output(`${words(size(sent))} ${path === undefined ? 'sent.' : `written to ${path}`}`);
    });
  };
  if (askWhereToSave && !caller.remote) {
    const path = await askWhereToSave(fileName);
    if (path === undefined || signal.aborted) return { job: null };
    return { job: start((bytes) => writeWhole(path, bytes), path) };
  }
  const handover = new Handover(clock, 'the archive');
  const job = start((bytes, context) => handover.give(bytes, context.signal));
  const open = (gone: AbortSignal): AsyncIterable<Uint8Array> => handover.take(gone);
  return { job, ...transfers.offer({ download: { fileName, type: 'application/x-tar', open } }, caller) };
}

async function load(deps: HandlerDeps, engine: Engine, caller: Caller): Promise<{ job: string | null; url?: string }> {
  const { jobs, transfers, clock, askWhichFile } = deps;
  const start = (
    name: string,
    read: (context: JobContext, give: (bytes: AsyncIterable<Uint8Array>) => Promise<void>) => Promise<void>,
  ) => {
    const command = joinCommand(['docker', 'load', '-i', name]);
    const plan = { kind: 'load', title: `Load ${basename(name)}`, startedBy: caller.user, command } as const;
    return jobs.start(plan, (context) =>
      read(context, (bytes) =>
        engine.images.load(
          bytes,
          ({ stream }) => {
            if (stream?.trim()) context.output(stream.trim());
          },
          context.signal,
        ),
      ),
    );
  };
  if (askWhichFile && !caller.remote) {
    const path = await askWhichFile();
    if (path === undefined) return { job: null };
    const { size: bytes } = await stat(path).catch(() => {
      throw new AppError('bad_request', `There is no file "${path}".`, { field: 'file' });
    });
    return { job: start(path, (context, give) => give(counted(createReadStream(path), bytes, context))) };
  }
  const arrival = new Arrival(clock);
  const job = start('images.tar', (context, give) => arrival.use(give, context.signal));
  const upload = { maxBytes: MAX_UPLOAD_BYTES, take: arrival.take.bind(arrival) };
  return { job, ...transfers.offer({ upload }, caller) };
}

export async function buildFromFolder(
  deps: ImageJobDeps,
  engine: Engine,
  request: BuildRequest,
  folder: string,
  caller: Caller,
  signal: AbortSignal,
): Promise<{ job: string }> {
  // Before there is a job: what is wrong with the folder is told under its field.
  await readBuildContext(folder, request.dockerfile, signal);
  const registries = baseRegistries(await readFile(join(folder, request.dockerfile), 'utf8'));
  const job = startBuild(
    deps,
    {
      engine,
      request,
      where: folder,
      registries,
      read: async (context, give) => {
        const { files, bytes, read } = await readBuildContext(folder, request.dockerfile, context.signal);
        const what = `${plural(files, 'file')}, ${words(size(bytes))}`;
        context.say(`Sending ${what} to Docker`);
        context.output(`Sending ${what} to Docker`);
        await give(read());
      },
    },
    caller,
  );
  return { job };
}

function buildFromUpload(
  deps: HandlerDeps,
  engine: Engine,
  request: BuildRequest,
  caller: Caller,
): { job: string; url: string } {
  const arrival = new Arrival(deps.clock);
  const work = {
    engine,
    request,
    where: '-',
    registries: [],
    read: (context: JobContext, give: (bytes: AsyncIterable<Uint8Array>) => Promise<void>) =>
      arrival.use(give, context.signal),
  };
  const job = startBuild(deps, work, caller);
  const upload = { maxBytes: MAX_UPLOAD_BYTES, take: arrival.take.bind(arrival) };
  return { job, ...deps.transfers.offer({ upload }, caller) };
}
