import type { AppLogEntry, AppLogLevel } from '#shared/contract/app-log.ts';

const TOLD: readonly (readonly [AppLogLevel, string, string, unknown?])[] = [
  ['info', 'core', 'Quayside 0.1.0 started', { node: 'v20.20.2', platform: 'linux', arch: 'x64' }],
  ['info', 'engine', 'Engine default: connected', { endpoint: 'unix:///var/run/docker.sock' }],
  ['debug', 'engine', 'Inspect of 4f2a9c1e07b3 failed.', 'No such container: 4f2a9c1e07b3'],
  ['info', 'remote', 'Remote access is on', { url: 'https://192.168.1.24:7420' }],
  ['warn', 'logs', 'lines of a log were not kept', { container: 'shop-worker-1', dropped: 312 }],
  ['warn', 'security', 'the wrong password 5 times', { address: '192.168.1.77', password: '••••••' }],
  [
    'error',
    'core',
    'unexpected failure 8f1c22d0a94be617',
    {
      thrown:
        'TypeError: Cannot read properties of undefined\n    at open (hub.ts:91:13)\n    at async run (stream.ts:214:7)',
    },
  ],
  ['info', 'engine', 'Engine default: unavailable: connect ECONNREFUSED /var/run/docker.sock'],
  ['info', 'engine', 'Engine default: connected', { endpoint: 'unix:///var/run/docker.sock' }],
];

/** What a program of a day has told; `before`: of earlier days. */
export const sampleAppLog = (now: number, before = false): AppLogEntry[] =>
  Array.from({ length: before ? 200 : 24 }, (_, i) => {
    const [level, source, message, details] = TOLD[i % TOLD.length] ?? ['info', 'core', ''];
    const at = now - (before ? 86_400_000 : 0) - (before ? 200 - i : 24 - i) * 47_000;
    return { time: new Date(at).toISOString(), level, source, message, ...(details === undefined ? {} : { details }) };
  });
