import type { HandlerDeps } from '#main/commands/deps.ts';
import type { Handlers } from '#main/commands/handler.ts';
import { futureTime, isoTime } from '#main/commands/times.ts';
import { confirmAdmin } from '#main/commands/users.ts';
import { AppError } from '#shared/protocol/errors.ts';

export function tokenHandlers(deps: HandlerDeps): Pick<Handlers, 'tokens.create' | 'tokens.list' | 'tokens.revoke'> {
  return {
    'tokens.create': async ({ name, role, endsAt }, context) => {
      if (role === 'admin') await confirmAdmin(deps, name, context);
      const { auth, signIns } = await deps.security();
      if (auth.isTaken(name))
        throw new AppError('conflict', `The name "${name}" is taken by a user, a device or a token.`, {
          reason: 'taken',
          field: 'name',
        });
      const { signIn, token } = signIns.add({
        kind: 'token',
        user: name,
        role,
        device: name,
        endsAt: endsAt === undefined ? undefined : futureTime(endsAt, deps.clock),
      });
      return { id: signIn.id, token };
    },
    'tokens.list': async () => ({
      tokens: (await deps.security()).signIns
        .list()
        .filter(({ kind }) => kind === 'token')
        .map(({ id, user, role, createdAt, lastUsedAt, endsAt }) => ({
          id,
          name: user,
          role,
          createdAt: isoTime(createdAt),
          lastUsedAt: isoTime(lastUsedAt),
          ...(endsAt !== undefined && { endsAt: isoTime(endsAt) }),
        })),
    }),
    'tokens.revoke': async ({ id }) => {
      const { signIns } = await deps.security();
      if (signIns.get(id)?.kind !== 'token')
        throw new AppError('not_found', 'There is no such token.', { field: 'id' });
      signIns.end(id, 'revoked');
      return {};
    },
  };
}
