import { observer } from 'mobx-react-lite';
import { useEffect, useState } from 'react';
import { Link, Redirect } from 'wouter';
import { shortId } from '#shared/format/image-name.ts';
import { useQuery } from '#renderer/views/address.ts';
import { Loading } from '#renderer/views/engine/loading.tsx';
import { useStores } from '#renderer/views/stores-context.tsx';

/** An address of a container that is no longer there: what was kept of its log, at the line that the address names. */
export const GoneContainer = observer(function GoneContainer({ id }: { id: string }) {
  const { history } = useStores();
  const [query] = useQuery();
  // What was known may be of before its log was kept.
  const [isAsked, setAsked] = useState(false);
  useEffect(() => {
    void history.load().finally(() => setAsked(true));
  }, [history]);
  const service = history.serviceOf(id);
  if (service) {
    const line = query.toString();
    return <Redirect replace to={`/logs/kept/${service.service}${line === '' ? '' : `?${line}`}`} />;
  }
  if (!isAsked) return <Loading error={undefined} />;
  return (
    <div className="empty">
      <div>
        <h2>This container isn't here.</h2>
        <p>
          No container has the ID <span className="mono">{shortId(id)}</span>. It may have been removed, and its log was
          not kept.
        </p>
        <Link to="/containers" className="btn">
          Back to containers
        </Link>
      </div>
    </div>
  );
});
