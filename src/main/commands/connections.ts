import type { HandlerDeps } from '#main/commands/deps.ts';
import type { Handlers } from '#main/commands/handler.ts';
import { isoTime } from '#main/commands/times.ts';
import { confirmAdmin } from '#main/commands/users.ts';
import type { Device } from '#shared/contract/connections.ts';
import { AppError } from '#shared/protocol/errors.ts';

export function connectionHandlers(
  deps: HandlerDeps,
): Pick<Handlers, 'connections.list' | 'connections.revoke' | 'devices.list' | 'devices.update' | 'devices.revoke'> {
  return {
    'connections.list': () => Promise.resolve(deps.connections()),
    'connections.revoke': async ({ id }) => {
      const signIn = deps.presence.signInOf(id);
      if (signIn === undefined) throw new AppError('not_found', 'There is no such connection.', { field: 'id' });
      await end(deps, signIn);
      return {};
    },
    'devices.list': async () => ({
      devices: (await deps.security()).signIns.list().flatMap((one): Device[] =>
        one.kind === 'password' || one.kind === 'pairing'
          ? [
              {
                id: one.id,
                kind: one.kind,
                user: one.user,
                device: one.device,
                role: one.role,
                ...(one.scope && { scope: one.scope }),
                ...(one.endsAt !== undefined && { endsAt: isoTime(one.endsAt) }),
                createdAt: isoTime(one.createdAt),
                lastSeenAt: isoTime(deps.presence.lastSeenOf(one.id) ?? one.lastUsedAt),
                connections: deps.presence.connectionsOf(one.id),
              },
            ]
          : [],
      ),
    }),
    'devices.update': async ({ id, role, name }, context) => {
      const { signIns } = await deps.security();
      const found = signIns.get(id);
      if (!found) throw noDevice();
      if (role === 'admin' && found.role !== 'admin') await confirmAdmin(deps, found.device, context);
      if (name !== undefined) signIns.rename(id, name);
      if (role !== undefined && role !== found.role) signIns.setRole(id, role);
      return {};
    },
    'devices.revoke': async ({ id }) => {
      await end(deps, id);
      return {};
    },
  };
}

async function end(deps: HandlerDeps, signIn: string): Promise<void> {
  const { signIns } = await deps.security();
  if (signIns.get(signIn)?.kind === 'start')
    throw new AppError('conflict', 'This is the token of the running start: it ends when the program does.');
  if (!signIns.end(signIn, 'revoked')) throw noDevice();
}

const noDevice = (): AppError => new AppError('not_found', 'There is no such device.', { field: 'id' });
