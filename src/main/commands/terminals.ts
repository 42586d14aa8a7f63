import type { HandlerDeps } from '#main/commands/deps.ts';
import type { Handlers } from '#main/commands/handler.ts';

export function terminalHandlers(
  deps: HandlerDeps,
): Pick<Handlers, 'terminal.open' | 'terminal.list' | 'terminal.resize' | 'terminal.close'> {
  const { terminals } = deps;
  return {
    'terminal.open': async (params, { caller, signal }) => ({ session: await terminals.open(params, caller, signal) }),
    'terminal.list': async ({ engine, container }, { caller }) => ({
      sessions: terminals.list({ engine, container }, caller),
    }),
    'terminal.resize': async ({ session, columns, rows }, { caller }) => {
      await terminals.resize(session, columns, rows, caller);
      return {};
    },
    'terminal.close': async ({ session }, { caller }) => {
      await terminals.close(session, caller);
      return {};
    },
  };
}
