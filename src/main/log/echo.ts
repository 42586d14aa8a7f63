import type { AppLogEntry } from '#shared/contract/app-log.ts';
import type { Echo } from '#main/log/app-log.ts';

const isShown = (level: AppLogEntry['level'], isVerbose: boolean): boolean =>
  isVerbose || level === 'warn' || level === 'error';

/**
 * Warnings and errors to standard error, the rest only when `QUAYSIDE_LOG=debug` asks for it. Standard output stays free
 * for what a script reads.
 */
export function consoleEcho(level: string | undefined): Echo {
  const isVerbose = level === 'debug';
  return ({ level: at, source, message, details }) => {
    if (!isShown(at, isVerbose)) return;
    const rest = details === undefined ? '' : ` ${JSON.stringify(details)}`;
    process.stderr.write(`[quayside] ${at}: ${source}: ${message}${rest}\n`);
  };
}

/** One JSON record a line, for programs that read our standard output. */
export function jsonEcho(write: (line: string) => void, isVerbose: boolean): Echo {
  return (entry) => {
    if (entry.level !== 'debug' || isVerbose) write(`${JSON.stringify(entry)}\n`);
  };
}
