import { observer } from 'mobx-react-lite';
import { useEffect, useState } from 'react';
import { Link } from 'wouter';
import { size } from '#shared/format/bytes.ts';
import { count, NONE, plural } from '#shared/format/quantity.ts';
import { useStores } from '#renderer/views/stores-context.tsx';
import { Figure } from '#renderer/ui/figure.tsx';

/** Rows of the table of Docker's data: what logs take, which Docker itself does not count, and how they are held small. */
export const LogSizesRows = observer(function LogSizesRows({ columns }: { columns: number }) {
  const { host, engine, session } = useStores();
  const [isOpen, setOpen] = useState(false);
  const canAsk = engine.isConnected && session.can('system.logSizes');
  const endpoint = engine.status?.endpoint;
  useEffect(() => {
    if (canAsk) void host.loadLogs();
  }, [host, canAsk, endpoint]);
  const { logs, logsError } = host;
  const why = logsError?.message ?? logs?.why ?? undefined;
  if (!canAsk || (!logs && why === undefined)) return null;
  const name = (
    <th scope="row">
      <i className="swatch" aria-hidden="true" />
      Container logs
    </th>
  );
  if (why !== undefined || !logs || logs.bytes === null)
    return (
      <tr>
        {name}
        <td colSpan={columns - 1} className="t2 host-why">
          Size not known. {why}
        </td>
      </tr>
    );
  return (
    <>
      <tr>
        {name}
        <td className="r">{count(logs.count)}</td>
        <td className="r">
          <Figure quantity={size(logs.bytes)} />
        </td>
        <td className="r t3">{NONE}</td>
        <td className="r" colSpan={columns - 4}>
          {logs.largest.length === 0 ? null : (
            <button
              type="button"
              className="link-btn"
              aria-expanded={isOpen}
              aria-label={`${isOpen ? 'Hide' : 'Show'} container logs`}
              onClick={() => setOpen(!isOpen)}
            >
              {isOpen ? 'Hide' : 'Show'}
            </button>
          )}
        </td>
      </tr>
      {isOpen ? (
        <tr>
          <td colSpan={columns} className="host-logs">
            <p className="t2">
              Docker does not count these. A log without a limit grows until the disk is full: give new containers{' '}
              <code>--log-opt max-size=10m --log-opt max-file=3</code>, or set the same as <code>log-opts</code> in
              Docker's daemon.json for all of them.
            </p>
            <ul>
              {logs.largest.map((one) => (
                <li key={one.container}>
                  <Link to={`/container/${one.container}/logs`} className="thing ell">
                    {one.name}
                  </Link>
                  <span className={one.limit === null ? 'warn' : 't2'}>
                    {one.limit === null ? 'no limit' : `files of at most ${one.limit}`}
                  </span>
                  <Figure quantity={size(one.bytes)} className="r" />
                </li>
              ))}
            </ul>
            {logs.count > logs.largest.length ? (
              <p className="t3">{plural(logs.count - logs.largest.length, 'smaller log')} beside them.</p>
            ) : null}
          </td>
        </tr>
      ) : null}
    </>
  );
});
