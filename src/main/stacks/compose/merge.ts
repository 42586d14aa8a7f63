import {
  type Entry,
  isNull,
  type MapNode,
  mapOf,
  type Node,
  type SeqNode,
  textNode,
} from '#main/stacks/compose/located.ts';

/** Places by their path, `*` for a name. A later command stands for the whole of an earlier one. */
const REPLACED = new Set(['services.*.command', 'services.*.entrypoint', 'services.*.healthcheck.test']);
/** Lists that are maps written in another way, by the sign between name and value. */
const PAIRS: Readonly<Record<string, string>> = {
  'services.*.environment': '=',
  'services.*.labels': '=',
  'services.*.sysctls': '=',
  'services.*.build.args': '=',
  'services.*.extra_hosts': ':=',
  'networks.*.labels': '=',
  'volumes.*.labels': '=',
};
/** Lists of names that are maps in their long form. */
const NAMES = new Set(['services.*.depends_on', 'services.*.networks']);
/** Lists in which a later item takes the place of an earlier one with the same key. */
const KEYED: Readonly<Record<string, (item: Node) => string>> = {
  'services.*.ports': portKey,
  'services.*.volumes': mountKey,
  'services.*.secrets': fileKey,
  'services.*.configs': fileKey,
  'services.*.devices': plainKey,
  'services.*.expose': plainKey,
  'services.*.cap_add': plainKey,
  'services.*.cap_drop': plainKey,
  'services.*.security_opt': plainKey,
  'services.*.tmpfs': plainKey,
  'services.*.dns': plainKey,
  'services.*.env_file': plainKey,
  'services.*.profiles': plainKey,
};

/** A later file over an earlier one, by the rules of compose's specification. */
export const mergeFiles = (base: MapNode, over: MapNode): MapNode => mergeMaps(base, over, []);

/** A service over the one that it extends. */
export const mergeServices = (base: MapNode, over: MapNode): MapNode => mergeMaps(base, over, ['services', '*']);

function mergeMaps(base: MapNode, over: MapNode, path: readonly string[]): MapNode {
  const entries = new Map(base.entries);
  for (const [key, entry] of over.entries) {
    const inner = [...path, isNamePlace(path) ? '*' : key];
    const before = entries.get(key);
    if (entry.value.tag === 'reset') entries.delete(key);
    else if (!before || entry.value.tag === 'override') entries.set(key, { ...entry, value: without(entry.value) });
    else entries.set(key, { ...entry, value: merge(before.value, entry.value, inner) });
  }
  return { ...over, entries };
}

/** Below these stand names that somebody chose. */
const isNamePlace = (path: readonly string[]): boolean =>
  path.length === 1 && ['services', 'networks', 'volumes', 'secrets', 'configs'].includes(path[0] ?? '');

function merge(base: Node, over: Node, path: readonly string[]): Node {
  const place = path.join('.');
  if (isNull(over) && path.length > 2) return base;
  if (REPLACED.has(place)) return over;
  const [from, to] = [asMap(base, place), asMap(over, place)];
  if (from && to) {
    if (place === 'services.*.logging' && driverOf(from) !== driverOf(to) && driverOf(to) !== undefined) return to;
    return mergeMaps(from, to, path);
  }
  if (base.kind === 'seq' || over.kind === 'seq') return append(asList(base), asList(over), KEYED[place]);
  return over;
}

const driverOf = (node: MapNode): string | undefined => {
  const driver = node.entries.get('driver')?.value;
  return driver?.kind === 'scalar' ? driver.text : undefined;
};

/** A map, also where it is written as a list or in short. */
export function asMap(node: Node, place: string): MapNode | undefined {
  if (node.kind === 'map') return node;
  const sign = PAIRS[place];
  if (sign !== undefined && node.kind === 'seq') return pairsOf(node, sign);
  if (NAMES.has(place) && node.kind === 'seq') return namesOf(node);
  if (place === 'services.*.build' && node.kind === 'scalar' && !isNull(node))
    return mapOf([{ key: 'context', keyAt: node.at, value: node }], node.at, node.tag);
  return undefined;
}

/** `["A=1", "B"]` as `{A: "1", B: null}`; what is no text is left to be found wrong by its reader. */
function pairsOf(list: SeqNode, signs: string): MapNode | undefined {
  const entries: Entry[] = [];
  for (const item of list.items) {
    if (item.kind !== 'scalar') return undefined;
    const cut = Math.min(
      ...signs
        .split('')
        .map((sign) => item.text.indexOf(sign))
        .filter((index) => index > 0),
    );
    const value = Number.isFinite(cut)
      ? textNode(item.text.slice(cut + 1), item.at)
      : { ...item, value: null, text: '', isQuoted: false };
    entries.push({ key: Number.isFinite(cut) ? item.text.slice(0, cut) : item.text, keyAt: item.at, value });
  }
  return mapOf(entries, list.at, list.tag);
}

function namesOf(list: SeqNode): MapNode | undefined {
  const entries: Entry[] = [];
  for (const item of list.items) {
    if (item.kind !== 'scalar') return undefined;
    entries.push({ key: item.text, keyAt: item.at, value: { ...item, value: null, text: '', isQuoted: false } });
  }
  return mapOf(entries, list.at, list.tag);
}

const asList = (node: Node): SeqNode =>
  node.kind === 'seq' ? node : { kind: 'seq', items: isNull(node) ? [] : [node], at: node.at };

function append(base: SeqNode, over: SeqNode, keyOf?: (item: Node) => string): SeqNode {
  if (!keyOf) return { ...over, items: [...base.items, ...over.items] };
  const items = new Map([...base.items, ...over.items].map((item) => [keyOf(item), item]));
  return { ...over, items: [...items.values()] };
}

const without = (node: Node): Node => ({ ...node, tag: undefined });

function field(node: Node, key: string): string {
  const value = node.kind === 'map' ? node.entries.get(key)?.value : undefined;
  return value?.kind === 'scalar' ? value.text : '';
}

function plainKey(item: Node): string {
  return item.kind === 'scalar' ? item.text : field(item, 'path') || JSON.stringify(item);
}

/** Address, port on this machine, port inside and protocol: with any of them another it is another one. */
function portKey(item: Node): string {
  if (item.kind === 'scalar') return /\/(tcp|udp|sctp)$/.test(item.text) ? item.text : `${item.text}/tcp`;
  const [ip, published] = [field(item, 'host_ip'), field(item, 'published')];
  return `${ip && `${ip}:`}${published && `${published}:`}${field(item, 'target')}/${field(item, 'protocol') || 'tcp'}`;
}

/** One thing at a path in the container. */
function mountKey(item: Node): string {
  if (item.kind !== 'scalar') return field(item, 'target');
  const parts = item.text.split(':');
  return (parts.length === 1 ? parts[0] : parts[1]) ?? item.text;
}

function fileKey(item: Node): string {
  return item.kind === 'scalar' ? item.text : field(item, 'target') || field(item, 'source');
}
