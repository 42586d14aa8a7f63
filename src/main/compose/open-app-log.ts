import type { ComposeOptions } from '#main/compose/options.ts';
import { AppLog } from '#main/log/app-log.ts';
import { consoleEcho } from '#main/log/echo.ts';
import { LogFiles } from '#main/log/log-files.ts';

/** The app's own log, with its files where it has any and its echo. */
export function openAppLog({ env, clock, settings, logs, echo }: ComposeOptions): AppLog {
  return new AppLog({
    clock,
    echo: echo ?? consoleEcho(env['QUAYSIDE_LOG']),
    level: () => (env['QUAYSIDE_LOG'] === 'debug' ? 'debug' : settings.get().appLogLevel),
    files:
      logs &&
      new LogFiles({
        folder: logs.folder,
        clock,
        bounds: () => ({ days: settings.get().appLogDays, bytes: settings.get().appLogBytes }),
      }),
  });
}
