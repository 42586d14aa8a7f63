import { alertHandlers } from '#main/commands/alerts.ts';
import { appLogHandlers } from '#main/commands/app-log.ts';
import { auditHandlers } from '#main/commands/audit.ts';
import { buildCacheHandlers } from '#main/commands/build-cache.ts';
import { connectionHandlers } from '#main/commands/connections.ts';
import { containerArchiveHandlers } from '#main/commands/container-archives.ts';
import { containerEditHandlers } from '#main/commands/container-edit.ts';
import { containerRemovalHandlers } from '#main/commands/container-removal.ts';
import { containerHandlers } from '#main/commands/containers.ts';
import { dbQueryHandlers } from '#main/commands/db-queries.ts';
import type { HandlerDeps } from '#main/commands/deps.ts';
import { engineHandlers } from '#main/commands/engines.ts';
import { fileHandlers } from '#main/commands/files.ts';
import type { Handlers } from '#main/commands/handler.ts';
import { historyHandlers } from '#main/commands/history.ts';
import { hostHandlers } from '#main/commands/host.ts';
import { imageHandlers } from '#main/commands/images.ts';
import { incidentHandlers } from '#main/commands/incidents.ts';
import { jobHandlers } from '#main/commands/jobs.ts';
import { logHandlers } from '#main/commands/logs.ts';
import { networkHandlers } from '#main/commands/networks.ts';
import { pairingHandlers } from '#main/commands/pairing.ts';
import { portHandlers } from '#main/commands/ports.ts';
import { remoteHandlers } from '#main/commands/remote.ts';
import { settingsHandlers } from '#main/commands/settings.ts';
import { stackHandlers } from '#main/commands/stacks.ts';
import { statsHandlers } from '#main/commands/stats.ts';
import { terminalHandlers } from '#main/commands/terminals.ts';
import { tokenHandlers } from '#main/commands/tokens.ts';
import { updateHandlers } from '#main/commands/updates.ts';
import { userHandlers } from '#main/commands/users.ts';
import { volumeFileHandlers } from '#main/commands/volume-files.ts';
import { volumeHandlers } from '#main/commands/volumes.ts';

/** A handler for every command of the contract: a missing one does not compile. */
export function createHandlers(deps: HandlerDeps): Handlers {
  return {
    ...containerHandlers(deps),
    ...containerEditHandlers(deps),
    ...containerRemovalHandlers(deps),
    ...containerArchiveHandlers(deps),
    ...fileHandlers(deps),
    ...portHandlers(deps),
    ...engineHandlers(deps),
    ...logHandlers(deps),
    ...jobHandlers(deps),
    ...dbQueryHandlers(deps),
    ...historyHandlers(deps),
    ...incidentHandlers(deps),
    ...alertHandlers(deps),
    ...settingsHandlers(deps),
    ...statsHandlers(deps),
    ...hostHandlers(deps),
    ...buildCacheHandlers(deps),
    ...imageHandlers(deps),
    ...volumeHandlers(deps),
    ...volumeFileHandlers(deps),
    ...networkHandlers(deps),
    ...stackHandlers(deps),
    ...appLogHandlers(deps),
    ...terminalHandlers(deps),
    ...remoteHandlers(deps),
    ...pairingHandlers(deps),
    ...connectionHandlers(deps),
    ...tokenHandlers(deps),
    ...userHandlers(deps),
    ...auditHandlers(deps),
    ...updateHandlers(deps),
  };
}
