import { channel, command } from '#shared/contract/define.ts';
import { containerId, containerRef, empty, engineName, time } from '#shared/contract/common.ts';
import { z } from '#shared/contract/zod.ts';

const session = z
  .string()
  .regex(/^[a-z0-9]{8,40}$/, 'A terminal session is named by the text that terminal.open gave.');
const columns = z.number().int().min(1).max(1000);
const rows = z.number().int().min(1).max(1000);

export const terminalData = z.object({ data: z.string() });

export const terminalSession = z.object({
  session: z.string(),
  container: containerId,
  /** 1 for the first one of a container, and so on. */
  number: z.number(),
  command: z.array(z.string()),
  user: z.string(),
  startedBy: z.string(),
  startedAt: time,
  status: z.enum(['running', 'ended']),
  exitCode: z.number().nullable().optional(),
});
export type TerminalSession = z.infer<typeof terminalSession>;

export const terminalChannels = {
  'terminal:output': channel({
    kind: 'session',
    role: 'operator',
    params: z.object({ engine: engineName, session }).strict(),
    item: terminalData,
    isPrivate: true,
    isOpenToScope: true,
    summary: 'What the terminal prints, as UTF-8 text cut at characters.',
  }),
};

export const terminalCommands = {
  'terminal.open': command({
    role: 'operator',
    needsNetworkSwitch: true,
    params: z
      .object({
        engine: engineName,
        container: containerRef,
        command: z.array(z.string().min(1).max(4096)).min(1).max(64).optional(),
        user: z.string().max(256).optional(),
        columns,
        rows,
      })
      .strict(),
    result: z.object({ session: z.string() }),
    acts: true,
    summary: 'Opens a terminal in a running container; without a command the first shell found.',
  }),
  'terminal.list': command({
    role: 'operator',
    needsNetworkSwitch: true,
    params: z.object({ engine: engineName, container: containerRef.optional() }).strict(),
    result: z.object({ sessions: z.array(terminalSession) }),
    summary: 'Sessions of the caller, of all for an admin.',
  }),
  'terminal.resize': command({
    role: 'operator',
    isOpenToScope: true,
    needsNetworkSwitch: true,
    params: z.object({ engine: engineName, session, columns, rows }).strict(),
    result: empty,
    summary: 'Sets the size; the last one counts.',
  }),
  'terminal.close': command({
    role: 'operator',
    isOpenToScope: true,
    needsNetworkSwitch: true,
    params: z.object({ engine: engineName, session }).strict(),
    result: empty,
    acts: true,
    summary: 'Ends the process inside and the session.',
  }),
};
