import { AppError } from '#shared/protocol/errors.ts';

export interface BuildStep {
  /** As the Dockerfile has it: "RUN make". */
  readonly text: string;
  /** Exit code of what a RUN runs; the simulated shell knows `exit N`, `false`, and that all else goes well. */
  readonly exitCode: number;
}

const BLOCK = 512;

/** One file of a tar archive as text; undefined where it has none of this name. */
export function fileOfTar(archive: Buffer, wanted: string): string | undefined {
  for (let at = 0; at + BLOCK <= archive.length; ) {
    const name = archive.toString('utf8', at, archive.indexOf(0, at)).slice(0, 100);
    const size = Number.parseInt(archive.toString('latin1', at + 124, at + 136), 8) || 0;
    if (name.replace(/^\.\//, '') === wanted) return archive.toString('utf8', at + BLOCK, at + BLOCK + size);
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
  return undefined;
}

/** The steps of a Dockerfile as the classic builder counts them. Throws `bad_request` as the engine does. */
export function stepsOf(dockerfile: string): BuildStep[] {
  const lines = dockerfile
    .replace(/\\\n/g, ' ')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  const odd = lines.find(
    (line) => !/^(FROM|RUN|COPY|ADD|CMD|ENTRYPOINT|ENV|ARG|LABEL|WORKDIR|USER|EXPOSE|VOLUME)\s/i.test(line),
  );
  if (odd !== undefined || lines.length === 0)
    throw new AppError(
      'bad_request',
      `The Dockerfile cannot be read: unknown instruction: ${odd?.split(/\s/)[0]?.toUpperCase() ?? 'nothing'}`,
    );
  return lines.map((text) => {
    const exit = /\bexit (\d{1,3})\b/.exec(text)?.[1];
    const isRun = /^RUN\s/i.test(text);
    return { text, exitCode: !isRun ? 0 : exit !== undefined ? Number(exit) : /\bfalse\b/.test(text) ? 1 : 0 };
  });
}
