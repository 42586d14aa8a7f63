import type { HandlerDeps } from '#main/commands/deps.ts';
import type { Handlers } from '#main/commands/handler.ts';
import { AppError } from '#shared/protocol/errors.ts';

export function userHandlers(
  deps: HandlerDeps,
): Pick<Handlers, 'users.list' | 'users.create' | 'users.update' | 'users.remove'> {
  return {
    'users.list': async () => ({ users: (await deps.security()).users.list() }),
    'users.create': async (params) => {
      const { auth, users } = await deps.security();
      if (!users.has(params.name) && auth.isTaken(params.name))
        throw new AppError('conflict', `A device or token is named "${params.name}" already.`, {
          reason: 'taken',
          field: 'name',
        });
      await users.create(params);
      return {};
    },
    'users.update': async ({ name, role, password }) => {
      if (role === undefined && password === undefined)
        throw new AppError('bad_request', 'Say what is to change: role, password or both.', { field: 'params' });
      await (await deps.security()).users.update(name, { role, password });
      return {};
    },
    'users.remove': async ({ name }) => {
      (await deps.security()).users.remove(name);
      return {};
    },
  };
}
