import { empty, nothing, time } from '#shared/contract/common.ts';
import { ASKED_TIMEOUT_MS, command } from '#shared/contract/define.ts';
import { networkRole } from '#shared/contract/pairing.ts';
import { z } from '#shared/contract/zod.ts';

/** "local" is the person at this computer. */
export const userName = z
  .string()
  .regex(/^[a-zA-Z0-9][a-zA-Z0-9._-]{0,39}$/, 'A user name has 1 to 40 letters, digits, ".", "_" and "-".')
  .refine((name) => name.toLowerCase() !== 'local', 'The name "local" is taken: it is the person at this computer.');
export const MIN_PASSWORD = 12;
const password = z
  .string()
  .min(MIN_PASSWORD, `A password has at least ${MIN_PASSWORD} characters.`)
  .max(1024, 'A password has at most 1,024 characters.');

/** One that is disabled keeps name, role and password, and cannot sign in. */
export const user = z.object({ name: z.string(), role: networkRole, createdAt: time, disabled: z.boolean() });
export type User = z.infer<typeof user>;

export const userCommands = {
  'users.list': command({
    role: 'admin',
    params: nothing,
    result: z.object({ users: z.array(user) }),
    summary: 'Who can sign in with a password.',
  }),
  'users.create': command({
    role: 'admin',
    params: z.object({ name: userName, role: networkRole, password }).strict(),
    result: empty,
    acts: true,
    timeoutMs: ASKED_TIMEOUT_MS,
    summary: 'A user who signs in with a password. There is none until somebody makes one.',
  }),
  'users.update': command({
    role: 'admin',
    params: z
      .object({
        name: userName,
        role: networkRole.optional(),
        password: password.optional(),
        disabled: z.boolean().optional(),
      })
      .strict(),
    result: empty,
    acts: true,
    timeoutMs: ASKED_TIMEOUT_MS,
    summary:
      'Changes role or password, disables or enables; who is signed in under the name has to sign in again, and cannot while disabled.',
  }),
  'users.remove': command({
    role: 'admin',
    params: z.object({ name: userName }).strict(),
    result: empty,
    acts: true,
    summary: 'Removes a user and ends what it has open.',
  }),
};
