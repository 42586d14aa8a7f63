import { APP_LOG_LEVELS } from '#shared/contract/app-log.ts';
import { ASKED_TIMEOUT_MS, channel, command } from '#shared/contract/define.ts';
import { nothing } from '#shared/contract/common.ts';
import { z } from '#shared/contract/zod.ts';

export const LOG_TAILS = [100, 500, 1000, 5000, 'all'] as const;
export const LOG_TIMES = ['off', 'local', 'utc', 'relative'] as const;
/** Text under 12 px is refused by the design. */
const fontSize = z.number().int().min(12).max(28);
const logTail = z.literal(LOG_TAILS);
const logTimes = z.enum(LOG_TIMES);

/** What a reader chose for the log of one container; what is absent follows the general setting. */
export const logViewChoice = z
  .object({
    tail: logTail,
    times: logTimes,
    millis: z.boolean(),
    wrap: z.boolean(),
    numbers: z.boolean(),
    tint: z.boolean(),
    fontSize,
  })
  .partial();
export type LogViewChoice = z.infer<typeof logViewChoice>;

/** A choice of merged logs, by the containers' names, so that it holds when they are made anew. */
export const savedLogView = z.object({
  name: z.string().min(1).max(60),
  containers: z.array(z.string().max(300)).max(200),
  levels: z
    .array(z.enum(['none', 'debug', 'info', 'warn', 'error']))
    .nullable()
    .default(null),
  include: z.string().max(1000).default(''),
  exclude: z.string().max(1000).default(''),
});
export type SavedLogView = z.infer<typeof savedLogView>;

/** How a list's columns stand: `order` and `hidden` name columns, `widths` are CSS pixels at 100 % zoom. */
export const columnChoice = z.object({
  order: z.array(z.string().max(40)).max(40).default([]),
  hidden: z.array(z.string().max(40)).max(40).nullable().default(null),
  widths: z.record(z.string().max(40), z.number().min(24).max(2000)).default({}),
});
export type ColumnChoice = z.infer<typeof columnChoice>;

export const sortKey = z.object({ column: z.string().max(40), isDescending: z.boolean() });
export type SortKey = z.infer<typeof sortKey>;

/** One list's look, by the list's name ("containers", "images"): kept over a restart. */
export const listChoice = z.object({
  columns: columnChoice.prefault({}),
  sort: z.array(sortKey).max(4).default([]),
  groupBy: z.string().max(40).nullable().default(null),
  /** Groups that are folded, by their name. */
  folded: z.array(z.string().max(300)).max(500).default([]),
});
export type ListChoice = z.infer<typeof listChoice>;

/** `protocol`, Limits: on the LAN door only. */
export const remoteLimits = z.object({
  connectionsPerUser: z.number().int().min(1).max(1000).default(10),
  streamsPerConnection: z.number().int().min(1).max(5000).default(200),
  watchersPerLog: z.number().int().min(1).max(5000).default(50),
  messagesPerSecond: z.number().int().min(1).max(10_000).default(50),
  messageBurst: z.number().int().min(1).max(10_000).default(100),
  inputBytesPerSecond: z.number().int().min(1024).max(16_777_216).default(65_536),
  /** Wrong passwords or codes from one address in a minute. */
  signInTries: z.number().int().min(1).max(100).default(5),
});
export type RemoteLimits = z.infer<typeof remoteLimits>;

export const settings = z.object({
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  density: z.enum(['comfortable', 'compact']).default('comfortable'),
  /** Percent. */
  zoom: z.number().int().min(80).max(200).default(100),
  sidebarFolded: z.boolean().default(false),
  /** List and detail side by side on wide windows. */
  split: z.boolean().default(false),
  /** Closing the window leaves the program in the tray, where there is one; it says so once. */
  closeToTray: z.boolean().default(true),
  toldOfTray: z.boolean().default(false),
  /** The system starts the program at sign-in, with or without its window. */
  startWithSystem: z.boolean().default(false),
  startHidden: z.boolean().default(true),
  /** Once a day, where the program does not come from a package manager. */
  lookForUpdates: z.boolean().default(true),
  /** Context chosen by hand; null = as the docker CLI chooses. */
  dockerContext: z.string().nullable().default(null),
  /** What "Start Docker" runs, as program and arguments; null = systemd's, where there is one. */
  dockerStartCommand: z.array(z.string().max(1000)).min(1).max(20).nullable().default(null),
  /** Whether logs are kept in a store of our own, to be searched, and read when their container is gone. */
  keepLogs: z.boolean().default(false),
  keepLogsDays: z.number().int().min(1).max(3650).default(14),
  /** Bytes as stored (deflated), of one service and of all. */
  keepLogsServiceBytes: z.number().int().min(1_000_000).max(1e12).default(100_000_000),
  keepLogsTotalBytes: z.number().int().min(10_000_000).max(1e13).default(1_000_000_000),
  /** Services that are left out: `project/service`, or a container's name. */
  keepLogsOff: z.array(z.string().max(600)).max(500).default([]),
  /** Lines kept for late watchers of a log. */
  logReplayLines: z.number().int().min(100).max(10_000).default(1000),
  /** Lines a log pane holds. */
  logPaneLines: z.number().int().min(1000).max(100_000).default(10_000),
  logTail: logTail.default(1000),
  logTimes: logTimes.default('local'),
  logMillis: z.boolean().default(true),
  logWrap: z.boolean().default(false),
  logNumbers: z.boolean().default(false),
  /** A faint ground under warnings and errors. */
  logTint: z.boolean().default(true),
  logFontSize: fontSize.default(13),
  /** What draws a log's rows: cells as in a terminal, or plain text (wide characters as wide as the font has them). */
  logPainter: z.enum(['terminal', 'plain']).default('terminal'),
  /** New errors are spoken by a screen reader. */
  logSpeakErrors: z.boolean().default(false),
  /** By container name, so that a container made anew keeps its look; the oldest leave beyond 300. */
  logViews: z.record(z.string().max(300), logViewChoice).default({}),
  savedLogViews: z.array(savedLogView).max(50).default([]),
  /** Whether what is measured of containers is kept, for 24 h; and whether they are measured while nobody looks. */
  keepStats: z.boolean().default(true),
  keepStatsAlways: z.boolean().default(false),
  /** Quayside's own log: what is kept of it, and how long and how much. */
  appLogLevel: z.enum(APP_LOG_LEVELS).default('info'),
  appLogDays: z.number().int().min(1).max(365).default(14),
  appLogBytes: z.number().int().min(1_000_000).max(1e10).default(50_000_000),
  /** A command, or null for the first of bash, ash and sh. */
  terminalCommand: z.string().max(1000).nullable().default(null),
  terminalFontSize: fontSize.default(13),
  terminalScrollback: z.number().int().min(0).max(50_000).default(5000),
  terminalCursor: z.enum(['block', 'bar', 'underline']).default('block'),
  terminalCursorBlink: z.boolean().default(false),
  /** Pasting more than one line asks once. */
  terminalAskPaste: z.boolean().default(true),
  cpuShare: z.enum(['docker', 'host']).default('docker'),
  chartWindowSeconds: z.union([z.literal(60), z.literal(300), z.literal(900), z.literal(3600)]).default(60),
  /** Single letters act while a list has the focus (WCAG 2.1.4). */
  singleKeys: z.boolean().default(true),
  /** Keys chosen by hand, by the act's name; null = none. */
  keys: z.record(z.string().max(60), z.string().max(40).nullable()).default({}),
  /** What was dismissed from "Needs attention", by a key that holds until the condition happens anew. */
  dismissed: z.array(z.string().max(300)).max(200).default([]),
  lists: z.record(z.string().max(40), listChoice).default({}),
  /** Where remote access listens; another address than this computer's own only with TLS, or when said. */
  remoteHost: z.string().min(1).max(255).default('127.0.0.1'),
  remotePort: z.number().int().min(1).max(65_535).default(7420),
  remoteTls: z.boolean().default(true),
  /** Remote access goes on with the program. */
  remoteAutostart: z.boolean().default(false),
  /** Who knows a pairing code is let in by hand. */
  remoteAskToLetIn: z.boolean().default(true),
  /** "Allow from the network": terminals, files, queries and what can reach the whole host. */
  remoteAllowActs: z.boolean().default(false),
  remoteLimits: remoteLimits.prefault({}),
});
export type Settings = z.infer<typeof settings>;
export const DEFAULT_SETTINGS: Settings = settings.parse({});

/** Of the computer that Quayside runs on: a browser keeps how its page looks for itself, and these it cannot. */
export const MACHINE_SETTINGS = [
  'closeToTray',
  'startWithSystem',
  'startHidden',
  'lookForUpdates',
  'dockerContext',
  'dockerStartCommand',
  'keepLogs',
  'keepLogsDays',
  'keepLogsServiceBytes',
  'keepLogsTotalBytes',
  'keepLogsOff',
  'logReplayLines',
  'appLogLevel',
  'appLogDays',
  'appLogBytes',
  'keepStats',
  'keepStatsAlways',
] as const satisfies readonly (keyof Settings)[];

type Bare<S> = { [K in keyof S]: S[K] extends z.ZodDefault<infer T> | z.ZodPrefault<infer T> ? T : S[K] };

/** Without the defaults: zod fills them in behind `partial()` too, and a change of one setting would reset all others. */
function withoutDefaults<S extends z.ZodRawShape>(shape: S): Bare<S> {
  const bare = Object.entries(shape).map(([name, field]) => {
    const hasDefault = field instanceof z.ZodDefault || field instanceof z.ZodPrefault;
    return [name, hasDefault ? field.unwrap() : field];
  });
  return Object.fromEntries(bare) as Bare<S>;
}

const change = z.object(withoutDefaults(settings.shape)).partial().strict();

export const settingsChannels = {
  settings: channel({
    kind: 'state',
    role: 'local',
    params: nothing,
    item: settings,
    summary: 'The whole of the settings; never secrets or webhooks.',
  }),
};

/** The file could not be used: it was no JSON, or a newer program wrote it. It is kept under another name. */
export const settingsNotice = z.object({ reason: z.enum(['broken', 'newer']), keptAs: z.string() });
export type SettingsNotice = z.infer<typeof settingsNotice>;

export const settingsCommands = {
  'settings.get': command({ role: 'local', params: nothing, result: settings, summary: 'The settings.' }),
  'settings.notice': command({
    role: 'local',
    params: nothing,
    result: z.object({ notice: settingsNotice.nullable() }),
    summary: 'Why the settings file could not be used at the start, and where it is kept; null when it could.',
  }),
  'settings.set': command({
    role: 'local',
    params: change,
    result: settings,
    acts: true,
    timeoutMs: ASKED_TIMEOUT_MS,
    // How the window looks is nobody's business; what it lets in and which engine it uses is.
    isNoted: (change) => Object.keys(change).some((name) => /^(remote|docker)/.test(name)),
    summary: 'Changes the named settings and gives the whole.',
  }),
};
