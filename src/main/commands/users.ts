import type { HandlerDeps } from '#main/commands/deps.ts';
import type { CallContext, Handlers } from '#main/commands/handler.ts';
import { AppError } from '#shared/protocol/errors.ts';

export function userHandlers(
  deps: HandlerDeps,
): Pick<Handlers, 'users.list' | 'users.create' | 'users.update' | 'users.remove'> {
  return {
    'users.list': async () => ({ users: (await deps.security()).users.list() }),
    'users.create': async (params, context) => {
      if (params.role === 'admin') await confirmAdmin(deps, params.name, context);
      const { auth, users } = await deps.security();
      if (!users.has(params.name) && auth.isTaken(params.name))
        throw new AppError('conflict', `A device or token is named "${params.name}" already.`, {
          reason: 'taken',
          field: 'name',
        });
      await users.create(params);
      return {};
    },
    'users.update': async ({ name, role, password, disabled }, context) => {
      if (role === undefined && password === undefined && disabled === undefined)
        throw new AppError('bad_request', 'Say what is to change: role, password or disabled.', { field: 'params' });
      const { users } = await deps.security();
      if (role === 'admin' && users.has(name) && users.roleOf(name) !== 'admin')
        await confirmAdmin(deps, name, context);
      await users.update(name, { role, password, disabled });
      return {};
    },
    'users.remove': async ({ name }) => {
      (await deps.security()).users.remove(name);
      return {};
    },
  };
}

/**
 * An admin over the network has every right but this window's own. So one is made at the computer itself (design section
 * 10): whoever came into an admin's hands for a minute could else leave a second one behind. Throws `forbidden`.
 */
export async function confirmAdmin(deps: HandlerDeps, name: string, context: CallContext): Promise<void> {
  if (!context.caller.isLocal)
    throw new AppError('forbidden', 'An admin is made at the computer itself, not over the network.', {
      hint: 'Ask whoever sits there, or choose Operator.',
      field: 'role',
    });
  await deps.confirm(
    {
      message: `Make ${name} an admin?`,
      detail:
        'An admin can create and remove containers over the network, and with them reach everything on this computer.',
      yes: 'Make admin',
    },
    context,
  );
}
