// Who may import what. What is not allowed here is forbidden; a new folder is forbidden everything until
// it has a row. Held by test/layers.test.ts.

export interface Layer {
  /** Path below src: a folder, or one file. The longest that fits a file is its layer. */
  readonly path: string;
  /** Other layers it may import, as paths below src (a path allows all below it). Its own files always. */
  readonly layers: readonly string[];
  /** Packages; `node:` stands for all of Node's own modules. */
  readonly packages: readonly string[];
}

const ELECTRON = ['electron/main', 'electron/common', 'electron-store', 'node:'];
const REACT = ['react', 'react-dom'];
const CORE = [
  'main/engine',
  'main/tar',
  'main/files',
  'main/containers',
  'main/volumes',
  'main/host',
  'main/history',
  'main/incidents',
  'main/jobs',
  'main/databases',
  'main/images',
  'main/alerts',
  'main/stacks',
];

export const LAYERS: readonly Layer[] = [
  { path: 'shared/base', layers: [], packages: [] },
  { path: 'shared/contract', layers: ['shared/base'], packages: ['zod'] },
  { path: 'shared/protocol', layers: ['shared/base', 'shared/contract'], packages: ['zod'] },
  // What a container is made from is the contract's own form.
  { path: 'shared/format', layers: ['shared/base', 'shared/contract/container-spec.ts'], packages: [] },
  { path: 'shared/attention', layers: ['shared/base', 'shared/contract', 'shared/format'], packages: [] },
  { path: 'shared/compose', layers: [], packages: [] },
  { path: 'shared/list', layers: ['shared/base'], packages: [] },
  // The packed chunk is what the contract's log channels carry.
  { path: 'shared/lines', layers: ['shared/base', 'shared/contract/logs.ts'], packages: ['re2js'] },
  {
    path: 'shared/client',
    layers: ['shared/protocol', 'shared/contract', 'shared/lines', 'shared/base'],
    packages: [],
  },

  { path: 'main/tar', layers: ['shared'], packages: ['node:'] },
  { path: 'main/engine', layers: ['main/tar', 'shared'], packages: ['dockerode', 'docker-modem', 'zod', 'node:'] },
  { path: 'main/host', layers: ['shared'], packages: ['systeminformation', 'zod', 'node:'] },
  { path: 'main/history', layers: ['shared'], packages: ['@photostructure/sqlite', 'zod', 'node:'] },
  { path: 'main/incidents', layers: ['main/engine', 'shared'], packages: ['zod', 'node:'] },
  {
    path: 'main/images',
    layers: ['main/engine', 'shared'],
    packages: ['tar-stream', '@balena/dockerignore', 'zod', 'node:'],
  },
  {
    path: 'main/stacks',
    layers: [
      'main/engine',
      'main/containers',
      'main/jobs',
      'main/security/private-file.ts',
      'main/alerts/kept-file.ts',
      'main/incidents/asked-stops.ts',
      'shared',
    ],
    packages: ['yaml', 'zod', 'node:'],
  },
  { path: 'main/volumes', layers: ['main/engine', 'main/tar', 'main/images', 'shared'], packages: ['node:'] },
  { path: 'main/files', layers: ['main/engine', 'main/tar', 'shared'], packages: ['node:'] },
  // A value in a file of its own is kept as the alerts keep theirs.
  {
    path: 'main/containers',
    layers: ['main/engine', 'main/jobs', 'main/alerts/kept-file.ts', 'shared'],
    packages: ['zod', 'node:'],
  },
  {
    path: 'main/databases',
    layers: ['main/engine', 'main/jobs', 'main/alerts/kept-file.ts', 'shared'],
    packages: ['node:'],
  },
  { path: 'main/jobs', layers: ['shared'], packages: ['node:'] },
  { path: 'main/alerts', layers: ['main/engine', 'main/incidents', 'main/hub', 'shared'], packages: ['zod', 'node:'] },
  { path: 'main/tray', layers: ['shared'], packages: [] },
  { path: 'main/hub', layers: ['shared'], packages: [] },
  { path: 'main/channels', layers: [...CORE, 'main/hub', 'main/settings', 'shared'], packages: ['node:'] },
  // Of the session the commands know who is here and the tickets for bytes.
  {
    path: 'main/commands',
    layers: [
      ...CORE,
      'main/hub',
      'main/log',
      'main/security',
      'main/session/presence.ts',
      'main/session/transfers.ts',
      'main/settings',
      'shared',
    ],
    packages: ['node:'],
  },
  // Of the commands the session knows the shape of a handler, and no handler; of the engine what hides secrets.
  {
    path: 'main/session',
    layers: ['main/hub', 'main/commands/handler.ts', 'main/engine/mask.ts', 'shared'],
    packages: ['zod'],
  },
  {
    path: 'main/security',
    layers: ['shared'],
    packages: ['jose', 'selfsigned', 'rate-limiter-flexible', 'uqr', 'zod', 'node:'],
  },
  { path: 'main/settings', layers: ['shared'], packages: ['zod', 'conf', 'node:'] },
  {
    path: 'main/log',
    layers: ['shared'],
    packages: ['winston', 'winston-transport', 'winston-daily-rotate-file', 'zod', 'node:'],
  },
  {
    path: 'main/doors/lan',
    layers: ['main/session', 'main/security', 'main/hub/hub.ts', 'shared'],
    packages: ['hono', '@hono/node-server', 'socket.io', 'node:'],
  },
  {
    path: 'main/doors/ipc',
    layers: ['main/session', 'main/settings', 'main/compose.ts', 'shared'],
    packages: ELECTRON,
  },
  // Of security the window knows the page's policy and the keyring's form.
  {
    path: 'main/desktop',
    layers: ['main/tray', 'main/session', 'main/security', 'main/settings', 'main/compose.ts', 'shared'],
    packages: [...ELECTRON, 'electron-updater'],
  },
  {
    path: 'main/index.ts',
    layers: ['main/desktop', 'main/doors/ipc', 'main/session', 'main/settings', 'main/compose.ts', 'shared'],
    packages: ELECTRON,
  },
  // What it is built of stands in parts beside it.
  ...['main/compose.ts', 'main/compose', 'main/headless.ts'].map((path) => ({
    path,
    layers: [
      ...CORE,
      'main/hub',
      'main/channels',
      'main/commands',
      'main/session',
      'main/security',
      'main/settings',
      'main/log',
      'main/doors/lan',
      'main/compose.ts',
      'main/compose',
      'shared',
    ],
    packages: ['node:'],
  })),

  { path: 'preload', layers: ['shared/protocol'], packages: ['electron/renderer'] },

  { path: 'renderer/transport', layers: ['shared'], packages: ['socket.io-client'] },
  // Which commands there are and what keys mean; who handles them is known to the stores and the screens.
  { path: 'renderer/commands', layers: [], packages: [] },
  { path: 'renderer/stores', layers: ['renderer/transport', 'renderer/commands', 'shared'], packages: ['mobx'] },
  {
    path: 'renderer/ui',
    layers: ['shared/base', 'shared/format', 'shared/list', 'shared/lines'],
    packages: [
      ...REACT,
      '@base-ui/react',
      '@tanstack/react-virtual',
      'lucide-react',
      '@fontsource-variable/inter',
      '@fontsource-variable/jetbrains-mono',
    ],
  },
  {
    path: 'renderer/charts',
    layers: ['renderer/ui', 'shared/base', 'shared/format', 'shared/lines'],
    packages: [...REACT, 'uplot'],
  },
  {
    path: 'renderer/terminal',
    layers: ['renderer/ui', 'shared/base', 'shared/contract/logs.ts', 'shared/format', 'shared/lines'],
    packages: [
      ...REACT,
      '@xterm/xterm',
      '@xterm/addon-fit',
      '@xterm/addon-unicode-graphemes',
      '@xterm/addon-search',
      '@xterm/addon-webgl',
    ],
  },
  // The texts of targets and their differences; what compose knows is shared with its reader.
  {
    path: 'renderer/editor',
    layers: ['renderer/ui', 'shared/compose'],
    packages: [
      ...REACT,
      '@codemirror/autocomplete',
      '@codemirror/commands',
      '@codemirror/lang-yaml',
      '@codemirror/language',
      '@codemirror/lint',
      '@codemirror/merge',
      '@codemirror/search',
      '@codemirror/state',
      '@codemirror/view',
      '@lezer/highlight',
    ],
  },
  {
    path: 'renderer/views',
    layers: [
      'renderer/stores',
      'renderer/commands',
      'renderer/ui',
      'renderer/charts',
      'renderer/editor',
      'renderer/terminal',
      'shared',
    ],
    packages: [...REACT, '@base-ui/react', 'mobx-react-lite', 'wouter', '@tanstack/react-virtual', 'lucide-react'],
  },
  // The app is what puts the screens together and connects them: only it sees views and the link.
  ...['renderer/app', 'renderer/main.tsx'].map((path) => ({
    path,
    layers: [
      'renderer/app',
      'renderer/views',
      'renderer/stores',
      'renderer/commands',
      'renderer/transport',
      'renderer/ui',
      'renderer/charts',
      'renderer/terminal',
      'shared',
    ],
    packages: [
      ...REACT,
      'mobx',
      'mobx-react-lite',
      'wouter',
      'lucide-react',
      '@fontsource-variable/inter',
      '@fontsource-variable/jetbrains-mono',
    ],
  })),
];
