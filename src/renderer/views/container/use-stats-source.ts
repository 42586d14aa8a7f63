import { useEffect, useState } from 'react';
import type { Result } from '#shared/contract/index.ts';
import { lookWhileOpen } from '#renderer/stores/look-while-open.ts';
import { whileVisible } from '#renderer/stores/while-visible.ts';
import { useStores } from '#renderer/views/stores-context.tsx';

export type StatsSource = Result<'containers.statsSource'>['source'];

/** It changes when files agree or a doubt comes: seldom, and nobody waits for it. */
const LOOK_MS = 5000;

/** Where a container's figures come from now; undefined until it is known. */
export function useStatsSource(container: string): StatsSource | undefined {
  const { api, clock, visibility, stats } = useStores();
  const [source, setSource] = useState<StatsSource>();
  const hasFigures = stats.series(container).recent.length > 1;
  useEffect(() => {
    if (!hasFigures) return;
    let isOver = false;
    const look = (): void => {
      api
        .call('containers.statsSource', { container })
        .then((answer) => !isOver && setSource(answer.source))
        // What cannot be told is not shown.
        .catch(() => !isOver && setSource(undefined));
    };
    const looking = whileVisible(visibility, () => lookWhileOpen(clock, LOOK_MS, () => undefined, look));
    return () => {
      isOver = true;
      looking.dispose();
    };
  }, [api, clock, visibility, container, hasFigures]);
  return source;
}
