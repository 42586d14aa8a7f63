import { Popover } from '@base-ui/react/popover';
import { observer } from 'mobx-react-lite';
import { useEffect } from 'react';
import type { OwnCost as Cost, OwnProcess } from '#shared/contract/own-cost.ts';
import { memory } from '#shared/format/bytes.ts';
import { percent } from '#shared/format/percent.ts';
import { plural, words } from '#shared/format/quantity.ts';
import { useStores } from '#renderer/views/stores-context.tsx';
import { TableHead } from '#renderer/ui/table-head.tsx';
import '#renderer/views/own-cost/own-cost.css';

/** What Quayside itself takes, in the status bar; a click opens what it is made of. */
export const OwnCost = observer(function OwnCost() {
  const { ownCost, containers } = useStores();
  // Once the list is there, for it is what a start is about.
  const isWanted = containers.isLoaded;
  useEffect(() => {
    if (!isWanted) return;
    const opened = ownCost.open();
    return () => opened.dispose();
  }, [ownCost, isWanted]);
  const { latest, openStreams } = ownCost;
  if (!latest) return null;
  return (
    <Popover.Root>
      <Popover.Trigger className="it num hide-m" title="What Quayside itself takes">
        Quayside {words(percent(latest.cpuPercent))}, {words(memory(latest.memoryBytes))},{' '}
        {plural(openStreams, 'stream')}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner side="top" align="end" sideOffset={6} className="popup-layer">
          <Popover.Popup className="popup own-cost">
            <Details cost={latest} />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
});

const PROCESSES: Record<OwnProcess['kind'], string> = {
  main: 'Program',
  window: 'Window',
  graphics: 'Graphics',
  helper: 'Helper',
  shared: 'Shared by them',
};

const CHANNELS: Record<string, string> = {
  'docker:stats': 'Statistics',
  'docker:events': 'Docker events',
  'logs:stream': 'Logs',
  'logs:read': 'Older lines of logs',
  'terminal:output': 'Terminals',
};

const Details = observer(function Details({ cost }: { cost: Cost }) {
  const { connection } = useStores();
  const { processes, streams, intervalMs, cpuPercent } = cost;
  return (
    <>
      <Popover.Title>{connection.isBrowser ? 'What Quayside’s server takes' : 'What Quayside takes'}</Popover.Title>
      <table>
        <TableHead names={['Process', 'CPU', 'Memory']} />
        <tbody>
          {processes.map((one, at) => (
            // Processes have no name of their own, and their order is kept.
            // oxlint-disable-next-line react/no-array-index-key
            <tr key={at}>
              <th scope="row">{PROCESSES[one.kind]}</th>
              <td className="num">{one.kind === 'shared' ? '' : words(percent(one.cpuPercent))}</td>
              <td className="num">{words(memory(one.memoryBytes))}</td>
            </tr>
          ))}
          <tr className="total">
            <th scope="row">Together</th>
            <td className="num">{words(percent(cpuPercent))}</td>
            <td className="num">{words(memory(cost.memoryBytes))}</td>
          </tr>
        </tbody>
      </table>
      <table>
        <TableHead names={['Streams open to Docker', 'Open', 'Watchers']} />
        <tbody>
          {streams.length === 0 ? (
            <tr>
              <th scope="row">None</th>
              <td />
              <td />
            </tr>
          ) : (
            streams.map(({ channel, open, watchers }) => (
              <tr key={channel}>
                <th scope="row">{CHANNELS[channel] ?? channel}</th>
                <td className="num">{open}</td>
                <td className="num">{watchers}</td>
              </tr>
            ))
          )}
        </tbody>
      </table>
      <Popover.Description className="t3">
        100 % is one core. Measured every {intervalMs / 1000} s{intervalMs > 5000 ? ', for the battery’s sake' : ''},
        and not while the window is hidden.
      </Popover.Description>
    </>
  );
});
