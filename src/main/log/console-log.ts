import { readable } from '#main/log/json-log.ts';

interface Levels {
  debug(message: string, details?: unknown): void;
  info(message: string, details?: unknown): void;
  warn(message: string, details?: unknown): void;
  error(message: string, details?: unknown): void;
}

/**
 * The app's own log until it has files of its own: warnings and errors to standard error, the rest only when
 * `QUAYSIDE_LOG=debug` asks for it. Standard output stays free for what a script reads.
 */
export function consoleLog(level: string | undefined): Levels {
  const isVerbose = level === 'debug';
  const write = (name: string, message: string, details: unknown): void => {
    const rest = details === undefined ? '' : ` ${JSON.stringify(details, readable)}`;
    process.stderr.write(`[quayside] ${name}: ${message}${rest}\n`);
  };
  return {
    debug: (message, details) => void (isVerbose && write('debug', message, details)),
    info: (message, details) => void (isVerbose && write('info', message, details)),
    warn: (message, details) => write('warn', message, details),
    error: (message, details) => write('error', message, details),
  };
}
