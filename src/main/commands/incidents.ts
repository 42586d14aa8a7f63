import { rank } from '#shared/contract/define.ts';
import type { HandlerDeps } from '#main/commands/deps.ts';
import type { Handlers } from '#main/commands/handler.ts';

export function incidentHandlers({ incidents }: HandlerDeps): Pick<Handlers, 'incidents.get'> {
  return {
    'incidents.get': async ({ incident }, { caller }) => {
      const found = await incidents.get(incident);
      // As of the log itself: a health check's output may quote it.
      if (!found.isPrivate || rank(caller.role) > rank('viewer')) return found;
      return { ...found, lines: [], health: [] };
    },
  };
}
