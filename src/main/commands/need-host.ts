import type { HandlerDeps } from '#main/commands/deps.ts';
import type { Caller } from '#main/commands/handler.ts';
import { AppError } from '#shared/protocol/errors.ts';

/**
 * What gets at the whole machine is not for the network, unless its owner allowed it: with it an admin of containers is
 * root of the machine. `reach`: by which settings. Throws `forbidden`.
 */
export function needHost({ settings }: Pick<HandlerDeps, 'settings'>, caller: Caller, reach: readonly string[]): void {
  const [first] = reach;
  if (first === undefined || caller.isLocal || settings.get().remoteAllowActs) return;
  throw new AppError('forbidden', `Containers with ${first} are not made from the network.`, {
    hint: 'The owner can allow it on the Remote access screen.',
  });
}
