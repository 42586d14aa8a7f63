import type { HandlerDeps } from '#main/commands/deps.ts';
import type { Handlers } from '#main/commands/handler.ts';
import { futureTime } from '#main/commands/times.ts';
import { confirmAdmin } from '#main/commands/users.ts';
import { findContainer, noSuchContainer } from '#main/engine/container-ref.ts';
import { qrRows } from '#main/security/qr.ts';
import type { Scope } from '#shared/contract/pairing.ts';
import { AppError } from '#shared/protocol/errors.ts';

export function pairingHandlers(
  deps: HandlerDeps,
): Pick<Handlers, 'pairing.create' | 'pairing.answer' | 'pairing.cancel'> {
  return {
    'pairing.create': async ({ role, deviceName, scope, endsAt, confirm }, context) => {
      const remote = deps.remote.state;
      if (remote.state !== 'on')
        throw new AppError('conflict', 'Remote access is off, so a code would lead nowhere.', {
          hint: 'Turn it on first.',
        });
      if (role === 'admin') await confirmAdmin(deps, deviceName ?? 'the next device', context);
      const { code, expiresAt } = (await deps.security()).pairing.create({
        role,
        deviceName,
        scope: scope && (await settled(scope, deps)),
        endsAt: endsAt === undefined ? undefined : futureTime(endsAt, deps.clock),
        confirm: confirm ?? (deps.hasWindow && deps.settings.get().remoteAskToLetIn),
      });
      // In the fragment, which no browser sends and no server writes into a log.
      const url = `${remote.url}/#pair=${code}`;
      return { code, url, expiresAt, qr: qrRows(url) };
    },
    'pairing.answer': async ({ request, allow }) => {
      (await deps.security()).pairing.answer(request, allow);
      return {};
    },
    'pairing.cancel': async () => {
      (await deps.security()).pairing.cancel();
      return {};
    },
  };
}

/** A name stays a name, so that a container made anew is still meant; a shortened ID becomes the whole one. */
async function settled(scope: Scope, deps: HandlerDeps): Promise<Scope> {
  if (!scope.containers) return scope;
  const known = await deps.containersNow('default');
  const containers = scope.containers.map((ref) => {
    const found = findContainer(known, ref);
    if (!found) throw noSuchContainer(ref);
    return found.name === ref ? ref : found.id;
  });
  return { containers };
}
