import { observer } from 'mobx-react-lite';
import type { Container } from '#shared/contract/containers.ts';
import { memory } from '#shared/format/bytes.ts';
import { clockTime, fullTime } from '#shared/format/clock-time.ts';
import { shellWord } from '#shared/format/docker-run.ts';
import { dig, entriesOf, numberOf, textOf, textsOf } from '#shared/format/inspect-json.ts';
import { portLines } from '#shared/format/ports.ts';
import { plural, words } from '#shared/format/quantity.ts';
import { cutEnd, visibleText } from '#shared/format/visible-text.ts';
import { Fact } from '#renderer/ui/fact.tsx';
import { HealthCheck } from '#renderer/views/container/health-check.tsx';
import { useStores } from '#renderer/views/stores-context.tsx';

/** A label may hold 200 KB. */
const MAX_LABEL = 300;
const NANOS = 1e9;

/** What one looks for first in an inspect answer, in words. */
export const InspectSummary = observer(function InspectSummary({
  container,
  inspect,
}: {
  container: Container;
  inspect: Record<string, unknown>;
}) {
  const command = [textOf(dig(inspect, 'Path')) ?? '', ...textsOf(dig(inspect, 'Args'))].filter(Boolean);
  const networks = entriesOf(dig(inspect, 'NetworkSettings', 'Networks'));
  const labels = Object.entries(container.labels).sort(([a], [b]) => (a < b ? -1 : 1));
  const user = textOf(dig(inspect, 'Config', 'User'));
  return (
    <>
      <dl className="facts">
        <Fact name="ID">
          <span className="mono">{container.id}</span>
        </Fact>
        <Fact name="Image">
          <span className="mono">{visibleText(container.image)}</span>
        </Fact>
        <Fact name="Command">
          <span className="mono">
            {visibleText(cutEnd(command.map(shellWord).join(' '), 2000)) || container.command}
          </span>
        </Fact>
        {user === undefined ? null : <Fact name="User">{visibleText(user)}</Fact>}
        <Fact name="Created">{fullTime(Date.parse(container.createdAt))}</Fact>
        {container.startedAt === undefined ? null : (
          <Fact name="Started">{fullTime(Date.parse(container.startedAt))}</Fact>
        )}
        <Fact name="Restart policy">{restartWords(container, inspect)}</Fact>
        <Fact name="Limits">{limitWords(inspect)}</Fact>
        <Fact name="Ports">
          <span className="lines num">{portLines(container.ports) || 'none'}</span>
        </Fact>
        <Fact name="Networks">
          {networks.length === 0
            ? 'none'
            : networks.map(([name, network]) => (
                <div key={name}>
                  {visibleText(name)} <span className="mono t3">{textOf(dig(network, 'IPAddress'))}</span>
                </div>
              ))}
        </Fact>
        <Fact name="Mounts">
          {container.mounts.length === 0
            ? 'none'
            : container.mounts.map((mount) => (
                <div key={mount.destination} className="mono">
                  {visibleText(mount.name ?? mount.source ?? mount.type)} → {visibleText(mount.destination)}
                  {mount.isReadOnly ? <span className="t3"> read only</span> : null}
                </div>
              ))}
        </Fact>
        <Fact name="Log driver">{textOf(dig(inspect, 'HostConfig', 'LogConfig', 'Type')) ?? 'not known'}</Fact>
        {labels.length === 0 ? null : (
          <Fact name="Labels">
            {labels.map(([name, value]) => (
              <div key={name} className="mono">
                {visibleText(cutEnd(name, MAX_LABEL))}=<bdi className="t2">{visibleText(cutEnd(value, MAX_LABEL))}</bdi>
              </div>
            ))}
          </Fact>
        )}
      </dl>
      <HealthCheck container={container} inspect={inspect} />
      <Events container={container} />
    </>
  );
});

function restartWords({ restartCount }: Container, inspect: unknown): string {
  const name = textOf(dig(inspect, 'HostConfig', 'RestartPolicy', 'Name')) ?? 'no';
  const tries = numberOf(dig(inspect, 'HostConfig', 'RestartPolicy', 'MaximumRetryCount'));
  const most = tries > 0 ? `, at most ${plural(tries, 'time')}` : '';
  return `${name}${most}${restartCount ? `, restarted ${plural(restartCount, 'time')}` : ''}`;
}

function limitWords(inspect: unknown): string {
  const host = (name: string): number => numberOf(dig(inspect, 'HostConfig', name));
  const parts = [
    host('Memory') > 0 ? `memory ${words(memory(host('Memory')))}` : '',
    host('NanoCpus') > 0 ? plural(host('NanoCpus') / NANOS, 'CPU') : '',
    host('PidsLimit') > 0 ? plural(host('PidsLimit'), 'PID') : '',
  ].filter(Boolean);
  return parts.length === 0 ? 'none' : parts.join(', ');
}

/** What Docker reported of this container, newest first. */
const Events = observer(function Events({ container }: { container: Container }) {
  const events = useStores().events.of(container.id);
  if (events.length === 0) return null;
  return (
    <>
      <h2 className="sect">Events</h2>
      <table className="tbl" aria-label="Events">
        <tbody className="num">
          {[...events]
            .reverse()
            .slice(0, 50)
            .map((event) => (
              <tr key={`${event.time} ${event.action}`}>
                <td className="when" title={event.time}>
                  {clockTime(Date.parse(event.time))}
                </td>
                <td>{visibleText(event.action)}</td>
              </tr>
            ))}
        </tbody>
      </table>
    </>
  );
});
