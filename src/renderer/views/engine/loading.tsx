import { observer } from 'mobx-react-lite';
import { useEffect, useState } from 'react';
import { Empty } from '#renderer/ui/empty.tsx';
import { useStores } from '#renderer/views/stores-context.tsx';

/** Nothing for 150 ms, then still grey bars; after 5 s it is said in words (design section 15). */
const QUIET_MS = 150;
const SLOW_MS = 5000;

export const Loading = observer(function Loading({ error }: { error: Error | undefined }) {
  const { clock } = useStores();
  const [since] = useState(() => clock.monotonic());
  const [waited, setWaited] = useState(0);
  useEffect(() => {
    let timer = clock.after(QUIET_MS, function tick() {
      setWaited(clock.monotonic() - since);
      timer = clock.after(1000, tick);
    });
    return () => timer.dispose();
  }, [clock, since]);
  if (error) {
    return <Empty isError title="This couldn't be loaded." text={error.message} />;
  }
  if (waited < QUIET_MS) return <div className="grow" />;
  return (
    <div className="bars grow" aria-busy="true">
      {waited < SLOW_MS ? null : (
        <p className="t2" role="status" style={{ padding: '8px var(--page-x)' }}>
          Docker is slow to answer, {Math.round(waited / 1000)} s so far
        </p>
      )}
      {WIDTHS.map((width) => (
        <i key={width} style={{ width: `${width}%` }} />
      ))}
    </div>
  );
});

const WIDTHS = [46, 61, 54, 66, 49, 58];
