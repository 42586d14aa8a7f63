import { AppError } from '#shared/protocol/errors.ts';
import { composeError, pluginGone } from '#main/stacks/plugin/compose-error.ts';
import { composeWords, type ComposeStep, readComposeStep } from '#main/stacks/plugin/compose-output.ts';
import { runProgram } from '#main/stacks/plugin/run-program.ts';

/** It prints a line; one that hangs is as good as none. */
const ANSWER_MS = 5000;
/** Of what was no step, for the reason of a failure. */
const KEPT_LINES = 50;

export interface FoundPlugin {
  /** "2.24.5" */
  readonly version: string;
  /** How it is asked to tell its steps; undefined where it knows no way. */
  readonly progress: 'json' | 'plain' | undefined;
}

export interface ComposeUp {
  readonly project: string;
  /** Where relative paths begin. */
  readonly folder: string;
  readonly files: readonly string[];
  readonly envFile: string;
  readonly removeOrphans: boolean;
  readonly plugin: FoundPlugin;
  readonly signal: AbortSignal;
  onStep(step: ComposeStep): void;
  /** What was no step. */
  onWords(words: string): void;
}

/** The compose plugin of the docker CLI on this computer, where there is one: asked each time, for it may come and go. */
export class ComposePlugin {
  /** Of the engine that is used; undefined where the docker CLI does not reach it. */
  readonly #env: () => Readonly<Record<string, string>> | undefined;

  constructor(env: () => Readonly<Record<string, string>> | undefined) {
    this.#env = env;
  }

  async find(signal: AbortSignal): Promise<FoundPlugin | undefined> {
    const env = this.#env();
    if (!env) return undefined;
    const ask = async (...args: string[]): Promise<string | undefined> => {
      const lines: string[] = [];
      const bounded = AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]);
      try {
        const code = await runProgram('docker', { args, env, signal: bounded, onLine: (line) => lines.push(line) });
        return code === 0 ? lines.join('\n') : undefined;
      } catch {
        // No docker CLI: nothing to choose from.
        return undefined;
      }
    };
    const answer = await ask('compose', 'version', '--format', 'json');
    const version = /\d+\.\d+\.\d+[\w.+-]*/.exec(answer ?? '')?.[0];
    if (version === undefined) return undefined;
    const ways = /--progress\b[^\n]*/.exec((await ask('compose', '--help')) ?? '')?.[0] ?? '';
    return { version, progress: /\bjson\b/.test(ways) ? 'json' : /\bplain\b/.test(ways) ? 'plain' : undefined };
  }

  /** Throws `conflict` where the plugin is not there any more. */
  async need(signal: AbortSignal): Promise<FoundPlugin> {
    const found = await this.find(signal);
    if (!found) throw pluginGone();
    return found;
  }

  /** Throws why it failed; returns early where it was stopped. */
  async up(asked: ComposeUp): Promise<void> {
    const { project, folder, files, envFile, removeOrphans, plugin, signal, onStep, onWords } = asked;
    const env = this.#env();
    if (!env) throw pluginGone();
    const words: string[] = [];
    const args = [
      ...['compose', '--ansi', 'never'],
      ...(plugin.progress ? ['--progress', plugin.progress] : []),
      ...['--project-name', project, '--project-directory', folder],
      ...files.flatMap((file) => ['--file', file]),
      ...['--env-file', envFile, 'up', '--detach', '--no-color'],
      ...(removeOrphans ? ['--remove-orphans'] : []),
    ];
    const onLine = (line: string): void => {
      const step = readComposeStep(line);
      if (step) return onStep(step);
      const said = composeWords(line);
      if (said === '') return;
      words.push(said);
      if (words.length > KEPT_LINES) words.shift();
      onWords(said);
    };
    let code: number | null;
    try {
      code = await runProgram('docker', { args, env, signal, onLine });
    } catch (thrown) {
      if ((thrown as { code?: unknown }).code === 'ENOENT') throw pluginGone();
      throw new AppError('engine_error', 'docker compose could not be started.', { cause: thrown });
    }
    if (code !== 0 && !signal.aborted) throw composeError(words, code);
  }
}
