import { observer } from 'mobx-react-lite';
import { percent } from '#shared/format/percent.ts';
import { plural } from '#shared/format/quantity.ts';
import type { Totals } from '#renderer/stores/machine-figures.ts';
import { CpuTile, MemoryTile, NetworkTile } from '#renderer/views/overview/resource-tiles.tsx';
import { useStores } from '#renderer/views/stores-context.tsx';

/** What containers use together, for a sign-in that sees some of them and not the machine. */
export const ContainerTiles = observer(function ContainerTiles() {
  const { machine } = useStores();
  const { figures } = machine;
  const history = figures?.history ?? [];
  const cores = figures?.cores ?? 1;
  const cpu = (totals: Totals | undefined): number | null =>
    totals === undefined || totals.cpuPercent === null ? null : totals.cpuPercent / cores;
  const line = (of: (totals: Totals) => number | null): (number | null)[] => history.map(of);
  return (
    <div className="tiles">
      <CpuTile
        note={figures?.cores ? `of ${plural(figures.cores, 'core')}` : ''}
        figure={percent(cpu(figures))}
        line={line(cpu)}
      />
      <MemoryTile
        of={figures?.hostMemoryBytes ?? null}
        used={figures?.memoryBytes}
        line={line((totals) => totals.memoryBytes)}
      />
      <NetworkTile now={figures} line={line((totals) => totals.networkRxRate)} />
      <ContainersTile />
    </div>
  );
});

const PARTS = [
  { name: 'running', color: 'var(--state-ok)' },
  { name: 'failing', color: 'var(--state-bad)' },
  { name: 'stopped', color: 'var(--border-strong)' },
] as const;

const ContainersTile = observer(function ContainersTile() {
  const { containers, attention } = useStores();
  const all = containers.sorted;
  // Near its limit of memory a container still runs.
  const failingIds = new Set(
    [...attention.conditions].filter(([, { reason }]) => reason !== 'memory').map(([id]) => id),
  );
  const failing = failingIds.size;
  const running = all.filter(({ id, state }) => state === 'running' && !failingIds.has(id)).length;
  const counts = { running, failing, stopped: all.length - running - failing };
  const parts = PARTS.filter(({ name }) => counts[name] > 0);
  return (
    <section className="card tile" aria-label="Containers">
      <div className="tile-head">
        <h2>Containers</h2>
        <span className="t3 num">{counts.running} running</span>
      </div>
      <p className="tile-figure num">{all.length}</p>
      <div className="tile-parts" aria-hidden="true">
        {parts.map(({ name, color }) => (
          <i key={name} style={{ flexGrow: counts[name], background: color }} />
        ))}
      </div>
      <p className="tile-legend num">
        {parts.map(({ name, color }) => (
          <span key={name}>
            <i style={{ background: color }} />
            {counts[name]} {name}
          </span>
        ))}
      </p>
    </section>
  );
});
