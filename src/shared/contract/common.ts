import { z } from '#shared/contract/zod.ts';

/** Docker's grammar of names and ids; also the guard against paths (`../images`) and queries (`x?force=1`) in a request. */
export const CONTAINER_REF = /^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,511}$/;

export const engineName = z
  .string()
  .regex(/^[a-z0-9-]{1,40}$/, 'An engine is named by 1 to 40 of a-z, 0-9 and "-".')
  .default('default');
export const containerRef = z
  .string()
  .regex(
    CONTAINER_REF,
    'A container is named by its ID or its name: letters, digits, "_", "." and "-", beginning with a letter or digit.',
  );

/** Full ids on the wire: 64 hex digits. */
export const containerId = z.string();
/** RFC 3339 UTC; 9 digits of a second from Docker, 3 from our clock. */
export const time = z.string();

/** Params that carry nothing but the engine. */
export const engineOnly = z.object({ engine: engineName }).strict();
export const nothing = z.object({}).strict();
export const empty = z.object({});

export const errorShape = z.object({
  code: z.string(),
  message: z.string(),
  hint: z.string().optional(),
  field: z.string().optional(),
  reason: z.string().optional(),
  retryAfterMs: z.number().optional(),
  id: z.string().optional(),
});
