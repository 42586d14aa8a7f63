import type { HandlerDeps } from '#main/commands/deps.ts';
import type { Handlers } from '#main/commands/handler.ts';
import { recorded } from '#main/commands/recorded.ts';
import { nameOf } from '#main/containers/replace.ts';
import { Handover } from '#main/commands/handover.ts';
import { namingRemoval } from '#main/commands/naming-removal.ts';
import { writeWhole } from '#main/commands/write-whole.ts';
import { streamedBytes } from '#main/images/streamed-bytes.ts';
import { referenceOf } from '#main/commands/images.ts';
import { size } from '#shared/format/bytes.ts';
import { joinCommand } from '#shared/format/command-line.ts';
import { words } from '#shared/format/quantity.ts';

/** A container as it is now: as an image, or as a file. */
export function containerArchiveHandlers(deps: HandlerDeps): Pick<Handlers, 'containers.commit' | 'containers.export'> {
  const { engineOf, jobs, transfers, clock, askWhereToSave } = deps;
  return {
    'containers.commit': async ({ engine, container, reference, comment, author, pause }, { caller, signal }) => {
      const named = reference === undefined ? undefined : referenceOf(reference);
      const options = { reference: named, comment, author, isPaused: pause };
      const name = nameOf(await engineOf(engine).inspect(container, signal));
      const flags = [
        ...(comment === undefined ? [] : ['--message', comment]),
        ...(author === undefined ? [] : ['--author', author]),
        ...(pause ? [] : ['--pause=false']),
      ];
      const command = joinCommand([
        'docker',
        'commit',
        ...flags,
        name,
        ...(reference === undefined ? [] : [reference]),
      ]);
      const plan = { title: `Make an image of ${name}`, command, startedBy: caller.user };
      const made = await recorded(deps, plan, () => engineOf(engine).containers.commit(container, options, signal));
      return { image: made.id };
    },
    'containers.export': async ({ engine: engineName, container }, { caller, signal }) => {
      const engine = engineOf(engineName);
      const name = nameOf(await engine.inspect(container, signal));
      const fileName = `${name}.tar`;
      const start = (send: (bytes: AsyncIterable<Uint8Array>, over: AbortSignal) => Promise<number>, path?: string) => {
        const command = joinCommand(['docker', 'export', '-o', path ?? fileName, name]);
        const plan = { kind: 'export', title: `Export ${name}`, startedBy: caller.user, command } as const;
        return jobs.start(plan, (context) =>
          namingRemoval(engine, container, context.signal, async () => {
            const read = streamedBytes(
              (onBytes, over) => engine.containers.export(container, onBytes, over),
              context.signal,
            );
            const sent = await send(read, context.signal);
            context.output(`${words(size(sent))} ${path === undefined ? 'sent.' : `written to ${path}`}`);
          }),
        );
      };
      if (askWhereToSave && !caller.remote) {
        const path = await askWhereToSave(fileName);
        if (path === undefined || signal.aborted) return { job: null };
        return { job: start((bytes) => writeWhole(path, bytes), path) };
      }
      const handover = new Handover(clock, 'the archive');
      const job = start((bytes, over) => handover.give(bytes, over));
      const open = (gone: AbortSignal): AsyncIterable<Uint8Array> => handover.take(gone);
      return { job, ...transfers.offer({ download: { fileName, type: 'application/x-tar', open } }, caller) };
    },
  };
}
