import { observer } from 'mobx-react-lite';
import { useEffect } from 'react';
import { useStores } from '#renderer/views/stores-context.tsx';

/** Columns of `docker top` that are figures. */
const RIGHT = new Set(['PID', 'PPID', 'C', '%CPU', '%MEM', 'VSZ', 'RSS', 'TIME', 'STIME']);

export const ProcessTable = observer(function ProcessTable({ container }: { container: string }) {
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
    <table className="tbl" aria-label="Processes">
      <thead>
        <tr>
          {titles.map((title, i) => (
            <th
              key={title}
              className={RIGHT.has(title) && i > 0 ? 'r' : ''}
              style={i === command ? { width: '44%' } : undefined}
            >
              {title}
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
  );
});
