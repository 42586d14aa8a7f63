import { channel, command } from '#shared/contract/define.ts';
import { empty, engineName, engineOnly, errorShape, nothing, time } from '#shared/contract/common.ts';
import { z } from '#shared/contract/zod.ts';

/** Why an engine cannot be used. */
export const ENGINE_REASONS = [
  'not_installed',
  'not_running',
  'starting',
  'no_answer',
  'no_permission',
  'bad_answer',
  'unsupported',
] as const;
export type EngineReason = (typeof ENGINE_REASONS)[number];

export const engineCheck = z.object({
  check: z.enum(['installed', 'socket', 'permission', 'answer']),
  ok: z.boolean().nullable(),
  detail: z.string(),
});
export type EngineCheck = z.infer<typeof engineCheck>;

export const engineStatus = z.object({
  engine: z.string(),
  name: z.string(),
  context: z.string(),
  endpoint: z.string(),
  state: z.enum(['connected', 'connecting', 'unavailable', 'denied']),
  reason: z.enum(ENGINE_REASONS).optional(),
  since: time,
  version: z.string().optional(),
  apiVersion: z.string().optional(),
  simulated: z.boolean(),
  checks: z.array(engineCheck),
  error: errorShape.optional(),
});
export type EngineStatus = z.infer<typeof engineStatus>;

export const engineChannels = {
  'engine:status': channel({
    kind: 'state',
    role: 'viewer',
    params: engineOnly,
    item: engineStatus,
    replay: 1000,
    isOpenToScope: true,
    summary: 'Whether the engine can be used, since when, and each check that says why not.',
  }),
};

export const engineEntry = z.object({
  context: z.string(),
  endpoint: z.string(),
  isCurrent: z.boolean(),
  isSupported: z.boolean(),
  detail: z.string(),
});
export type EngineEntry = z.infer<typeof engineEntry>;

export const engineCommands = {
  'engines.list': command({
    role: 'viewer',
    params: nothing,
    result: z.object({ engines: z.array(engineEntry), start: z.array(z.string()).nullable() }),
    summary: 'The Docker contexts and sockets found on this computer, and the command that would start Docker, if any.',
  }),
  'engines.start': command({
    role: 'local',
    params: z.object({ engine: engineName }).strict(),
    result: empty,
    acts: true,
    // The system may ask for a password first.
    timeoutMs: 120_000,
    summary: 'Runs the start command of the settings, else what the system has to start Docker.',
  }),
  'engines.select': command({
    role: 'local',
    params: z.object({ engine: engineName, context: z.string().min(1).max(200) }).strict(),
    result: empty,
    acts: true,
    summary: 'Uses another context as engine "default"; its streams end with engine_changed and are opened anew.',
  }),
};
