import type { TerminalSession } from '#shared/contract/terminals.ts';
import type { TerminalUser } from '#main/channels/terminals.ts';
import type { Caller } from '#main/commands/handler.ts';
import type { Log } from '#main/engine/engine.ts';
import { type Auditor, entryFor } from '#main/session/auditor.ts';

/** The end of a terminal stands in the audit log as its beginning does. */
export function noteTerminals(auditor: Auditor, log: Log): (info: TerminalSession, owner: TerminalUser) => void {
  return ({ session, container, command, exitCode }, owner) => {
    const details = { session, command: command[0], exitCode };
    const target = { kind: 'container', id: container };
    auditor
      .note(entryFor(owner as Caller, 'terminal.ended', 'ok', { target, details }))
      .catch((thrown: unknown) => log.warn('the end of a terminal could not be noted', { thrown }));
  };
}
