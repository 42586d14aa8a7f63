import type { ChannelName, Item, Whole } from '#shared/contract/index.ts';
import type { Container } from '#shared/contract/containers.ts';
import type { ServiceStatus, Stack } from '#shared/contract/stacks.ts';
import { DEFAULT_SETTINGS } from '#shared/contract/settings.ts';

const TIME = '2026-11-21T07:30:30.669305096Z';
const ID = 'a'.repeat(64);

export const sampleContainer: Container = {
  id: ID,
  name: 'harbour-web-1',
  image: 'nginx:1.27',
  imageId: `sha256:${'b'.repeat(64)}`,
  command: 'nginx',
  createdAt: TIME,
  startedAt: TIME,
  state: 'running',
  status: 'Up 3 hours (healthy)',
  health: 'healthy',
  restartCount: 0,
  stack: 'harbour',
  service: 'web',
  ports: [{ hostIp: '0.0.0.0', hostPort: 8080, containerPort: 80, protocol: 'tcp' }],
  networks: ['harbour_default'],
  mounts: [{ type: 'volume', name: 'data', destination: '/data', isReadOnly: false }],
  labels: { tier: 'web' },
  tty: false,
};

const engineStatus: Item<'engine:status'> = {
  engine: 'default',
  name: 'desk',
  context: 'default',
  endpoint: 'unix:///var/run/docker.sock',
  state: 'connected',
  since: TIME,
  version: '20.10.24',
  apiVersion: '1.41',
  simulated: false,
  checks: [{ check: 'answer', ok: true, detail: 'Docker 20.10.24 answers.' }],
};

const sampleService: ServiceStatus = {
  stack: 'harbour',
  service: 'web',
  status: 'running',
  running: 1,
  wanted: 2,
  time: '2026-11-21T07:30:30.669Z',
};

export const sampleStack: Stack = {
  name: 'harbour',
  source: 'both',
  services: [sampleService],
  running: 1,
  wanted: 2,
  drift: { differs: true, reasons: ['web: one container of 2 is missing.'] },
  errors: 0,
  lastAppliedAt: '2026-11-21T07:30:30.669Z',
  isChanged: false,
  job: null,
  isUnfinished: false,
  folder: '/srv/harbour',
  configFiles: ['/srv/harbour/compose.yaml'],
};

const viewers: Item<'presence'> = {
  viewers: [
    {
      id: 'a1b2',
      user: 'Mara’s phone',
      role: 'viewer',
      address: '192.168.1.51',
      viewing: [{ channel: 'logs:stream', container: ID }],
      connected: true,
      connectedAt: '2026-11-21T07:30:30.669Z',
      lastSeenAt: '2026-11-21T07:31:30.669Z',
    },
  ],
};
const pairing: Item<'pairing:requests'> = {
  open: { role: 'viewer', expiresAt: '2026-11-21T07:35:30.669Z', wrongTries: 1 },
  asking: [
    {
      request: 'r1',
      deviceName: 'Mara’s phone',
      address: '192.168.1.51',
      role: 'viewer',
      askedAt: '2026-11-21T07:31:30.669Z',
    },
  ],
};
const remote: Item<'remote:access'> = {
  state: 'on',
  url: 'https://192.168.1.24:7420',
  fingerprint: '9C:41:7E',
  since: '2026-11-21T07:30:30.669Z',
};

export const sampleHost: Item<'host:metrics'> = {
  time: '2026-11-21T07:30:30.669Z',
  hostname: 'harbor-01',
  system: 'Debian GNU/Linux 12, kernel 6.12.0',
  uptimeSeconds: 1_051_200,
  cpuPercent: 34,
  cpuTemperature: 61,
  cpuCores: 2,
  cores: [40, null],
  load: [0.5, 0.4, 0.3],
  memoryUsedBytes: 1000,
  memoryTotalBytes: 4000,
  memoryPercent: 25,
  swapUsedBytes: null,
  swapTotalBytes: null,
  storageUsedBytes: 500,
  storageTotalBytes: 1000,
  storagePercent: 50,
  fileSystems: [{ mount: '/', device: '/dev/vda', type: 'ext4', usedBytes: 500, totalBytes: 1000, percent: 50 }],
  underVoltage: null,
  underVoltageSinceBoot: null,
  throttled: false,
  topProcesses: [
    {
      pid: 1,
      name: 'db',
      command: ['db', '--password', 'hunter2'],
      user: 'root',
      cpuPercent: 12.5,
      memoryBytes: 1000,
      container: ID,
    },
  ],
  topMemoryProcesses: [],
  networkInterfaces: [{ name: 'eth0', addresses: ['192.168.1.24'], rxBytes: 1, txBytes: 2, rxRate: 3, txRate: null }],
};

const rules: Item<'alert:rules'> = {
  rules: [
    {
      rule: '00000000000000a1',
      name: 'Errors of the shop',
      isOn: true,
      when: { kind: 'log', level: 'error', text: 'order', isPattern: false, matchCase: false, count: 5, minutes: 2 },
      containers: { by: 'stack', stack: 'harbour' },
      quietMinutes: 10,
      isShown: true,
      webhook: {
        host: 'hooks.example.com',
        allowsLocal: false,
        hasSecret: true,
        last: { time: '2026-11-21T07:30:30.669Z', isDelivered: true, message: 'Delivered, answered with 204.' },
      },
    },
  ],
};
const notice: Item<'alert:notices'> = {
  notice: '00000000000000b2',
  rule: '00000000000000a1',
  ruleName: 'Errors of the shop',
  kind: 'log',
  engine: 'default',
  container: ID,
  name: 'harbour-web-1',
  stack: 'harbour',
  title: 'harbour-web-1 wrote 5 errors with "order" in 2 minutes',
  quote: 'ERROR order 4711 lost',
  isPrivate: false,
  incident: null,
  firstTime: '2026-11-21T07:30:30.669Z',
  time: '2026-11-21T07:31:30.669Z',
  count: 7,
  endedAt: null,
};

const job: Item<'jobs'> = {
  job: '0123456789abcdef',
  kind: 'search',
  title: 'Search for "order"',
  status: 'running',
  progress: 0.5,
  startedBy: 'local',
  startedAt: '2026-11-21T07:30:30.669Z',
  command: null,
};

const incident: Item<'incidents'> = {
  incident: '0123456789abcdef',
  engine: 'default',
  container: ID,
  name: 'harbour-web-1',
  image: 'nginx:1.27',
  stack: 'harbour',
  service: 'web',
  kind: 'exited',
  firstTime: '2026-11-21T07:30:30.669Z',
  time: '2026-11-21T07:31:30.669Z',
  count: 2,
  exitCode: 1,
  outOfMemory: false,
  memoryBytes: 1_000_000,
  memoryLimitBytes: 2_000_000,
  memoryTime: TIME,
  recent: 2,
  restartPolicy: 'always',
  unknown: [],
};

/** One valid item for each channel, complete by type: a channel without one does not compile. */
export const sampleItems: { [C in ChannelName]: Item<C> } = {
  'engine:status': engineStatus,
  containers: { upsert: [sampleContainer] },
  'docker:stats': {
    container: ID,
    time: TIME,
    cpuPercent: 12.5,
    cpuCores: 2,
    cpuThrottledPercent: null,
    memoryBytes: 1_000_000,
    memoryLimitBytes: 2_000_000,
    memoryPercent: 50,
    memoryCacheBytes: 1000,
    networkRxBytes: 1,
    networkTxBytes: 2,
    networkRxRate: 3,
    networkTxRate: 4,
    blockReadBytes: null,
    blockWriteBytes: null,
    blockReadRate: null,
    blockWriteRate: null,
    pids: 3,
  },
  'logs:stream': { time: TIME, stream: 'stdout', text: 'listening on :80' },
  'logs:read': { time: TIME, mark: 'stopped', text: 'The container stopped.', exitCode: 137 },
  'docker:events': {
    time: TIME,
    type: 'container',
    action: 'start',
    id: ID,
    name: 'harbour-web-1',
    attributes: { image: 'nginx:1.27' },
  },
  jobs: job,
  'pull:progress': {
    job: '0123456789abcdef',
    direction: 'pull',
    reference: 'nginx:1.27',
    layers: [
      { id: '1c2a3b4d5e6f', status: 'moving', bytesDone: 1000, bytesTotal: 4000 },
      { id: '2c2a3b4d5e6f', status: 'waiting', bytesDone: 0, bytesTotal: null },
    ],
    bytesDone: 1000,
    bytesTotal: 4000,
    progress: 0.2,
    message: 'The connection broke. Docker tries again in 5 s.',
    status: 'running',
    time: '2026-11-21T07:30:30.669Z',
  },
  'build:progress': {
    job: '0123456789abcdef',
    step: 3,
    steps: 7,
    progress: 2 / 7,
    message: 'Step 3/7 : RUN make',
    status: 'failed',
    error: { code: 'engine_error', message: 'Step 3 of 7 failed with exit code 2: RUN make.' },
    time: '2026-11-21T07:30:30.669Z',
  },
  protected: { containers: [ID], volumes: ['data'] },
  incidents: incident,
  'alert:rules': rules,
  'alert:notices': notice,
  'db:query:result': {
    query: '0123456789abcdef',
    columns: [{ name: 'id' }, { name: 'note' }],
    rows: [
      ['1', null],
      ['2', ''],
    ],
    rowCount: 2,
    truncated: false,
    durationMs: 84,
    status: 'done',
  },
  'search:progress': {
    job: '0123456789abcdef',
    progress: 0.5,
    hits: [
      {
        container: ID,
        name: 'web',
        time: TIME,
        stream: 'stderr',
        text: 'order lost',
        before: ['a'],
        after: ['b', 'c'],
      },
    ],
    status: 'running',
    time: '2026-11-21T07:30:30.669Z',
  },
  'service:status': sampleService,
  stacks: { upsert: [sampleStack] },
  'deploy:progress': {
    job: '0123456789abcdef',
    stack: 'harbour',
    stage: 'create',
    service: 'web',
    progress: 0.5,
    message: 'Created harbour-web-1.',
    status: 'running',
    time: '2026-11-21T07:30:30.669Z',
  },
  'host:metrics': sampleHost,
  'own:cost': {
    time: '2026-11-21T07:30:30.669Z',
    cpuPercent: 1.2,
    memoryBytes: 230_000_000,
    processes: [
      { kind: 'main', cpuPercent: 0.8, memoryBytes: 90_000_000 },
      { kind: 'shared', cpuPercent: null, memoryBytes: 140_000_000 },
    ],
    streams: [{ channel: 'logs:stream', open: 2, watchers: 3 }],
    intervalMs: 5000,
  },
  'app:logs': {
    time: '2026-11-21T07:30:30.669Z',
    level: 'warn',
    message: 'a log is not kept',
    source: 'logs',
    details: { container: 'web' },
  },
  'terminal:output': { data: '$ ' },
  settings: DEFAULT_SETTINGS,
  presence: viewers,
  'pairing:requests': pairing,
  'remote:access': remote,
  'app:update': { state: 'available', version: '0.2.0' },
};

/** The whole value of each state channel. */
export const sampleWholes: {
  [C in
    | 'engine:status'
    | 'containers'
    | 'jobs'
    | 'protected'
    | 'incidents'
    | 'stacks'
    | 'service:status'
    | 'alert:rules'
    | 'alert:notices'
    | 'settings'
    | 'presence'
    | 'pairing:requests'
    | 'remote:access'
    | 'app:update']: Whole<C>;
} = {
  'engine:status': engineStatus,
  containers: { containers: [sampleContainer] },
  jobs: { jobs: [job] },
  protected: { containers: [ID], volumes: ['data'] },
  incidents: { incidents: [incident] },
  stacks: { stacks: [sampleStack] },
  'service:status': { services: [sampleService] },
  'alert:rules': rules,
  'alert:notices': { notices: [notice] },
  settings: DEFAULT_SETTINGS,
  presence: viewers,
  'pairing:requests': pairing,
  'remote:access': remote,
  'app:update': { state: 'available', version: '0.2.0' },
};
