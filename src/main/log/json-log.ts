type Level = 'debug' | 'info' | 'warn' | 'error';

/** One JSON record a line, for programs that read our standard output: `{time, level, message, details?}`. */
export function jsonLog(
  write: (line: string) => void,
  isVerbose: boolean,
): Record<Level, (message: string, details?: unknown) => void> {
  const at =
    (level: Level) =>
    (message: string, details?: unknown): void => {
      if (level === 'debug' && !isVerbose) return;
      const record = { time: new Date().toISOString(), level, message, ...(details === undefined ? {} : { details }) };
      write(`${JSON.stringify(record, readable)}\n`);
    };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

/** An Error's message and stack are not enumerable, so JSON would show it as {}. */
export const readable = (_key: string, value: unknown): unknown => (value instanceof Error ? value.stack : value);
