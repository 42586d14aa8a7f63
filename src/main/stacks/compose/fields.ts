import { COMPOSE_KEYS, type ComposeKey, type ComposePlace, nearestWord } from '#shared/compose/compose-keys.ts';
import { isNull, type MapNode, type Node, type Place, type Problems } from '#main/stacks/compose/located.ts';
import { asMap } from '#main/stacks/compose/merge.ts';
import { splitWords } from '#shared/format/split-words.ts';

const UNITS: Readonly<Record<string, number>> = { '': 1, b: 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3, t: 1024 ** 4 };
const SECONDS: Readonly<Record<string, number>> = { us: 1e-6, ms: 1e-3, s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

/** Reads one map of a compose file: what is wrong or not known is said where it stands, and reading goes on. */
export class Fields {
  readonly node: MapNode;
  readonly #problems: Problems;

  constructor(node: MapNode, place: ComposePlace, problems: Problems) {
    this.node = node;
    this.#problems = problems;
    this.#checkKeys(COMPOSE_KEYS[place]);
  }

  get at(): Place {
    return this.node.at;
  }

  /** Undefined where it is not there, or has nothing after its colon. */
  get(key: string): Node | undefined {
    const value = this.node.entries.get(key)?.value;
    return value === undefined || isNull(value) || value.tag === 'reset' ? undefined : value;
  }

  has(key: string): boolean {
    return this.node.entries.has(key);
  }

  keyAt(key: string): Place {
    return this.node.entries.get(key)?.keyAt ?? this.node.at;
  }

  text(key: string): string | undefined {
    const node = this.get(key);
    return node && textOf(node, key, this.#problems);
  }

  flag(key: string): boolean | undefined {
    const node = this.get(key);
    if (!node) return undefined;
    if (node.kind === 'scalar') {
      if (typeof node.value === 'boolean') return node.value;
      if (/^(true|yes|on|1|y)$/i.test(node.text)) return true;
      if (/^(false|no|off|0|n)$/i.test(node.text)) return false;
    }
    this.#problems.error(node.at, `${key} is true or false.`);
    return undefined;
  }

  number(key: string, least: number, isWhole = true): number | undefined {
    const node = this.get(key);
    if (!node) return undefined;
    const value = node.kind === 'scalar' && node.text.trim() !== '' ? Number(node.text) : Number.NaN;
    if (Number.isFinite(value) && value >= least && (!isWhole || Number.isInteger(value))) return value;
    this.#problems.error(node.at, `${key} is ${isWhole ? 'a whole number' : 'a number'} from ${least} on.`);
    return undefined;
  }

  /** "512m", "1.5gb", or bytes. */
  bytes(key: string): number | undefined {
    const node = this.get(key);
    if (!node) return undefined;
    const text = node.kind === 'scalar' ? node.text : '';
    const [, digits, unit = ''] = /^(\d+(?:\.\d+)?)\s*([bkmgt]?)b?$/i.exec(text.trim()) ?? [];
    if (digits !== undefined) return Math.round(Number(digits) * (UNITS[unit.toLowerCase()] ?? 1));
    this.#problems.error(node.at, `${key} is a size, as 512m or 2g.`);
    return undefined;
  }

  /** "1m30s", in seconds. */
  seconds(key: string): number | undefined {
    const node = this.get(key);
    if (!node) return undefined;
    const text = node.kind === 'scalar' ? node.text.trim() : '';
    if (/^\d+$/.test(text)) return Number(text);
    if (/^(\d+(\.\d+)?(us|ms|s|m|h|d|w))+$/.test(text)) {
      let sum = 0;
      for (const [, count, unit] of text.matchAll(/(\d+(?:\.\d+)?)(us|ms|s|m|h|d|w)/g))
        sum += Number(count) * (SECONDS[unit ?? ''] ?? 0);
      return sum;
    }
    this.#problems.error(node.at, `${key} is a time, as 30s or 1m30s.`);
    return undefined;
  }

  /** Texts; `isAlsoOne`: one alone may stand without its list. */
  list(key: string, isAlsoOne = false): string[] {
    return this.items(key, isAlsoOne).flatMap((item) => textOf(item, key, this.#problems) ?? []);
  }

  items(key: string, isAlsoOne = false): readonly Node[] {
    const node = this.get(key);
    if (!node) return [];
    if (node.kind === 'seq') return node.items;
    if (isAlsoOne && node.kind === 'scalar') return [node];
    this.#problems.error(node.at, `${key} is a list.`);
    return [];
  }

  /** A command as a list, or as a text that is cut into words. Undefined where it is not there; `[]` where it is emptied. */
  command(key: string): string[] | undefined {
    const node = this.get(key);
    if (!node) return undefined;
    if (node.kind === 'seq') return this.list(key);
    const text = textOf(node, key, this.#problems);
    return text === undefined ? undefined : splitWords(text);
  }

  /** Names and their values, as a map or a list of NAME=value; null for a name alone. */
  pairs(key: string, path: string): Map<string, { value: string | null; at: Place }> {
    const node = this.get(key);
    const found = new Map<string, { value: string | null; at: Place }>();
    if (!node) return found;
    const map = asMap(node, path);
    if (!map) this.#problems.error(node.at, `${key} is a map, or a list of NAME=value.`);
    for (const entry of map?.entries.values() ?? []) {
      if (entry.value.tag === 'reset') continue;
      const value = isNull(entry.value) ? null : textOf(entry.value, entry.key, this.#problems);
      if (value !== undefined) found.set(entry.key, { value, at: entry.keyAt });
    }
    return found;
  }

  /** The same with texts alone: a name alone is empty. */
  words(key: string, path: string): Record<string, string> {
    return Object.fromEntries([...this.pairs(key, path)].map(([name, { value }]) => [name, value ?? '']));
  }

  /** A map of its own. */
  fields(key: string, place: ComposePlace, path = ''): Fields | undefined {
    const node = this.get(key);
    if (!node) return undefined;
    const map = asMap(node, path);
    if (map) return new Fields(map, place, this.#problems);
    this.#problems.error(node.at, `${key} is a map.`);
    return undefined;
  }

  /** What stands below names that somebody chose. */
  named(key: string, path = ''): readonly { name: string; at: Place; node: Node }[] {
    const node = this.get(key);
    if (!node) return [];
    const map = asMap(node, path);
    if (!map) {
      this.#problems.error(node.at, `${key} is a map${path === '' ? '' : ', or a list of names'}.`);
      return [];
    }
    return [...map.entries.values()]
      .filter(({ value, key: name }) => value.tag !== 'reset' && !(path === '' && name.startsWith('x-')))
      .map(({ key: name, keyAt, value }) => ({ name, at: keyAt, node: value }));
  }

  #checkKeys(known: Readonly<Record<string, ComposeKey>>): void {
    for (const [key, { keyAt, value }] of this.node.entries) {
      if (key.startsWith('x-') || value.tag === 'reset') continue;
      const found = Object.hasOwn(known, key) ? known[key] : undefined;
      if (!found) {
        const near = nearestWord(key, Object.keys(known));
        this.#problems.error(keyAt, `There is no key "${key}" here.${near === undefined ? '' : ` "${near}" is one.`}`);
      } else if (found.support === 'no')
        this.#problems.error(keyAt, `Quayside does not support ${key}. Take it out, or run docker compose by hand.`);
      else if (found.support === 'ignored') this.#problems.warn(keyAt, `${key} is left out of account. ${found.help}.`);
    }
  }
}

export function textOf(node: Node, what: string, problems: Problems): string | undefined {
  if (node.kind === 'scalar') return node.text;
  problems.error(node.at, `${what} is a text, and no ${node.kind === 'map' ? 'map' : 'list'}.`);
  return undefined;
}
