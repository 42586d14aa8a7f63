import { containerHandlers } from '#main/commands/containers.ts';
import type { HandlerDeps } from '#main/commands/deps.ts';
import { engineHandlers } from '#main/commands/engines.ts';
import type { Handlers } from '#main/commands/handler.ts';
import { logHandlers } from '#main/commands/logs.ts';
import { settingsHandlers } from '#main/commands/settings.ts';
import { statsHandlers } from '#main/commands/stats.ts';
import { terminalHandlers } from '#main/commands/terminals.ts';

/** A handler for every command of the contract: a missing one does not compile. */
export function createHandlers(deps: HandlerDeps): Handlers {
  return {
    ...containerHandlers(deps),
    ...engineHandlers(deps),
    ...logHandlers(deps),
    ...settingsHandlers(deps),
    ...statsHandlers(deps),
    ...terminalHandlers(deps),
  };
}
