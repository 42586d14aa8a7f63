import { type GalleryWorld, now } from '#testing/gallery/gallery-world.ts';
import { sampleFolder, samplePreview, SAMPLE_CHANGES } from '#testing/gallery/sample-files.ts';
import { sampleDatabase, samplePast, sampleResult, SAMPLE_QUERY } from '#testing/gallery/sample-queries.ts';
import { sampleStatsHistory } from '#testing/gallery/sample-stats.ts';

/** The tabs of one container but its log: Stats, Terminal, Files, Query, Environment, Inspect. */
export function playContainer(world: GalleryWorld): void {
  const { handlers } = world.api;
  handlers.set('containers.statsSource', () => ({ source: 'kernel' }));
  handlers.set('containers.statsHistory', ({ container }) => sampleStatsHistory(String(container), Date.now()));
  handlers.set('containers.top', () => ({
    titles: ['PID', 'USER', 'TIME', 'COMMAND'],
    processes: [
      ['1', 'node', '3:42', 'node server.js'],
      ['24', 'node', '1:07', 'node worker.js --queue=mail'],
    ],
  }));
  handlers.set('containers.reveal', ({ name }) => ({ value: `the-value-of-${String(name).toLowerCase()}` }));
  handlers.set('containers.inspect', ({ container }) => ({
    imageVariables: ['PATH'],
    inspect: sampleInspect(world, container),
  }));
  handlers.set('containers.files.list', ({ path }) => sampleFolder(String(path), Date.now()));
  handlers.set('containers.files.changes', () => SAMPLE_CHANGES);
  handlers.set('containers.files.preview', ({ path }) => samplePreview(String(path)));
  playTerminal(world);
  playQueries(world);
}

const sampleInspect = (world: GalleryWorld, id: unknown) => ({
  Id: id,
  Name: `/${world.container(id)?.name ?? ''}`,
  Path: 'node',
  Args: ['server.js', '--port', '8080'],
  Mounts: [{ Type: 'volume', Name: 'shop_data', Destination: '/data', RW: true }],
  Config: {
    Image: world.container(id)?.image,
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
});

/** A shell that says what is typed. */
function playTerminal(world: GalleryWorld): void {
  const { api } = world;
  world.feed('terminal:output', (watcher) => {
    queueMicrotask(() => {
      watcher.onEpoch?.('t1', 0);
      watcher.onItems?.([{ data: '/ # ' }], 0);
    });
    return undefined;
  });
  api.onInput = (params, data) => {
    const text = data.replace(/\r/g, '\r\n/ # ');
    api.watcher('terminal:output', params as { session: string }).onItems?.([{ data: text }], 1);
  };
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
}

function playQueries(world: GalleryWorld): void {
  const { handlers } = world.api;
  /** The statement that was run last. */
  let queried = '';
  world.items('db:query:result', () => sampleResult(queried));
  for (const name of ['db.query', 'db.write', 'db.next'] as const) {
    handlers.set(name, ({ statement }) => {
      queried = typeof statement === 'string' ? statement : queried;
      return { query: SAMPLE_QUERY };
    });
  }
  handlers.set('db.describe', () => sampleDatabase);
  handlers.set('db.history', () => ({ statements: samplePast(Date.now()) }));
}
