import { observer } from 'mobx-react-lite';
import { useEffect } from 'react';
import { plural } from '#shared/format/quantity.ts';
import { useStores } from '#renderer/views/stores-context.tsx';

/** Columns of `docker top` that are figures. */
const RIGHT = new Set(['PID', 'PPID', 'C', '%CPU', '%MEM', 'VSZ', 'RSS', 'TIME', 'STIME']);

/** What `ps` calls its columns, in words. */
const HEADS: Readonly<Record<string, string>> = {
  UID: 'User',
  USER: 'User',
  CMD: 'Command',
  COMMAND: 'Command',
  TIME: 'Time',
  STIME: 'Started',
  START: 'Started',
  PPID: 'Parent',
  TTY: 'TTY',
  STAT: 'State',
  C: 'CPU %',
  '%CPU': 'CPU %',
  '%MEM': 'Memory %',
};

/** What `docker top` gives, every 5 s; `pids` counts threads as well, as the kernel does for the limit. */
export const ProcessTable = observer(function ProcessTable({
  container,
  pids,
}: {
  container: string;
  pids: number | null;
}) {
  const { details } = useStores();
  useEffect(() => {
    const opened = details.openProcesses(container);
    return () => opened.dispose();
  }, [details, container]);
  const loaded = details.processes.get(container);
  if (loaded?.error) {
    return (
      <p className="note" role="alert">
        Processes can't be shown. {loaded.error.message}
      </p>
    );
  }
  if (!loaded?.value) return null;
  const { titles, processes } = loaded.value;
  const command = titles.findIndex((title) => title === 'CMD' || title === 'COMMAND');
  return (
    <>
      <h2 className="sect">
        Processes
        {pids === null ? null : (
          <span className="t3 num count">
            {plural(processes.length, 'process', 'processes')}, {plural(pids, 'PID')}
          </span>
        )}
      </h2>
      <table className="tbl" aria-label="Processes">
        <thead>
          <tr>
            {titles.map((title, i) => (
              <th
                key={title}
                className={RIGHT.has(title) && i > 0 ? 'r' : ''}
                style={i === command ? { width: '44%' } : undefined}
              >
                {HEADS[title] ?? title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="num">
          {processes.map((cells) => (
            <tr key={cells.join('\u0000')}>
              {titles.map((title, i) => (
                <td
                  key={title}
                  className={i === command ? 'mono' : RIGHT.has(title) && i > 0 ? 'r' : ''}
                  title={cells[i]}
                >
                  {cells[i]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
});
