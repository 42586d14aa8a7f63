import type { StackProblem } from '#shared/contract/stacks.ts';

/** Where something stands; `file` undefined for the compose text itself. */
export interface Place {
  readonly file: string | undefined;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** `!reset` takes away what earlier files say, `!override` puts this in its place. */
export type MergeTag = 'reset' | 'override';
interface Base {
  readonly at: Place;
  readonly tag?: MergeTag | undefined;
}
export interface Entry {
  readonly key: string;
  readonly keyAt: Place;
  readonly value: Node;
}
export interface MapNode extends Base {
  readonly kind: 'map';
  readonly entries: ReadonlyMap<string, Entry>;
}
export interface SeqNode extends Base {
  readonly kind: 'seq';
  readonly items: readonly Node[];
}
/** `text` as it was written, with its variables filled in; `isQuoted`: it is a text, whatever it looks like. */
export interface ScalarNode extends Base {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  readonly text: string;
  readonly isQuoted: boolean;
}
export type Node = MapNode | SeqNode | ScalarNode;

export const isNull = (node: Node): boolean => node.kind === 'scalar' && node.value === null && !node.isQuoted;
export const textNode = (text: string, at: Place): ScalarNode => ({
  kind: 'scalar',
  value: text,
  text,
  isQuoted: true,
  at,
});
export const nullNode = (at: Place): ScalarNode => ({ kind: 'scalar', value: null, text: '', isQuoted: false, at });
export const mapOf = (entries: readonly Entry[], at: Place, tag?: MergeTag): MapNode => ({
  kind: 'map',
  entries: new Map(entries.map((entry) => [entry.key, entry])),
  at,
  tag,
});

/** More than anybody mends at once. */
const MOST = 200;

/** What is wrong, in the order of its lines. */
export class Problems {
  readonly #found: StackProblem[] = [];

  error(at: Place, message: string): void {
    this.#add(at, message, 'error');
  }

  warn(at: Place, message: string): void {
    this.#add(at, message, 'warning');
  }

  get hasErrors(): boolean {
    return this.#found.some(({ severity }) => severity === 'error');
  }

  /** The compose text first, then its other files. */
  all(): StackProblem[] {
    const name = ({ file }: StackProblem): string => file ?? '';
    return [...this.#found].sort((a, b) =>
      name(a) < name(b) ? -1 : name(a) > name(b) ? 1 : a.line - b.line || a.column - b.column,
    );
  }

  #add({ file, line, column, endLine, endColumn }: Place, message: string, severity: StackProblem['severity']): void {
    if (this.#found.length >= MOST) return;
    // A base that two services build on would tell everything twice.
    if (
      this.#found.some(
        (one) => one.line === line && one.column === column && one.message === message && one.file === file,
      )
    )
      return;
    this.#found.push({
      line,
      column,
      message,
      severity,
      ...((endLine !== line || endColumn > column) && { endLine, endColumn }),
      ...(file !== undefined && { file }),
    });
  }
}
