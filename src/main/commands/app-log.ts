import type { HandlerDeps } from '#main/commands/deps.ts';
import type { Handlers } from '#main/commands/handler.ts';
import { writeWhole } from '#main/commands/write-whole.ts';
import type { AppLogEntry } from '#shared/contract/app-log.ts';
import { AppError } from '#shared/protocol/errors.ts';
import { logFileName } from '#shared/format/log-file-name.ts';

type Names = 'appLogs.query' | 'appLogs.export' | 'appLogs.kept' | 'appLogs.openFolder';

export function appLogHandlers(deps: HandlerDeps): Pick<Handlers, Names> {
  const { appLog, transfers, clock, askWhereToSave, openFolder } = deps;
  return {
    'appLogs.query': async ({ limit, ...filter }) => ({ items: await appLog.query(filter, limit) }),
    'appLogs.export': async ({ format, ...filter }, { caller, signal }) => {
      const fileName = logFileName('quayside', new Date(clock.now()), format);
      const bytes = (): AsyncGenerator<Uint8Array> => fileOf(appLog.all(filter), format);
      if (askWhereToSave && !caller.remote) {
        const file = await askWhereToSave(fileName);
        if (file === undefined || signal.aborted) return { file: null };
        await writeWhole(file, bytes());
        return { file };
      }
      const type = format === 'jsonl' ? 'application/jsonl' : 'text/plain; charset=utf-8';
      return transfers.offer({ download: { fileName, type, open: bytes } }, caller);
    },
    'appLogs.kept': async () => {
      const { days, bytes: maxBytes } = appLog.files?.bounds() ?? { days: 0, bytes: 0 };
      return {
        days,
        maxBytes,
        bytes: (await appLog.files?.bytes()) ?? 0,
        folder: appLog.files?.folder ?? '',
        problem: appLog.files?.problem ?? null,
      };
    },
    'appLogs.openFolder': async (_params, { caller }) => {
      if (!openFolder || !appLog.files || caller.remote)
        throw new AppError('not_found', 'The log has no folder that could be shown here.');
      await openFolder(appLog.files.folder);
      return {};
    },
  };
}

async function* fileOf(
  entries: AsyncIterable<AppLogEntry>,
  format: 'log' | 'jsonl',
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const entry of entries)
    yield Buffer.from(`${format === 'jsonl' ? JSON.stringify(entry) : plainLine(entry)}\n`);
}

/** "2026-11-21T07:30:30.669Z warn engine: … {"endpoint":…}". */
function plainLine({ time, level, source, message, details }: AppLogEntry): string {
  const rest = details === undefined ? '' : ` ${JSON.stringify(details)}`;
  return `${time} ${level} ${source}: ${message}${rest}`.replaceAll('\n', '\\n');
}
