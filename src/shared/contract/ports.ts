import { containerId, containerRef, engineName } from '#shared/contract/common.ts';
import { command } from '#shared/contract/define.ts';
import { z } from '#shared/contract/zod.ts';

const PROTOCOLS = ['tcp', 'udp', 'sctp'] as const;
const portNumber = z.number().int().min(1).max(65_535);

/** `unknown`: something on this computer that Quayside may not look into, or whose name the reader may not have. */
export const portOwner = z.discriminatedUnion('kind', [
  /** One that does not run wants the port when it starts. */
  z.object({ kind: z.literal('container'), id: containerId, name: z.string(), isRunning: z.boolean() }),
  z.object({ kind: z.literal('process'), pid: z.number(), name: z.string() }),
  z.object({ kind: z.literal('unknown') }),
]);
export type PortOwner = z.infer<typeof portOwner>;

export const takenPort = z.object({
  port: portNumber,
  protocol: z.enum(PROTOCOLS),
  /** "0.0.0.0" and "::" are every address of this computer. */
  address: z.string(),
  owner: portOwner,
  /** What the port leads to in a container. */
  containerPort: z.number().optional(),
});
export type TakenPort = z.infer<typeof takenPort>;

export const portCommands = {
  'ports.list': command({
    role: 'viewer',
    params: z.object({ engine: engineName }).strict(),
    result: z.object({
      ports: z.array(takenPort),
      /** False: the engine is on another computer, whose processes nobody here can see. */
      isHere: z.boolean(),
    }),
    timeoutMs: 15_000,
    summary:
      "Which port of the engine's computer belongs to whom: containers, also those that do not run, and processes.",
  }),
  'ports.check': command({
    role: 'viewer',
    params: z
      .object({
        engine: engineName,
        ports: z
          .array(
            z
              .object({
                port: portNumber,
                protocol: z.enum(PROTOCOLS).default('tcp'),
                address: z.string().max(50).optional(),
              })
              .strict(),
          )
          .min(1)
          .max(100),
        /** A container whose own ports do not count: it is made anew. */
        except: containerRef.optional(),
      })
      .strict(),
    result: z.object({
      results: z.array(
        z.object({
          port: portNumber,
          protocol: z.enum(PROTOCOLS),
          /** Whose it is now, or will be when that is started; absent where it is free. */
          takenBy: portOwner.optional(),
          /** The next one that nobody has or wants. */
          free: portNumber.nullable(),
        }),
      ),
      isHere: z.boolean(),
    }),
    timeoutMs: 15_000,
    summary: 'Whether ports are free, who has those that are not, and a free one to take instead.',
  }),
};
