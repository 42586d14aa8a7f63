import { observer } from 'mobx-react-lite';
import { type ReactNode, useState } from 'react';
import type { Container } from '#shared/contract/containers.ts';
import { memory } from '#shared/format/bytes.ts';
import { clockTime, fullTime } from '#shared/format/clock-time.ts';
import { words } from '#shared/format/quantity.ts';
import { HealthCheck } from '#renderer/views/container/health-check.tsx';
import { JsonTree } from '#renderer/views/container/json-tree.tsx';
import { dig, listOf, textOf, useInspect } from '#renderer/views/container/use-inspect.ts';
import { portLines } from '#shared/format/ports.ts';
import { Loading } from '#renderer/views/engine/loading.tsx';
import { useStores } from '#renderer/views/stores-context.tsx';
import { CopyButton } from '#renderer/ui/copy-button.tsx';
import { Segments } from '#renderer/ui/segments.tsx';

export const InspectTab = observer(function InspectTab({ container }: { container: Container }) {
  const { value, error } = useInspect(container);
  const [part, setPart] = useState<'summary' | 'json'>('summary');
  if (!value) return <Loading error={error} />;
  return (
    <>
      <div className="tool" role="toolbar" aria-label="Inspect tools">
        <Segments
          label="View"
          value={part}
          segments={[
            { value: 'summary', label: 'Summary' },
            { value: 'json', label: 'JSON' },
          ]}
          onPick={setPart}
        />
        <span className="grow" />
        {error ? <span className="bad ell">{error.message}</span> : null}
        <CopyButton text={JSON.stringify(value, null, 2)} label="Copy as JSON" />
      </div>
      <div
        className="scroll"
        tabIndex={0}
        role="region"
        aria-label={part === 'json' ? 'Inspect, JSON' : 'Inspect, summary'}
      >
        {part === 'json' ? (
          <div className="tree">
            <JsonTree value={value} />
          </div>
        ) : (
          <Summary container={container} inspect={value} />
        )}
      </div>
    </>
  );
});

const MAX_LABEL = 300;
const cut = (text: string): string => (text.length > MAX_LABEL ? `${text.slice(0, MAX_LABEL)}…` : text);

const Summary = observer(function Summary({
  container,
  inspect,
}: {
  container: Container;
  inspect: Record<string, unknown>;
}) {
  const command = [textOf(dig(inspect, 'Path')), ...listOf(dig(inspect, 'Args')).map(textOf)].filter(Boolean).join(' ');
  const restart = textOf(dig(inspect, 'HostConfig', 'RestartPolicy', 'Name')) ?? 'no';
  const tries = dig(inspect, 'HostConfig', 'RestartPolicy', 'MaximumRetryCount');
  const memoryLimit = dig(inspect, 'HostConfig', 'Memory');
  const cpus = dig(inspect, 'HostConfig', 'NanoCpus');
  const networks = Object.entries((dig(inspect, 'NetworkSettings', 'Networks') ?? {}) as Record<string, unknown>);
  const labels = Object.entries(container.labels);
  return (
    <>
      <dl className="facts">
        <Fact name="ID">
          <span className="mono">{container.id}</span>
        </Fact>
        <Fact name="Image">
          <span className="mono">{container.image}</span>
        </Fact>
        <Fact name="Command">
          <span className="mono">{command || container.command}</span>
        </Fact>
        <Fact name="Created">{fullTime(Date.parse(container.createdAt))}</Fact>
        {container.startedAt === undefined ? null : (
          <Fact name="Started">{fullTime(Date.parse(container.startedAt))}</Fact>
        )}
        <Fact name="Restart policy">
          {restart}
          {typeof tries === 'number' && tries > 0 ? `, at most ${tries} times` : ''}
          {container.restartCount ? `, restarted ${container.restartCount} times` : ''}
        </Fact>
        <Fact name="Limits">
          {[
            typeof memoryLimit === 'number' && memoryLimit > 0 ? `memory ${words(memory(memoryLimit))}` : '',
            typeof cpus === 'number' && cpus > 0 ? `${cpus / 1e9} CPUs` : '',
          ]
            .filter(Boolean)
            .join(', ') || 'none'}
        </Fact>
        <Fact name="Ports">
          <span style={{ whiteSpace: 'pre-line' }}>{portLines(container.ports) || 'none'}</span>
        </Fact>
        <Fact name="Networks">
          {networks.length === 0
            ? 'none'
            : networks.map(([name, network]) => (
                <div key={name}>
                  {name} <span className="mono t3">{textOf(dig(network, 'IPAddress'))}</span>
                </div>
              ))}
        </Fact>
        <Fact name="Mounts">
          {container.mounts.length === 0
            ? 'none'
            : container.mounts.map((mount) => (
                <div key={mount.destination} className="mono">
                  {mount.name ?? mount.source ?? mount.type} → {mount.destination}
                  {mount.isReadOnly ? <span className="t3"> read only</span> : null}
                </div>
              ))}
        </Fact>
        <Fact name="Log driver">{textOf(dig(inspect, 'HostConfig', 'LogConfig', 'Type')) ?? 'not known'}</Fact>
        {labels.length === 0 ? null : (
          <Fact name="Labels">
            {labels.map(([name, value]) => (
              <div key={name} className="mono">
                {name}=<span className="t2">{cut(value)}</span>
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

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </>
);

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
                <td style={{ width: 110 }} title={event.time}>
                  {clockTime(Date.parse(event.time))}
                </td>
                <td>{event.action}</td>
              </tr>
            ))}
        </tbody>
      </table>
    </>
  );
});
