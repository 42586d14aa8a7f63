import { COMPOSE_KEYS, type ComposeKey, type ComposePlace } from '#shared/compose/compose-keys.ts';

/** Where the cursor is in a compose text: below which keys, and which of them are there already. */
export interface ComposeSpot {
  readonly place: ComposePlace | undefined;
  /** Of the keys above, the outermost first. */
  readonly path: readonly string[];
  /** The key of this line, where the cursor stands behind its colon. */
  readonly key: string | undefined;
  /** Keys beside this one. */
  readonly taken: ReadonlySet<string>;
}

/** What stands below a key of a place; `*`: below any name that the reader chose. */
const BELOW: Partial<Record<string, Readonly<Record<string, string>>>> = {
  root: { services: 'services', networks: 'networks', volumes: 'volumes', secrets: 'files', configs: 'files' },
  services: { '*': 'service' },
  networks: { '*': 'network' },
  volumes: { '*': 'volume' },
  files: { '*': 'file' },
  service: {
    build: 'build',
    healthcheck: 'healthcheck',
    deploy: 'deploy',
    ports: 'port',
    volumes: 'mount',
    depends_on: 'dependencies',
    networks: 'serviceNetworks',
    logging: 'logging',
    secrets: 'fileUse',
    configs: 'fileUse',
    extends: 'extends',
    env_file: 'envFile',
    ulimits: 'ulimits',
  },
  dependencies: { '*': 'dependency' },
  serviceNetworks: { '*': 'serviceNetwork' },
  ulimits: { '*': 'ulimit' },
  deploy: { resources: 'resources', restart_policy: 'restartPolicy' },
  resources: { limits: 'limits' },
  mount: { bind: 'mountBind', volume: 'mountVolume', tmpfs: 'mountTmpfs' },
  network: { ipam: 'ipam' },
  ipam: { config: 'ipamConfig' },
};

const KEY = /^(\s*)((?:- +)*)(?:"([^"]+)"|'([^']+)'|([^\s#'"{[&*!|>%@`][^:#]*?))\s*:(?:\s|$)/;

interface Line {
  readonly indent: number;
  readonly key: string | undefined;
}

/** By indentation, as the text stands: while somebody types it is seldom YAML. `-` counts as the indent it makes. */
function read(text: string): Line | undefined {
  if (/^\s*(#|$)/.test(text)) return undefined;
  const found = KEY.exec(text);
  if (found) {
    const [, space = '', dashes = ''] = found;
    return { indent: space.length + dashes.length, key: (found[3] ?? found[4] ?? found[5] ?? '').trim() };
  }
  const plain = /^(\s*)((?:- +)*)/.exec(text);
  return { indent: (plain?.[1]?.length ?? 0) + (plain?.[2]?.length ?? 0), key: undefined };
}

/** `lines`: the whole text; `at`: the line of the cursor, from 0; `before`: what stands on it before the cursor. */
export function composeSpot(lines: readonly string[], at: number, before: string): ComposeSpot {
  const own = read(before);
  const indent = own?.indent ?? before.length;
  const path: string[] = [];
  let below = indent;
  for (let i = at - 1; i >= 0 && below > 0; i -= 1) {
    const line = read(lines[i] ?? '');
    if (!line || line.indent >= below) continue;
    below = line.indent;
    if (line.key !== undefined) path.unshift(line.key);
  }
  return { place: placeOf(path), path, key: own?.key, taken: beside(lines, at, indent) };
}

export function keysAt(place: ComposePlace): Readonly<Record<string, ComposeKey>> {
  return COMPOSE_KEYS[place];
}

function placeOf(path: readonly string[]): ComposePlace | undefined {
  let place: string | undefined = 'root';
  for (const key of path) {
    const down: Readonly<Record<string, string>> | undefined = place === undefined ? undefined : BELOW[place];
    place = down?.[key] ?? down?.['*'];
  }
  return place !== undefined && Object.hasOwn(COMPOSE_KEYS, place) ? (place as ComposePlace) : undefined;
}

/** The keys of the same map: up and down as far as nothing stands further out. */
function beside(lines: readonly string[], at: number, indent: number): ReadonlySet<string> {
  const taken = new Set<string>();
  for (const step of [-1, 1])
    for (let i = at + step; i >= 0 && i < lines.length; i += step) {
      const line = read(lines[i] ?? '');
      if (!line || line.indent > indent) continue;
      if (line.indent < indent) break;
      if (line.key !== undefined) taken.add(line.key);
    }
  return taken;
}
