import { channel, command } from '#shared/contract/define.ts';
import { nothing } from '#shared/contract/common.ts';
import { z } from '#shared/contract/zod.ts';

export const settings = z.object({
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  density: z.enum(['comfortable', 'compact']).default('comfortable'),
  /** Context chosen by hand; null = as the docker CLI chooses. */
  dockerContext: z.string().nullable().default(null),
  /** Lines kept for late watchers of a log. */
  logReplayLines: z.number().int().min(100).max(10_000).default(1000),
  /** Lines a log pane holds. */
  logPaneLines: z.number().int().min(1000).max(100_000).default(10_000),
  logTail: z.union([z.literal(100), z.literal(500), z.literal(1000), z.literal(5000), z.literal('all')]).default(1000),
  logTimes: z.enum(['off', 'local', 'utc', 'relative']).default('local'),
  logWrap: z.boolean().default(false),
  cpuShare: z.enum(['docker', 'host']).default('docker'),
});
export type Settings = z.infer<typeof settings>;
export const DEFAULT_SETTINGS: Settings = settings.parse({});

const change = settings.partial().strict();

export const settingsChannels = {
  settings: channel({
    kind: 'state',
    role: 'local',
    params: nothing,
    item: settings,
    summary: 'The whole of the settings; never secrets or webhooks.',
  }),
};

export const settingsCommands = {
  'settings.get': command({ role: 'local', params: nothing, result: settings, summary: 'The settings.' }),
  'settings.set': command({
    role: 'local',
    params: change,
    result: settings,
    acts: true,
    summary: 'Changes the named settings and gives the whole.',
  }),
};
