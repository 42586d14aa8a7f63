import { observer } from 'mobx-react-lite';
import { useState } from 'react';
import { Link } from 'wouter';
import type { FileSystem, HostMetrics, HostProcess, NetworkInterface } from '#shared/contract/host.ts';
import { memory, ofWords, rate, size } from '#shared/format/bytes.ts';
import { percent, wholePercent } from '#shared/format/percent.ts';
import { words } from '#shared/format/quantity.ts';
import { useStores } from '#renderer/views/stores-context.tsx';
import { Figure } from '#renderer/ui/figure.tsx';
import { Segments } from '#renderer/ui/segments.tsx';

/** Design section 4: a disk over 90 % needs attention. */
const NEAR_FULL = 90;

export function FileSystemsCard({ fileSystems }: { fileSystems: readonly FileSystem[] }) {
  return (
    <section className="card host-card" aria-label="File systems">
      <div className="card-head">
        <h2>File systems</h2>
      </div>
      {fileSystems.length === 0 ? <p className="card-line t2">Not known yet.</p> : null}
      <ul>
        {fileSystems.map(({ mount, device, type, usedBytes, totalBytes, percent: share }) => (
          <li key={mount} className="host-disk" title={`${device}, ${type}`}>
            <span className="ell mono">{mount}</span>
            <span className="bar">
              <i
                style={{
                  width: `${Math.min(100, share)}%`,
                  background: share >= NEAR_FULL ? 'var(--state-warn)' : 'var(--chart-mem)',
                }}
              />
            </span>
            <span className={share >= NEAR_FULL ? 'num warn' : 'num'}>{words(wholePercent(share))}</span>
            <span className="num t2 r">{ofWords(size(usedBytes), size(totalBytes))}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function InterfacesCard({ interfaces }: { interfaces: readonly NetworkInterface[] }) {
  return (
    <section className="card host-card" aria-label="Network interfaces">
      <table className="host-table">
        <thead>
          <tr>
            <th scope="col" className="host-title">
              Network interfaces
            </th>
            <th scope="col" className="r">
              In
            </th>
            <th scope="col" className="r">
              Out
            </th>
            <th scope="col" className="r hide-s">
              In all
            </th>
          </tr>
        </thead>
        <tbody className="num">
          {interfaces.map((one) => (
            <tr key={one.name}>
              <th scope="row">
                <span className="mono">{one.name}</span>
                <span className="t3 sub ell" title={one.addresses.join(', ')}>
                  {one.addresses[0] ?? 'no address'}
                </span>
              </th>
              <td className="r">
                <Figure quantity={rate(one.rxRate)} />
              </td>
              <td className="r">
                <Figure quantity={rate(one.txRate)} />
              </td>
              <td className="r t2 hide-s">
                {words(size(one.rxBytes))} in, {words(size(one.txBytes))} out
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

type By = 'cpu' | 'memory';
const BY = [
  { value: 'cpu', label: 'CPU' },
  { value: 'memory', label: 'Memory' },
] as const;

/** The ten that use most, in containers or not. A role that may not see them gets none, and is told so. */
export const ProcessesCard = observer(function ProcessesCard({ metrics }: { metrics: HostMetrics }) {
  const { session } = useStores();
  const [by, setBy] = useState<By>('cpu');
  const processes = by === 'cpu' ? metrics.topProcesses : metrics.topMemoryProcesses;
  return (
    <section className="card host-card" aria-label="Processes">
      <div className="card-head">
        <h2>Busiest processes</h2>
        <span className="grow" />
        <Segments label="Busiest by" value={by} segments={BY} onPick={setBy} />
      </div>
      {processes.length === 0 ? (
        <p className="card-line t2">
          {session.can('containers.top')
            ? 'The processes of this machine cannot be read.'
            : 'Your role does not show processes.'}
        </p>
      ) : (
        <table className="host-table" aria-label="Busiest processes">
          <thead>
            <tr>
              <th scope="col">Command</th>
              <th scope="col" className="host-container hide-s">
                Container
              </th>
              <th scope="col" className="host-user hide-s">
                User
              </th>
              <th scope="col" className="host-pid r hide-s">
                PID
              </th>
              <th scope="col" className="host-figure r">
                CPU
              </th>
              <th scope="col" className="host-figure r">
                Memory
              </th>
            </tr>
          </thead>
          <tbody className="num">
            {processes.map((one) => (
              <ProcessRow key={one.pid} process={one} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
});

const ProcessRow = observer(function ProcessRow({ process }: { process: HostProcess }) {
  const { containers } = useStores();
  const { pid, command, user, cpuPercent, memoryBytes, container: id } = process;
  const container = id === null ? undefined : containers.find(id);
  const line = command.join(' ');
  return (
    <tr>
      <td className="mono ell" title={line}>
        {line}
      </td>
      <td className="ell hide-s">
        {container ? (
          <Link to={`/container/${container.id}/stats`}>{container.name}</Link>
        ) : (
          <span className="t3">{id === null ? '' : id.slice(0, 12)}</span>
        )}
      </td>
      <td className="ell t2 hide-s">{user}</td>
      <td className="r t2 hide-s">{pid}</td>
      <td className="r">
        <Figure quantity={percent(cpuPercent)} />
      </td>
      <td className="r">
        <Figure quantity={memory(memoryBytes)} />
      </td>
    </tr>
  );
});
