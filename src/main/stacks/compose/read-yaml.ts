import {
  type Alias,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node as YamlNode,
  parseDocument,
  type Scalar,
  type YAMLMap,
} from 'yaml';
import { interpolate, type Variables } from '#main/stacks/compose/interpolate.ts';
import type { Entry, MapNode, MergeTag, Node, Place, Problems, ScalarNode } from '#main/stacks/compose/located.ts';
import { mapOf, nullNode } from '#main/stacks/compose/located.ts';
import { isTooDeep, MOST_DEPTH } from '#main/stacks/compose/too-deep.ts';

/** Far more than a file for people has; an alias bomb has it after a few lines. */
const MOST_NODES = 50_000;
const MOST_BYTES = 1_000_000;
/** Of all texts together, with variables filled in. */
const MOST_FILLED = 4_000_000;
const TOO_DEEP = `This is nested deeper than ${MOST_DEPTH} levels.`;
const MERGE = '<<';

/**
 * YAML as a tree that knows where everything stands, with aliases and merge keys resolved and variables filled in.
 * Undefined where it cannot be read; `problems` then tells why.
 */
export function readYaml(
  text: string,
  file: string | undefined,
  variables: Variables,
  problems: Problems,
): MapNode | undefined {
  const start: Place = { file, line: 1, column: 1, endLine: 1, endColumn: 1 };
  if (text.length > MOST_BYTES) {
    problems.error(start, 'The file is larger than 1 MB.');
    return undefined;
  }
  if (isTooDeep(text)) {
    problems.error(start, TOO_DEEP);
    return undefined;
  }
  const lines = new LineCounter();
  // YAML 1.2: "yes" and "22:22" are texts, as compose has them.
  // Whether a key is there twice is looked at below: the library compares each with all others, for minutes in a long map.
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false, version: '1.2' });
  const place = (from: number, to: number): Place => {
    const [begin, end] = [lines.linePos(from), lines.linePos(Math.max(from, to))];
    return { file, line: begin.line, column: begin.col, endLine: end.line, endColumn: end.col };
  };
  for (const { message, pos } of document.errors)
    problems.error(place(pos[0], pos[1]), `This is no YAML: ${firstLine(message)}`);
  if (document.errors.length > 0) return undefined;
  const reader = new Reader(place, variables, problems);
  const read = document.contents === null ? undefined : reader.node(document.contents, 0);
  if (reader.isTooMuch) return undefined;
  if (read === undefined || (read.kind === 'scalar' && read.value === null)) {
    problems.error(start, 'The file is empty. A stack has services.');
    return undefined;
  }
  if (read.kind !== 'map') {
    problems.error(read.at, 'A compose file is a map with services.');
    return undefined;
  }
  return read;
}

class Reader {
  isTooMuch = false;
  readonly #place: (from: number, to: number) => Place;
  readonly #variables: Variables;
  readonly #problems: Problems;
  readonly #open = new Set<YamlNode>();
  /** As far as was read; the library would look through all of the file for each alias. */
  readonly #anchors = new Map<string, YamlNode>();
  readonly #named = new Set<YamlNode>();
  /** What each alias means where it stands, however often it is read and whatever is named so further below. */
  readonly #targets = new Map<Alias, YamlNode | undefined>();
  #nodes = 0;
  #filled = 0;

  constructor(place: (from: number, to: number) => Place, variables: Variables, problems: Problems) {
    this.#place = place;
    this.#variables = variables;
    this.#problems = problems;
  }

  node(node: YamlNode, depth: number): Node {
    const at = this.#at(node);
    if (isAlias(node)) {
      if (!this.#targets.has(node)) this.#targets.set(node, this.#anchors.get(node.source));
      return this.#alias(node.source, this.#targets.get(node), at, depth);
    }
    this.#anchor(node);
    if (++this.#nodes > MOST_NODES || depth > MOST_DEPTH) {
      if (!this.isTooMuch)
        this.#problems.error(
          at,
          depth > MOST_DEPTH ? TOO_DEEP : `With its aliases filled in the file has more than ${MOST_NODES} entries.`,
        );
      this.isTooMuch = true;
      return nullNode(at);
    }
    if (this.isTooMuch) return nullNode(at);
    const tag = this.#tag(node, at);
    this.#open.add(node);
    try {
      if (isMap(node)) return this.#map(node, at, tag, depth);
      if (isSeq(node)) {
        const items = node.items.map((item) => this.#item(item, at, depth + 1));
        return { kind: 'seq', items, at, tag };
      }
      return isScalar(node) ? { ...this.#scalar(node, at), tag } : nullNode(at);
    } finally {
      this.#open.delete(node);
    }
  }

  #anchor(node: YamlNode): void {
    const { anchor } = node as { anchor?: string };
    // Read again by an alias it is not named anew.
    if (anchor === undefined || this.#named.has(node)) return;
    this.#named.add(node);
    this.#anchors.set(anchor, node);
  }

  #alias(name: string, target: YamlNode | undefined, at: Place, depth: number): Node {
    if (!target) {
      this.#problems.error(at, `There is no anchor "&${name}" above.`);
      return nullNode(at);
    }
    if (this.#open.has(target)) {
      this.#problems.error(at, `"*${name}" holds itself.`);
      return nullNode(at);
    }
    return this.node(target, depth + 1);
  }

  #map(node: YAMLMap, at: Place, tag: MergeTag | undefined, depth: number): MapNode {
    const own: Entry[] = [];
    const keys = new Set<string>();
    let merged: Entry[] = [];
    for (const pair of node.items) {
      const keyNode = pair.key as YamlNode | null;
      const keyAt = keyNode ? this.#at(keyNode) : at;
      if (!isScalar(keyNode)) {
        this.#problems.error(keyAt, 'A key is a text.');
        continue;
      }
      const key = typeof keyNode.value === 'string' ? keyNode.value : (keyNode.source ?? String(keyNode.value));
      this.#anchor(keyNode);
      if (keys.has(key)) this.#problems.error(keyAt, 'This is no YAML: Map keys must be unique.');
      keys.add(key);
      const value = this.#item(pair.value, keyAt, depth + 1);
      if (key === MERGE && keyNode.type === 'PLAIN') merged = [...this.#mergeOf(value), ...merged];
      else own.push({ key, keyAt, value });
    }
    // What stands in the map itself wins, and an earlier one of several that are merged.
    return mapOf([...merged, ...own], at, tag);
  }

  /** Last first, so that the first wins in a map. */
  #mergeOf(value: Node): Entry[] {
    if (value.kind === 'map') return [...value.entries.values()];
    if (value.kind === 'seq') return [...value.items].reverse().flatMap((item) => this.#mergeOf(item));
    this.#problems.error(value.at, '"<<" takes a map, or a list of maps.');
    return [];
  }

  #item(item: unknown, at: Place, depth: number): Node {
    return item === null || item === undefined ? nullNode(at) : this.node(item as YamlNode, depth);
  }

  #scalar(node: Scalar, at: Place): ScalarNode {
    const { value } = node;
    const isQuoted = node.type !== 'PLAIN';
    const text = typeof value === 'string' ? value : (node.source ?? '');
    if (typeof value !== 'string') {
      const plain = typeof value === 'number' || typeof value === 'boolean' ? value : null;
      return { kind: 'scalar', value: typeof value === 'bigint' ? text : plain, text, isQuoted, at };
    }
    const filled = interpolate(value, this.#variables);
    if ('fault' in filled) {
      this.#problems.error(at, filled.fault);
      return { kind: 'scalar', value, text, isQuoted, at };
    }
    if (filled.text !== value && (this.#filled += filled.text.length) > MOST_FILLED && !this.isTooMuch) {
      this.#problems.error(at, 'With its variables filled in the file is larger than 4 MB.');
      this.isTooMuch = true;
    }
    for (const name of filled.missing) this.#problems.warn(at, `The variable ${name} is not set; it is empty here.`);
    return { kind: 'scalar', value: filled.text, text: filled.text, isQuoted: isQuoted || filled.text !== value, at };
  }

  #tag(node: YamlNode, at: Place): MergeTag | undefined {
    const { tag } = node as { tag?: string };
    if (tag === '!reset') return 'reset';
    if (tag === '!override') return 'override';
    if (tag !== undefined && !/^tag:yaml\.org,2002:(str|int|float|bool|null|map|seq)$/.test(tag))
      this.#problems.error(at, `The tag ${tag} means nothing in a compose file.`);
    return undefined;
  }

  #at(node: YamlNode): Place {
    const [from, to] = node.range ?? [0, 0];
    return this.#place(from, to);
  }
}

const firstLine = (message: string): string => {
  const line = message.split('\n')[0] ?? '';
  return /[.!?]$/.test(line) ? line : `${line}.`;
};
