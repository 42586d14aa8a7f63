// The renderer over made data, without Electron and Docker: `npx vite src/testing/gallery`.
// ?kit  ?engine=down|denied|none|starting  ?empty  ?hostile  ?many=1000  ?simulated  ?theme=light|dark  ?rate=lines a second  ?step=ms between old
// lines  ?remote (engine elsewhere)  ?gap (lines missed)  ?odd, ?odd=wide (lines that break log viewers)  ?kept=off|past (logs not kept, no
// longer kept)  ?searching  ?images=5000  ?nothing (of a search)  ?access=on|off (to others)  ?full (disk under the app log)
import { type Disposable, toDisposable } from '#shared/base/disposable.ts';
import type { AlertRule } from '#shared/contract/alerts.ts';
import type { Container } from '#shared/contract/containers.ts';
import type { StackTarget } from '#shared/contract/stacks.ts';
import { DEFAULT_SETTINGS, type Settings } from '#shared/contract/settings.ts';
import type { StatsSample } from '#shared/contract/stats.ts';
import { AppError } from '#shared/protocol/errors.ts';
import type { AlertChange } from '#renderer/stores/alerts-store.ts';
import { start } from '#renderer/app/start.tsx';
import { startKit } from '#testing/gallery/kit.tsx';
import { FakeApi } from '#testing/fake-api.ts';
import { sampleActOutput, sampleActs } from '#testing/gallery/sample-acts.ts';
import { sampleNotices, sampleRules } from '#testing/gallery/sample-alerts.ts';
import { sampleAppLog } from '#testing/gallery/sample-app-log.ts';
import { hostileContainers, sampleContainers } from '#testing/gallery/sample-containers.ts';
import { sampleEngine } from '#testing/gallery/sample-engine.ts';
import { sampleEvents } from '#testing/gallery/sample-events.ts';
import { sampleHits, sampleKept, samplePage } from '#testing/gallery/sample-history.ts';
import { sampleDisk, sampleHost, sampleInfo } from '#testing/gallery/sample-host.ts';
import {
  sampleImages,
  sampleLayers,
  samplePlan,
  sampleTransfer,
  withImageIds,
} from '#testing/gallery/sample-images.ts';
import { sampleExport, sampleIncident, sampleIncidents, sampleJobs } from '#testing/gallery/sample-incidents.ts';
import { sampleDatabase, samplePast, sampleResult, SAMPLE_QUERY } from '#testing/gallery/sample-queries.ts';
import { playRemote, sampleRemote, sampleViewers } from '#testing/gallery/sample-remote.ts';
import { sampleContainerPlan, sampleRemoved, sampleSpec } from '#testing/gallery/sample-removed.ts';
import { sampleStatsHistory, statsSample } from '#testing/gallery/sample-stats.ts';
import { sampleOwnCost } from '#testing/gallery/sample-own-cost.ts';
import { sampleMembers, sampleNetworkPlan, sampleNetworks } from '#testing/gallery/sample-networks.ts';
import { sampleFolder, samplePreview, SAMPLE_CHANGES } from '#testing/gallery/sample-files.ts';
import {
  sampleDeploy,
  sampleDeployJob,
  samplePlanOf,
  sampleProblems,
  sampleRemoval,
  sampleDrafts,
  sampleStack,
  sampleStacks,
  sampleTarget,
} from '#testing/gallery/sample-stacks.ts';
import { SAMPLE_CACHE_PLAN } from '#testing/gallery/sample-cache.ts';
import { samplePorts } from '#testing/gallery/sample-ports.ts';
import { sampleVolumePlan, sampleVolumes } from '#testing/gallery/sample-volumes.ts';
import { sampleLog } from '#testing/gallery/sample-log.ts';
import { ODD_LINES, oddLog, WIDE_LINES } from '#testing/gallery/sample-odd-log.ts';

const query = new URLSearchParams(location.search);
const api = new FakeApi();
const containers = new Map(
  (query.has('empty') ? [] : withImageIds(sampleContainers())).map((container): [string, Container] => [
    container.id,
    container,
  ]),
);
for (let i = 0; i < Number(query.get('many') ?? 0); i++) {
  const id = `f${String(i).padStart(5, '0')}`.padEnd(64, '0');
  containers.set(id, { ...(sampleContainers()[0] as Container), id, name: `many-${i}`, stack: `stack-${i % 20}` });
}
if (query.has('hostile')) {
  for (const container of hostileContainers()) containers.set(container.id, container);
}
let settings: Settings = {
  ...DEFAULT_SETTINGS,
  theme: (query.get('theme') as Settings['theme'] | null) ?? 'system',
  ...(query.get('access') === 'on' ? { remoteHost: '192.168.1.24' } : {}),
};

const startedAt = Date.now();
/** The statement that was run last. */
let queried = '';
/** Nothing moves at rate 0, so that a picture is the same whenever it is taken. */
const every = (ms: number, run: () => void): Disposable | undefined => {
  if (query.get('rate') === '0') return undefined;
  const timer = setInterval(run, ms);
  return toDisposable(() => clearInterval(timer));
};

api.onSubscribe = (channel, params, watcher) => {
  const soon = (run: () => void): void => queueMicrotask(run);
  const id = String(params['container'] ?? '');
  switch (channel) {
    case 'engine:status':
      soon(() => watcher.onWhole?.(sampleEngine(query)));
      return undefined;
    case 'app:update':
      soon(() => watcher.onWhole?.(query.has('update') ? { state: 'available', version: '0.2.0' } : { state: 'none' }));
      return undefined;
    case 'settings':
      soon(() => watcher.onWhole?.(settings));
      return undefined;
    case 'containers':
      if (!query.has('engine') || query.has('known'))
        soon(() => watcher.onWhole?.({ containers: [...containers.values()] }));
      return undefined;
    case 'protected':
      soon(() => watcher.onWhole?.({ containers: ['034f2a9c1e07b3d5'.repeat(4)], volumes: ['shop_pgdata'] }));
      return undefined;
    case 'docker:stats': {
      if (params['all']) {
        const running = [...containers.values()].filter(({ state }) => state === 'running').map((one) => one.id);
        const now = Date.now();
        // A sweep takes each running container once in 15 s.
        const sweep = (at: number): StatsSample[] =>
          running.map((one, i) => statsSample(one, at + (i * 15_000) / running.length));
        soon(() => watcher.onItems?.(Array.from({ length: 20 }, (_, i) => sweep(now - (20 - i) * 15_000)).flat(), 0));
        return every(15_000, () => watcher.onItems?.(sweep(Date.now() - 15_000), 0));
      }
      if (containers.get(id)?.state !== 'running') return undefined;
      const now = Date.now();
      soon(() => {
        watcher.onStatus?.({ status: 'live' });
        watcher.onItems?.(
          Array.from({ length: 300 }, (_, i) => statsSample(id, now - (300 - i) * 1000)),
          0,
        );
      });
      return every(1000, () => watcher.onItems?.([statsSample(id, Date.now())], 0));
    }
    case 'app:logs':
      soon(() => {
        watcher.onEpoch?.('a1', 0);
        watcher.onStatus?.({ status: 'live' });
        watcher.onItems?.(query.has('empty') ? [] : sampleAppLog(Date.now()), 0);
      });
      return undefined;
    case 'host:metrics': {
      const now = Date.now();
      soon(() =>
        watcher.onItems?.(
          Array.from({ length: 60 }, (_, i) => sampleHost(now - (60 - i) * 5000)),
          0,
        ),
      );
      return every(5000, () => watcher.onItems?.([sampleHost(Date.now())], 0));
    }
    case 'logs:stream': {
      const rate = Number(query.get('rate') ?? 20);
      const odd = query.get('odd');
      if (odd !== null) {
        const lines = odd === 'wide' ? WIDE_LINES : ODD_LINES;
        soon(() => {
          watcher.onEpoch?.('e1', 0);
          watcher.onStatus?.({ status: 'live' });
          watcher.onPacked?.(oddLog(lines), 0, lines.length);
        });
        return undefined;
      }
      // Each container begins elsewhere.
      const seed = Number.parseInt(id.slice(0, 2), 16) * 3;
      let next = 1000;
      soon(() => {
        watcher.onEpoch?.('e1', 0);
        watcher.onStatus?.({ status: 'live' });
        if (id.startsWith('0c')) return;
        watcher.onPacked?.(sampleLog(seed, 1000, Number(query.get('step') ?? 400)), 0, 1000);
        if (query.has('gap')) watcher.onGap?.({ dropped: 312, next: 1312 });
      });
      if (query.has('gap')) next += 312;
      if (id.startsWith('0c') || rate === 0) return undefined;
      return every(100, () => {
        const count = Math.max(1, Math.round(rate / 10));
        watcher.onPacked?.(sampleLog(next + seed, count, 1), next, count);
        next += count;
      });
    }
    case 'remote:access':
      soon(() => watcher.onWhole?.(query.get('access') === 'on' ? sampleRemote(Date.now()) : { state: 'off' }));
      return undefined;
    case 'presence':
      if (query.get('access') === 'on')
        soon(() => watcher.onWhole?.(sampleViewers([...containers.values()], Date.now())));
      return undefined;
    case 'docker:events':
      soon(() => watcher.onItems?.(query.has('empty') ? [] : sampleEvents([...containers.values()]), 0));
      return undefined;
    case 'own:cost':
      soon(() => watcher.onItems?.([sampleOwnCost(Date.now())], 0));
      return undefined;
    case 'alert:rules':
      soon(() => watcher.onWhole?.({ rules: query.has('empty') ? [] : sampleRules(Date.now()) }));
      return undefined;
    case 'alert:notices':
      soon(() => watcher.onWhole?.({ notices: sampleNotices([...containers.values()], Date.now()) }));
      return undefined;
    case 'incidents':
      soon(() =>
        watcher.onWhole?.({
          incidents: query.has('empty') ? [] : sampleIncidents([...containers.values()], Date.now()),
        }),
      );
      return undefined;
    case 'jobs': {
      const applying = query.has('applying') ? [sampleDeployJob(Date.now())] : [];
      soon(() =>
        watcher.onWhole?.({
          jobs: query.has('empty') ? [] : [...applying, ...sampleJobs(Date.now()), ...sampleActs(Date.now())],
        }),
      );
      return undefined;
    }
    case 'stacks':
      soon(() => watcher.onWhole?.({ stacks: stacks() }));
      return undefined;
    case 'deploy:progress':
      if (query.has('applying')) soon(() => watcher.onItems?.(sampleDeploy(Date.now()), 0));
      return undefined;
    case 'pull:progress':
      soon(() => watcher.onItems?.([sampleTransfer(Date.now())], 0));
      return undefined;
    case 'db:query:result':
      soon(() => watcher.onItems?.(sampleResult(queried), 0));
      return undefined;
    case 'search:progress': {
      const job = String(params['job']);
      const at = (): string => new Date().toISOString();
      const found = query.has('nothing') ? [] : sampleHits([...containers.values()], searched, 40, Date.now());
      soon(() => watcher.onItems?.([{ job, progress: 0.42, hits: found, status: 'running', time: at() }], 0));
      if (query.has('searching')) return undefined;
      soon(() => watcher.onItems?.([{ job, progress: 1, hits: [], status: 'done', time: at() }], 1));
      return undefined;
    }
    case 'logs:read': {
      // Two thousand lines before those of the stream; a hole's lines all come at one time.
      const until = Date.parse(String(params['until'] ?? ''));
      const end = Number.isNaN(until) ? startedAt - 1000 * Number(query.get('step') ?? 400) : until;
      setTimeout(() => {
        watcher.onPacked?.(sampleLog(0, 2000, 1, end - 1), 0, 2000);
        watcher.onEnd?.({ reason: 'done' });
      }, 300);
      return undefined;
    }
    case 'terminal:output':
      soon(() => {
        watcher.onEpoch?.('t1', 0);
        watcher.onItems?.([{ data: '/ # ' }], 0);
      });
      return undefined;
    default:
      return undefined;
  }
};

api.onInput = (params, data) => {
  const text = data.replace(/\r/g, '\r\n/ # ');
  api.watcher('terminal:output', params as { session: string }).onItems?.([{ data: text }], 1);
};

const change = (id: unknown, more: Partial<Container>): void => {
  const container = containers.get(String(id));
  if (!container) return;
  containers.set(container.id, { ...container, ...more });
  api.watcher('containers', {}).onItems?.([{ upsert: [{ ...container, ...more }] }], 0);
};
const later = <T>(ms: number, value: () => T): Promise<T> =>
  new Promise((resolve) => setTimeout(() => resolve(value()), ms));
const now = (): string => new Date().toISOString();

api.handlers.set('containers.stop', (params) =>
  later(1500, () => (change(params['container'], { state: 'exited', exitCode: 0, finishedAt: now() }), {})),
);
api.handlers.set('containers.restart', (params) =>
  later(1500, () => (change(params['container'], { startedAt: now() }), {})),
);
api.handlers.set('containers.start', (params) => {
  if (containers.get(String(params['container']))?.name === 'obs-loki-1') {
    throw new AppError('conflict', 'Port 3100 is already used by legacy-loki.');
  }
  return later(800, () => (change(params['container'], { state: 'running', startedAt: now() }), {}));
});
api.handlers.set('settings.set', (params) => {
  settings = { ...settings, ...params };
  return settings;
});
let searched = '';
api.handlers.set('logs.kept', () => {
  const isOff = query.get('kept') === 'off' && !settings.keepLogs;
  return isOff
    ? { isOn: false, bytes: 0, services: [] }
    : sampleKept([...containers.values()], query.get('kept') !== 'past', Date.now());
});
api.handlers.set('logs.search', (params) => {
  if (params['pattern'] === '(') throw new AppError('bad_request', 'Not a valid pattern: unterminated group');
  searched = String(params['text'] ?? params['pattern']);
  return { job: '0123456789abcdef' };
});
api.handlers.set('logs.readKept', (params) => samplePage(params, Date.now()));
api.handlers.set('logs.forget', () => ({}));
api.handlers.set('alerts.set', (params) => {
  const { webhook, rule = '00000000000000ff', ...rest } = params as unknown as AlertChange;
  const made: AlertRule = {
    rule,
    ...rest,
    webhook: webhook && { host: 'hooks.example.com', allowsLocal: false, hasSecret: true, last: null },
  };
  api
    .watcher('alert:rules', {})
    .onItems?.([{ rules: [...sampleRules(Date.now()).filter(({ rule }) => rule !== made.rule), made] }], 0);
  return made;
});
api.handlers.set('alerts.test', () =>
  later(200, () => ({
    isDelivered: false,
    status: 404,
    message: 'It answered with 404.',
    body: 'no such hook',
    durationMs: 38,
  })),
);
api.handlers.set('incidents.get', (params) =>
  sampleIncident(String(params['incident']), [...containers.values()], Date.now()),
);
playRemote(api, query.get('access') === 'on', startedAt);
api.handlers.set('jobs.get', (params) => ({
  job: sampleJobs(Date.now()).find(({ job }) => job === params['job']),
  output: sampleActOutput(String(params['job'])) ?? [
    '4f4fb700ef54: Pulling fs layer',
    '4f4fb700ef54: Download complete',
    'Digest: sha256:91ca4720011393',
  ],
}));
api.handlers.set('logs.export', () => {
  const { job } = sampleExport(Date.now());
  api.watcher('jobs', {}).onItems?.([sampleExport(Date.now())], 0);
  return { job };
});
api.handlers.set('jobs.cancel', (params) => {
  const ended = { status: 'cancelled' as const, endedAt: now() };
  if (params['job'] === sampleExport(Date.now()).job)
    api.watcher('jobs', {}).onItems?.([{ ...sampleExport(Date.now()), ...ended }], 1);
  return {};
});
api.handlers.set('containers.statsSource', () => ({ source: 'kernel' }));
api.handlers.set('containers.statsHistory', (params) => sampleStatsHistory(String(params['container']), Date.now()));
api.handlers.set('appLogs.query', () => ({ items: sampleAppLog(Date.now(), true) }));
api.handlers.set('appLogs.export', () => ({ file: '/home/mara/Downloads/quayside.log' }));
api.handlers.set('appLogs.kept', () => ({
  days: 14,
  maxBytes: 50_000_000,
  bytes: 3_200_000,
  folder: '/home/mara/.config/quayside/logs',
  problem: query.has('full')
    ? {
        message: "The disk under Quayside's folder is full: the app log cannot be written.",
        since: new Date(Date.now() - 130_000).toISOString(),
        lost: 12,
      }
    : null,
}));
api.handlers.set('system.df', () => sampleDisk(Date.now()));
api.handlers.set('system.info', () => sampleInfo(query.has('remote')));
api.handlers.set('settings.notice', () => ({ notice: null }));
api.handlers.set('engines.start', () => later(1500, () => ({})));
api.handlers.set('engines.list', () => ({
  start: ['systemctl', 'start', 'docker'],
  engines: [
    {
      context: 'default',
      endpoint: 'unix:///var/run/docker.sock',
      isCurrent: true,
      isSupported: true,
      detail: 'usual socket',
    },
    {
      context: 'simulated',
      endpoint: 'simulated',
      isCurrent: false,
      isSupported: true,
      detail: 'made data',
    },
    { context: 'pi', endpoint: 'ssh://pi@harbor-01', isCurrent: false, isSupported: false, detail: 'ssh' },
  ],
}));
api.handlers.set('terminal.list', () => ({
  sessions: [
    {
      session: 'abcdefgh',
      container: location.hash.split('/')[2],
      number: 1,
      command: ['/bin/sh'],
      user: '',
      startedBy: 'local',
      startedAt: now(),
      status: 'running',
    },
  ],
}));
api.handlers.set('terminal.resize', () => ({}));
api.handlers.set('containers.removed', () => ({ removed: query.has('empty') ? [] : sampleRemoved(Date.now()) }));
api.handlers.set('containers.prunePlan', () => sampleContainerPlan([...containers.values()]));
api.handlers.set('containers.spec', ({ container }) => {
  const found = containers.get(String(container));
  if (!found) throw new AppError('not_found', 'The container is gone.');
  return { spec: sampleSpec(found) };
});
api.handlers.set('containers.remove', () => {
  throw new AppError('conflict', 'Docker could not stop it.', { hint: 'Try again, or restart Docker.' });
});
api.handlers.set('containers.top', () => ({
  titles: ['PID', 'USER', 'TIME', 'COMMAND'],
  processes: [
    ['1', 'node', '3:42', 'node server.js'],
    ['24', 'node', '1:07', 'node worker.js --queue=mail'],
  ],
}));
api.handlers.set('containers.reveal', (params) => {
  const { name } = params as { name: string };
  return { value: `the-value-of-${name.toLowerCase()}` };
});
api.handlers.set('containers.inspect', (params) => ({
  imageVariables: ['PATH'],
  inspect: {
    Id: params['container'],
    Name: `/${containers.get(String(params['container']))?.name ?? ''}`,
    Path: 'node',
    Args: ['server.js', '--port', '8080'],
    Mounts: [{ Type: 'volume', Name: 'shop_data', Destination: '/data', RW: true }],
    Config: {
      Image: containers.get(String(params['container']))?.image,
      Cmd: ['node', 'server.js', '--port', '8080'],
      WorkingDir: '/app',
      User: 'node',
      Labels: { tier: 'web' },
      Env: ['PATH=/usr/local/bin', 'DB_PASSWORD=hunter2', 'API_TOKEN=abc'],
      Healthcheck: { Test: ['CMD-SHELL', 'curl -f localhost'] },
    },
    HostConfig: {
      RestartPolicy: { Name: 'on-failure', MaximumRetryCount: 3 },
      Memory: 512 * 2 ** 20,
      NetworkMode: 'shop_default',
      PortBindings: { '8080/tcp': [{ HostIp: '', HostPort: '8080' }] },
      LogConfig: { Type: 'json-file' },
    },
    State: { Health: { Log: [{ Start: now(), ExitCode: 0, Output: 'ok' }] } },
    NetworkSettings: { Networks: { shop_default: { IPAddress: '172.18.0.4' } } },
  },
}));

const images = query.has('empty')
  ? []
  : sampleImages([...containers.values()], Date.now(), Number(query.get('images') ?? 0));
api.handlers.set('images.list', () => ({ images }));
api.handlers.set('images.history', () => ({ layers: sampleLayers(Date.now()) }));
api.handlers.set('images.inspect', (params) => ({
  inspect: {
    Id: params['image'],
    Architecture: 'amd64',
    Os: 'linux',
    Config: { Env: ['PATH=/usr/bin'], Cmd: ['node'] },
  },
}));
api.handlers.set('images.prunePlan', (params) =>
  samplePlan(images, String((params['filters'] as { which?: string } | undefined)?.which)),
);
api.handlers.set('images.pull', () => ({ job: '1'.repeat(16) }));
api.handlers.set('images.tag', (params) => ({ reference: String(params['reference']) }));
api.handlers.set('images.remove', (params) => {
  if (!String(params['image']).startsWith('ghcr.io/acme/shop-api:2.14'))
    return { untagged: [params['image']], deleted: [] };
  throw new AppError('conflict', 'The running container 014f2a9c1e07 uses this image.', {
    hint: 'Stop and remove the container first.',
  });
});
api.handlers.set('images.chooseContext', () => ({
  context: '/home/mara/src/shop-api',
  dockerfiles: ['Dockerfile', 'Dockerfile.dev'],
}));

const volumes = (withSizes: boolean) =>
  query.has('empty') ? [] : sampleVolumes([...containers.values()], Date.now(), withSizes);
api.handlers.set('buildCache.prunePlan', () => SAMPLE_CACHE_PLAN);
api.handlers.set('ports.list', () => samplePorts([...containers.values()]));
for (const name of ['db.query', 'db.write', 'db.next'] as const) {
  api.handlers.set(name, ({ statement }) => {
    queried = typeof statement === 'string' ? statement : queried;
    return { query: SAMPLE_QUERY };
  });
}
api.handlers.set('db.describe', () => sampleDatabase);
api.handlers.set('db.history', () => ({ statements: samplePast(Date.now()) }));
api.handlers.set('containers.files.list', ({ path }) => sampleFolder(String(path), Date.now()));
api.handlers.set('containers.files.changes', () => SAMPLE_CHANGES);
api.handlers.set('containers.files.preview', ({ path }) => samplePreview(String(path)));
api.handlers.set('volumes.list', ({ sizes }) => ({
  volumes: volumes(sizes === true),
  measuredAt: sizes === true ? now() : null,
}));
api.handlers.set('volumes.inspect', ({ volume }) => ({
  inspect: { Name: volume, Driver: 'local', Scope: 'local', Options: null, Labels: {} },
}));
api.handlers.set('volumes.prunePlan', (params) =>
  sampleVolumePlan(volumes(true), String((params['filters'] as { which?: string } | undefined)?.which)),
);
api.handlers.set('volumes.browse', () => ({ container: [...containers.keys()][0] ?? null, folder: '/app' }));
api.handlers.set('volumes.backup', () => ({ job: null }));
api.handlers.set('volumes.restore', () => ({ job: null }));
api.handlers.set('volumes.clone', () => ({ job: '0123456789abcdef' }));
api.handlers.set('volumes.create', ({ name }) => ({ name }));
api.handlers.set('volumes.remove', ({ volume }) => {
  throw new AppError('conflict', `The container 014f2a9c1e07 uses this volume (${String(volume)}).`, {
    hint: 'Remove the container first; stopping is not enough.',
  });
});

const networks = () => sampleNetworks([...containers.values()], Date.now());
api.handlers.set('networks.list', () => ({ networks: networks() }));
api.handlers.set('networks.inspect', ({ network }) => {
  const found = networks().find(({ id }) => id === network);
  if (!found) throw new AppError('not_found', 'There is no network of this ID.');
  const members = sampleMembers(found, [...containers.values()]);
  return { inspect: { Name: found.name, Id: found.id, Driver: found.driver, Labels: found.labels }, members };
});
api.handlers.set('networks.prunePlan', () => sampleNetworkPlan(networks()));
api.handlers.set('networks.create', () => ({ id: 'f'.repeat(64) }));
api.handlers.set('networks.connect', () => ({}));
api.handlers.set('networks.disconnect', () => ({}));
api.handlers.set('networks.remove', () => {
  throw new AppError('conflict', 'shop-api-1, shop-db-1 are in this network and running.', {
    reason: 'taken',
    hint: 'Disconnect or stop them first.',
  });
});
const stacks = () => (query.has('empty') ? [] : sampleStacks([...containers.values()], Date.now(), query));
/** "# theirs" in a compose text plays somebody else who saved meanwhile. */
let isSetByOther = false;
const otherTarget = (target: StackTarget): StackTarget => ({
  ...target,
  version: 7,
  setBy: 'Mara’s phone',
  compose: target.compose.replace('interval: 10s', 'interval: 30s'),
});
api.handlers.set('stacks.get', ({ name }) => {
  const found = sampleStack(String(name), stacks(), [...containers.values()], Date.now(), query);
  if (!found) throw new AppError('not_found', `There is no stack "${String(name)}".`);
  const target = found.target && isSetByOther ? otherTarget(found.target) : found.target;
  return { ...found, target };
});
api.handlers.set('stacks.check', ({ compose }) => ({
  problems: String(compose).includes('restrat') ? sampleProblems : [],
}));
api.handlers.set('stacks.set', ({ name, compose }) => {
  isSetByOther = String(compose).includes('# theirs');
  if (isSetByOther) throw new AppError('conflict', 'The target of shop was set by Mara meanwhile.');
  return { name, version: 7, problems: [] };
});
api.handlers.set('stacks.found', ({ name }) => ({
  compose: sampleTarget(Date.now(), 6, false).compose,
  env: '',
  files: {},
  folder: `/home/mara/${String(name)}`,
  from: 'files',
}));
api.handlers.set('stacks.plan', () =>
  query.has('asis')
    ? { ...samplePlanOf([...containers.values()]), actions: [], resources: [], isEmpty: true }
    : samplePlanOf([...containers.values()]),
);
api.handlers.set('stacks.chooseFolder', () => {
  const { compose, env } = sampleTarget(Date.now(), 6, false);
  return { folder: '/home/mara/shop-front', compose, env, files: {} };
});
api.handlers.set('stacks.appliers', () => ({ compose: query.has('plugin') ? { version: '2.39.4' } : null }));
api.handlers.set('stacks.apply', () => {
  throw new AppError('conflict', 'What runs changed since this plan was made.', { reason: 'plan_stale' });
});
api.handlers.set('stacks.version', ({ version }) => ({
  target: sampleTarget(Date.now(), Number(version), query.has('masked')),
}));
api.handlers.set('stacks.return', () => ({ version: 7, problems: [] }));
api.handlers.set('stacks.removePlan', ({ name }) => sampleRemoval(String(name)));
for (const verb of ['start', 'stop', 'restart'] as const)
  api.handlers.set(`stacks.${verb}`, () => later(1200, () => ({ containers: [], failed: [] })));

const element = document.getElementById('root');
const kit = query.get('kit');
if (element && kit !== null) {
  document.documentElement.dataset['theme'] = query.get('theme') ?? 'dark';
  startKit(element, kit);
} else if (element) start(api, element, query.has('drafted') ? { drafts: sampleDrafts(Date.now()) } : {});
