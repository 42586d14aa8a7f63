import { describe, expect, it } from 'vitest';
import type { Container } from '#shared/contract/containers.ts';
import type { Network } from '#shared/contract/networks.ts';
import { sampleContainer } from '#testing/samples.ts';
import { layoutMap, type MapRow, type NetworkMap, reachOf, reachWords } from './network-map-layout.ts';

const network = (name: string, more: Partial<Network> = {}): Network => ({
  id: name.padEnd(64, '0'),
  name,
  driver: 'bridge',
  scope: 'local',
  isInternal: false,
  isAttachable: false,
  hasIpv6: false,
  isPredefined: ['bridge', 'host', 'none'].includes(name),
  subnets: [],
  containers: [],
  options: {},
  labels: {},
  ...more,
});
const container = (name: string, networks: string[], more: Partial<Container> = {}): Container => ({
  ...sampleContainer,
  id: name.padEnd(64, '0'),
  name,
  networks,
  ports: [],
  ...more,
});
const rowOf = ({ rows }: NetworkMap, name: string): MapRow => {
  const row = rows.find((one) => one.container.name === name);
  if (!row) throw new Error(name);
  return row;
};

const NETWORKS = [
  network('bridge'),
  network('host'),
  network('none'),
  network('shop', {}),
  network('data', { isInternal: true }),
  network('apart', { options: { 'com.docker.network.bridge.enable_icc': 'false' } }),
  network('old'),
];
const port = (hostPort: number, containerPort = hostPort, protocol = 'tcp') => ({ hostPort, containerPort, protocol });
const CONTAINERS = [
  container('web', ['shop'], { ports: [port(8080, 80), { ...port(8080, 80), hostIp: '::' }, port(53, 53, 'udp')] }),
  container('api', ['shop', 'data']),
  container('db', ['data'], { ports: [{ containerPort: 5432, protocol: 'tcp' }] }),
  container('job', ['data'], { state: 'exited' }),
  container('lone', ['none']),
  container('proxy', ['host']),
  container('plain', ['bridge']),
  container('plain-2', ['bridge']),
  container('one', ['apart']),
  container('two', ['apart']),
  container('sidecar', []),
];

describe('the drawing of networks', () => {
  const map = layoutMap(NETWORKS, CONTAINERS);

  it("has a column for each that is used, Docker's own last, and says which are not", () => {
    expect(map.columns.map(({ network: { name } }) => name)).toEqual([
      'apart',
      'data',
      'shop',
      'bridge',
      'host',
      'none',
    ]);
    expect(map.unused.map(({ name }) => name)).toEqual(['old']);
  });

  it('has those of the same networks together, and a column only as long as it needs', () => {
    const names = map.rows.map((row) => row.container.name);
    expect(names).toEqual(['one', 'two', 'db', 'job', 'api', 'web', 'plain', 'plain-2', 'proxy', 'lone', 'sidecar']);
    expect(map.columns.map(({ from, to }) => [from, to])).toEqual([
      [0, 1],
      [2, 4],
      [4, 5],
      [6, 7],
      [8, 8],
      [9, 9],
    ]);
  });

  it('has the ports that are open to the outside, each once', () => {
    expect(rowOf(map, 'web').doors).toEqual(['53/udp', '8080 → 80']);
    expect(rowOf(map, 'db').doors).toEqual([]);
  });

  it('knows who reaches whom', () => {
    const names = (name: string): string[] =>
      reachOf(map, rowOf(map, name)).flatMap(({ rows }) => rows.map((row) => row.container.name));
    expect(names('api')).toEqual(['db', 'web']);
    // What does not run is not reached.
    expect(names('db')).toEqual(['api']);
    expect(names('one')).toEqual([]);
    expect(names('lone')).toEqual([]);
  });

  it('says it in words', () => {
    const words = (name: string): string => reachWords(map, rowOf(map, name)).join(' ');
    expect(words('api')).toBe('In data it reaches db. In shop it reaches web.');
    expect(words('db')).toBe('In data it reaches api. Its networks are internal: it reaches nothing outside.');
    expect(words('web')).toBe('In shop it reaches api. From outside it is reached at ports 53/udp, 8080 → 80.');
    expect(words('job')).toContain('job does not run');
    expect(words('job')).toContain('In data it would reach api, db.'.replace('api, db', 'db, api'));
    expect(words('plain')).toBe('In bridge it reaches plain-2, by address only.');
    expect(words('proxy')).toBe("It uses this machine's own network, and reaches what this machine reaches.");
    expect(words('lone')).toBe('In none it reaches nobody.');
    expect(words('one')).toBe("In apart containers don't reach each other.");
    expect(words('sidecar')).toBe('sidecar is in no network of its own.');
  });
});
