import type { HandlerDeps } from '#main/commands/deps.ts';
import type { Handlers } from '#main/commands/handler.ts';
import { rank } from '#shared/contract/define.ts';
import { AppError } from '#shared/protocol/errors.ts';

/** `protocol`, logs: who runs a container may keep its log from viewers. */
const LOGS_LABEL = 'quayside.logs';

export function logHandlers(deps: HandlerDeps): Pick<Handlers, 'containers.logs'> {
  return {
    'containers.logs': async ({ engine, container, tail, since, until }, { caller, signal }) => {
      if (rank(caller.role) < rank('operator')) {
        const found = (await deps.containersNow(engine)).find((one) => one.id === container);
        if (found?.labels[LOGS_LABEL] === 'private')
          throw new AppError('forbidden', 'The log of this container is private.');
      }
      return { items: await deps.readLogItems(engine, container, { tail, since, until }, signal) };
    },
  };
}
