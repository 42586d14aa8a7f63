/** One line of a JSON tree. */
export interface JsonRow {
  /** As jq writes it: `.State.Health`, `.Mounts[0]."a b"`. */
  readonly path: string;
  readonly depth: number;
  /** Name in an object, place in a list; undefined at the top. */
  readonly name: string | undefined;
  /** A leaf's value as JSON text, cut; undefined for branches. */
  readonly text: string | undefined;
  readonly kind: 'string' | 'number' | 'other' | 'object' | 'array' | 'rest';
  /** Children of a branch. */
  readonly count: number;
  readonly isOpen: boolean;
}

/** A label may hold 200 KB; the page shows its beginning. */
const MAX_TEXT = 2000;
/** Of one branch; what is beyond is told by its number. */
export const MAX_CHILDREN = 1000;

/** A step of a path as jq reads it. */
export function step(name: string | number): string {
  if (typeof name === 'number') return `[${name}]`;
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? `.${name}` : `.${JSON.stringify(name)}`;
}

type Branch = readonly (readonly [string | number, unknown])[];

function childrenOf(value: unknown): Branch | undefined {
  if (Array.isArray(value)) return value.map((item: unknown, i) => [i, item] as const);
  return typeof value === 'object' && value !== null ? Object.entries(value) : undefined;
}

/** The lines of a tree with these paths open, top to bottom. The top itself is no line. */
export function jsonRows(value: unknown, isOpen: (path: string) => boolean): readonly JsonRow[] {
  const rows: JsonRow[] = [];
  walk(childrenOf(value) ?? [], '', 0, isOpen, rows);
  return rows;
}

function walk(
  children: Branch,
  parent: string,
  depth: number,
  isOpen: (path: string) => boolean,
  rows: JsonRow[],
): void {
  for (const [name, value] of children.slice(0, MAX_CHILDREN)) {
    const path = parent + step(name);
    const below = childrenOf(value);
    const isBranchOpen = below !== undefined && below.length > 0 && isOpen(path);
    rows.push({
      path,
      depth,
      name: String(name),
      text: below === undefined ? leafText(value) : undefined,
      kind: kindOf(value),
      count: below?.length ?? 0,
      isOpen: isBranchOpen,
    });
    if (isBranchOpen) walk(below, path, depth + 1, isOpen, rows);
  }
  const rest = children.length - MAX_CHILDREN;
  if (rest > 0) {
    const text = `… ${rest.toLocaleString('en')} more`;
    rows.push({ path: `${parent}…`, depth, name: undefined, text, kind: 'rest', count: 0, isOpen: false });
  }
}

function kindOf(value: unknown): JsonRow['kind'] {
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'object' && value !== null) return 'object';
  return typeof value === 'string' ? 'string' : typeof value === 'number' ? 'number' : 'other';
}

function leafText(value: unknown): string {
  if (typeof value !== 'string') return String(value);
  return value.length > MAX_TEXT
    ? `${JSON.stringify(value.slice(0, MAX_TEXT))}… (${value.length.toLocaleString('en')} characters)`
    : JSON.stringify(value);
}

/** Paths whose name or value holds a text, in the order of the tree; letters of any case. */
export function findJson(value: unknown, text: string): readonly string[] {
  const wanted = text.toLowerCase();
  const found: string[] = [];
  const look = (children: Branch, parent: string): void => {
    for (const [name, child] of children.slice(0, MAX_CHILDREN)) {
      const path = parent + step(name);
      const below = childrenOf(child);
      const isName = typeof name === 'string' && name.toLowerCase().includes(wanted);
      if (isName || (below === undefined && leafText(child).toLowerCase().includes(wanted))) found.push(path);
      if (below) look(below, path);
    }
  };
  if (wanted !== '') look(childrenOf(value) ?? [], '');
  return found;
}

/** The branches above a path, outermost first: what has to be open for it to be seen. */
export function ancestors(value: unknown, path: string): readonly string[] {
  const above: string[] = [];
  let children = childrenOf(value);
  let at = '';
  while (children && at !== path) {
    const next: readonly [string | number, unknown] | undefined = children.find(([name]) => {
      const candidate = at + step(name);
      return path === candidate || (path.startsWith(candidate) && /^[.[]/.test(path.slice(candidate.length)));
    });
    if (!next) break;
    at += step(next[0]);
    if (at !== path) above.push(at);
    children = childrenOf(next[1]);
  }
  return above;
}
