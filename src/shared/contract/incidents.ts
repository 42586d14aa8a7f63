import { channel, command } from '#shared/contract/define.ts';
import { engineName, nothing, time } from '#shared/contract/common.ts';
import { logItem } from '#shared/contract/logs.ts';
import { z } from '#shared/contract/zod.ts';

/** `killed`: ended by a signal that nobody gave through Docker. */
export const INCIDENT_KINDS = ['oom', 'killed', 'exited', 'unhealthy'] as const;

/** What is not known about it, and why: said on the screen in words. */
export const UNKNOWNS = ['killer', 'oomAfterRestart', 'memory', 'log', 'health'] as const;

const incidentId = z.string().regex(/^[0-9a-f]{16}$/, 'An incident is named by 16 hex digits.');

/**
 * A container that stopped or fell ill by itself. Bytes; null is unknown. Of the same failure again within 10 min there
 * is one record: `count` times, `time` and the details of the last.
 */
export const incident = z.object({
  incident: incidentId,
  engine: engineName,
  container: z.string(),
  name: z.string(),
  image: z.string(),
  stack: z.string().optional(),
  service: z.string().optional(),
  kind: z.enum(INCIDENT_KINDS),
  firstTime: time,
  time,
  count: z.number().int(),
  exitCode: z.number().int().nullable(),
  outOfMemory: z.boolean().nullable(),
  memoryBytes: z.number().nullable(),
  memoryLimitBytes: z.number().nullable(),
  /** When that was measured. */
  memoryTime: time.nullable(),
  /** Failures of this container in the 10 min up to this one. */
  recent: z.number().int(),
  /** As `docker inspect` names it: "always", "on-failure"; null is unknown. */
  restartPolicy: z.string().nullable(),
  unknown: z.array(z.enum(UNKNOWNS)),
});
export type Incident = z.infer<typeof incident>;

export const healthResult = z.object({ time, exitCode: z.number().int(), output: z.string() });

/** The last lines before it and the last outputs of the health check, oldest first. */
export const incidentDetails = z.object({ lines: z.array(logItem), health: z.array(healthResult) });
export type IncidentDetails = z.infer<typeof incidentDetails>;

export const incidentChannels = {
  incidents: channel({
    kind: 'state',
    role: 'viewer',
    params: nothing,
    item: incident,
    whole: z.object({ incidents: z.array(incident) }),
    summary: 'Containers that stopped or fell ill by themselves: the last 500 of 90 days, newest first.',
  }),
};

export const incidentCommands = {
  'incidents.get': command({
    role: 'viewer',
    params: z.object({ incident: incidentId }).strict(),
    result: incidentDetails.extend({ incident, isPrivate: z.boolean() }),
    summary: 'An incident with the last 50 lines and health checks before it; a private log is left out for viewers.',
  }),
};
