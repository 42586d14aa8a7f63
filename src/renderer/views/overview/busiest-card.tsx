import { observer } from 'mobx-react-lite';
import { useState } from 'react';
import { Link } from 'wouter';
import type { Container } from '#shared/contract/containers.ts';
import type { StatsSample } from '#shared/contract/stats.ts';
import { memory } from '#shared/format/bytes.ts';
import { stateShape } from '#shared/format/container-status.ts';
import { percent } from '#shared/format/percent.ts';
import { words } from '#shared/format/quantity.ts';
import { cpuOf } from '#renderer/views/containers/figures.tsx';
import { AreaLine } from '#renderer/views/overview/area-line.tsx';
import { useStores } from '#renderer/views/stores-context.tsx';
import { Figure } from '#renderer/ui/figure.tsx';
import { Segments } from '#renderer/ui/segments.tsx';
import { StateMark } from '#renderer/ui/state-mark.tsx';

type By = 'cpu' | 'memory';
const SHOWN = 6;
const BY = [
  { value: 'cpu', label: 'CPU' },
  { value: 'memory', label: 'Memory' },
] as const;

interface Row {
  container: Container;
  sample: StatsSample;
  value: number;
}

export const BusiestCard = observer(function BusiestCard() {
  const { settings, machine } = useStores();
  const [by, setBy] = useState<By>('cpu');
  // What stood there when the pointer or the focus came in: the order stays as long as it is there (design section 1).
  const [held, setHeld] = useState<readonly string[]>();
  const rows = useBusiest(by, held);
  const hold = (): void => setHeld((before) => before ?? rows.map(({ container }) => container.id));
  const most = Math.max(...rows.map(({ value }) => value), Number.MIN_VALUE);
  const share = settings.value.cpuShare;
  return (
    <section className="card overview-card" aria-labelledby="busiest-title">
      <div className="card-head">
        <h2 id="busiest-title">Busiest containers</h2>
        <span className="grow" />
        <Segments
          label="Busiest by"
          value={by}
          segments={BY}
          onPick={(next) => {
            setBy(next);
            setHeld(undefined);
          }}
        />
      </div>
      {rows.length === 0 ? (
        <p className={machine.figures === undefined ? 'card-line t2 busy-wait' : 'card-line t2'}>
          {machine.figures === undefined ? 'Measuring, this takes up to 15 s.' : 'No container runs.'}
        </p>
      ) : (
        <ul
          onPointerEnter={hold}
          onPointerLeave={() => setHeld(undefined)}
          onFocus={hold}
          onBlur={() => setHeld(undefined)}
        >
          {rows.map(({ container, sample, value }) => (
            <li key={container.id}>
              <Link to={`/container/${container.id}/stats`} className="busy">
                <StateMark shape={stateShape(container)} />
                <span className="ell thing">{container.name}</span>
                <History id={container.id} by={by} />
                <span className="bar">
                  <i
                    style={{
                      width: `${(value / most) * 100}%`,
                      background: `var(--chart-${by === 'cpu' ? 'cpu' : 'mem'})`,
                    }}
                  />
                </span>
                <Figure quantity={percent(cpuOf(sample, share))} className="busy-figure" />
                <Figure quantity={memory(sample.memoryBytes)} className="busy-figure t2" />
              </Link>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
});

function useBusiest(by: By, held: readonly string[] | undefined): Row[] {
  const { containers, stats, settings, machine } = useStores();
  // Renewed with the totals, every 2 s, not with each sample.
  const rows = (machine.figures === undefined ? [] : containers.sorted).flatMap((container): Row[] => {
    const sample = container.state === 'running' ? stats.sweep.get(container.id) : undefined;
    const value = sample && (by === 'cpu' ? cpuOf(sample, settings.value.cpuShare) : sample.memoryBytes);
    return sample === undefined || value === null || value === undefined ? [] : [{ container, sample, value }];
  });
  if (held === undefined) return rows.toSorted((a, b) => b.value - a.value).slice(0, SHOWN);
  return held.flatMap((id) => rows.filter(({ container }) => container.id === id));
}

const History = observer(function History({ id, by }: { id: string; by: By }) {
  const { stats, settings } = useStores();
  const own = stats.sweepRecent.filter((sample) => sample.container === id);
  const share = settings.value.cpuShare;
  return by === 'cpu' ? (
    <AreaLine
      values={own.map((sample) => cpuOf(sample, share))}
      leastTop={5}
      color="--chart-cpu"
      words={(value) => words(percent(value))}
      name="CPU"
      height={18}
    />
  ) : (
    <AreaLine
      values={own.map((sample) => sample.memoryBytes)}
      leastTop={1}
      isFromPeak
      color="--chart-mem"
      words={(value) => words(memory(value))}
      name="Memory"
      height={18}
    />
  );
});
