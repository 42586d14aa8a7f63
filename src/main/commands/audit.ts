import type { HandlerDeps } from '#main/commands/deps.ts';
import type { Handlers } from '#main/commands/handler.ts';

export function auditHandlers(deps: HandlerDeps): Pick<Handlers, 'audit.query' | 'audit.export' | 'audit.verify'> {
  return {
    'audit.query': async ({ limit, ...filter }) => ({ records: (await deps.security()).audit.query(filter, limit) }),
    'audit.export': async (filter, { caller }) => {
      const { audit } = await deps.security();
      const day = new Date(deps.clock.now()).toISOString().slice(0, 10);
      return deps.transfers.offer(
        {
          download: {
            fileName: `quayside-audit-${day}.jsonl`,
            type: 'application/jsonl',
            open: () => asLines(audit.records(filter)),
          },
        },
        caller,
      );
    },
    'audit.verify': async () => (await deps.security()).audit.verify(),
  };
}

function* asLines(records: Iterable<unknown>): Generator<Uint8Array> {
  const encoder = new TextEncoder();
  for (const record of records) yield encoder.encode(`${JSON.stringify(record)}\n`);
}
