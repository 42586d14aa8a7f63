import type { ImageProgress } from '#main/engine/image-json.ts';

const STEP = /^Step (\d+)\/(\d+) : (.*)/;
const FAILED = /^The command '(.*)' returned a non-zero code: (\d+)/s;
/** A program may print a progress bar of megabytes without a line end. */
const MAX_LINE = 4000;

/** Follows what the classic builder prints: which step it is at, and whole lines. */
export class BuildSteps {
  step = 0;
  steps = 0;
  /** As the Dockerfile has it: "RUN make". */
  instruction = '';
  #open = '';

  /** The lines that became whole. */
  take({ stream, status, id }: ImageProgress): string[] {
    // While a base image is pulled, its layers are told of as in a pull; their bars would be thousands of lines.
    if (status !== undefined)
      return /^(Pull complete|Already exists|Downloading|Extracting)/.test(status)
        ? []
        : [`${id === undefined ? '' : `${id}: `}${status}`];
    if (stream === undefined) return [];
    const parts = (this.#open + stream).split('\n');
    this.#open = parts.pop() ?? '';
    if (this.#open.length > MAX_LINE) {
      parts.push(this.#open);
      this.#open = '';
    }
    const lines = parts.map((line) =>
      line
        .replace(/^.*\r(?=.)/s, '')
        .replace(/\r$/, '')
        .slice(0, MAX_LINE),
    );
    for (const line of lines) this.#read(line);
    return lines.filter((line) => line !== '');
  }

  /** What was not ended by a line end. */
  rest(): string[] {
    const rest = this.#open;
    this.#open = '';
    return rest === '' ? [] : [rest];
  }

  /** "Step 3 of 7 failed with exit code 4: RUN make"; undefined where no step is to blame. */
  failure(said: string): string | undefined {
    if (this.step === 0) return undefined;
    const code = FAILED.exec(said)?.[2];
    const where = `Step ${this.step} of ${this.steps} failed`;
    return code === undefined
      ? `${where}: ${this.instruction}. ${said}`
      : `${where} with exit code ${code}: ${this.instruction}`;
  }

  #read(line: string): void {
    const [, step, steps, instruction] = STEP.exec(line) ?? [];
    if (step === undefined) return;
    this.step = Number(step);
    this.steps = Number(steps);
    this.instruction = (instruction ?? '').trim();
  }
}
