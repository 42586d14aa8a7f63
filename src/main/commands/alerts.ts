import type { HandlerDeps } from '#main/commands/deps.ts';
import type { Caller, Handlers } from '#main/commands/handler.ts';
import { AppError } from '#shared/protocol/errors.ts';

export function alertHandlers({
  alerts,
  clock,
  settings,
}: HandlerDeps): Pick<Handlers, 'alerts.set' | 'alerts.remove' | 'alerts.test'> {
  /** Who is elsewhere would reach into this computer's network: that is asked for at this computer. */
  const checkReach = (allowsLocal: boolean | undefined, caller: Caller): void => {
    if (allowsLocal && !caller.isLocal && !settings.get().remoteAllowActs)
      throw new AppError(
        'forbidden',
        'From the network no webhook may lead to this computer or the network around it.',
        {
          hint: 'Set it at this computer, or switch on "Allow from the network" there.',
          field: 'webhook.allowsLocal',
        },
      );
  };
  return {
    'alerts.set': (params, { caller }) => {
      checkReach(params.webhook?.allowsLocal, caller);
      return alerts.set(params);
    },
    'alerts.remove': async ({ rule }) => {
      await alerts.remove(rule);
      return {};
    },
    'alerts.test': async (params, { caller, signal }) => {
      checkReach(params.webhook.allowsLocal, caller);
      const began = clock.monotonic();
      const { isDelivered, status, message, body } = await alerts.test(params, signal);
      return { isDelivered, status, message, body, durationMs: Math.round(clock.monotonic() - began) };
    },
  };
}
