import { observer } from 'mobx-react-lite';
import { useState } from 'react';
import type { Container } from '#shared/contract/containers.ts';
import type { Result } from '#shared/contract/index.ts';
import { clockTime } from '#shared/format/clock-time.ts';
import { dig, listOf, textOf } from '#shared/format/inspect-json.ts';
import { useStores } from '#renderer/views/stores-context.tsx';

/** The command of a check as Docker would run it; undefined when there is none. */
function commandOf(test: readonly unknown[]): string[] | undefined {
  const [kind, ...rest] = test.map((part) => String(part));
  if (kind === 'CMD-SHELL' && rest[0] !== undefined) return ['/bin/sh', '-c', rest[0]];
  return kind === 'CMD' && rest.length > 0 ? rest : undefined;
}

/** The health check's command, its last results, and a way to run it now. */
export const HealthCheck = observer(function HealthCheck({
  container,
  inspect,
}: {
  container: Container;
  inspect: Record<string, unknown>;
}) {
  const { details, session } = useStores();
  const [result, setResult] = useState<Result<'containers.exec'> | { error: string } | null>(null);
  const [isBusy, setBusy] = useState(false);
  const command = commandOf(listOf(dig(inspect, 'Config', 'Healthcheck', 'Test')));
  if (!command) return null;
  const log = listOf(dig(inspect, 'State', 'Health', 'Log'))
    .slice(-5)
    .reverse();
  const run = async (): Promise<void> => {
    setBusy(true);
    try {
      setResult(await details.runHealthCheck(container.id, command));
    } catch (error) {
      setResult({ error: (error as Error).message });
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <h2 className="sect">
        Health check
        {session.can('containers.exec') && container.state === 'running' ? (
          <button type="button" className="btn" disabled={isBusy} onClick={() => void run()}>
            {isBusy ? 'Running…' : 'Run it now'}
          </button>
        ) : null}
      </h2>
      <dl className="facts">
        <dt>Command</dt>
        <dd className="mono">{command.join(' ')}</dd>
        {log.map((entry) => (
          <Entry key={textOf(dig(entry, 'Start')) ?? ''} entry={entry} />
        ))}
      </dl>
      {result === null ? null : (
        <pre className="out mono" role="status">
          {'error' in result
            ? result.error
            : `Exit code ${result.exitCode ?? 'unknown'}\n${result.stdout}${result.stderr}`.trimEnd()}
        </pre>
      )}
    </>
  );
});

function Entry({ entry }: { entry: unknown }) {
  const code = dig(entry, 'ExitCode');
  const start = textOf(dig(entry, 'Start'));
  return (
    <>
      <dt className="num">{start === undefined ? '' : clockTime(Date.parse(start))}</dt>
      <dd>
        <span className={code === 0 ? 'ok' : 'bad'}>{code === 0 ? 'passed' : `failed, code ${String(code)}`}</span>{' '}
        <span className="mono t3">{textOf(dig(entry, 'Output'))?.trim().slice(0, 400)}</span>
      </dd>
    </>
  );
}
