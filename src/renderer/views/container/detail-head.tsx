import { observer } from 'mobx-react-lite';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import type { Container } from '#shared/contract/containers.ts';
import { stateShape, statusWords, tone } from '#shared/format/container-status.ts';
import { memory } from '#shared/format/bytes.ts';
import { percent } from '#shared/format/percent.ts';
import { containerActs } from '#renderer/views/containers/container-acts.ts';
import { menuActs } from '#renderer/views/containers/container-menu.ts';
import { KillDialog } from '#renderer/views/containers/kill-dialog.tsx';
import { cpuOf } from '#renderer/views/containers/figures.tsx';
import { useStores } from '#renderer/views/stores-context.tsx';
import { Sparkline } from '#renderer/charts/sparkline.tsx';
import { ActMenu } from '#renderer/ui/act-menu.tsx';
import { Figure } from '#renderer/ui/figure.tsx';
import { Icon } from '#renderer/ui/icons.tsx';
import { StateMark } from '#renderer/ui/state-mark.tsx';
import { useNow } from '#renderer/ui/use-tick.ts';

export const DetailHead = observer(function DetailHead({ container }: { container: Container }) {
  const stores = useStores();
  const [, go] = useLocation();
  const [isKilling, setKilling] = useState(false);
  const now = useNow(1000);
  const { id } = container;
  const shape = stateShape(container);
  const mood = tone(shape);
  const running = stores.acts.runningWords(id);
  const failure = stores.acts.failures.get(id);
  const acts = containerActs(stores, container);
  const isRemoved = stores.containers.removed.has(id);
  return (
    <>
      <div className="dhead">
        <span className="crumb">
          <Link to="/containers">Containers</Link> /{' '}
          {container.stack === undefined ? null : (
            <span className="hide-s">
              <span className="t2">{container.stack}</span> /
            </span>
          )}
        </span>
        <StateMark shape={isRemoved ? 'removing' : shape} />
        <h1 className="ell" title={container.name}>
          <bdi>{container.name}</bdi>
        </h1>
        <span className={`ell ${mood === 'warn' || mood === 'bad' ? mood : 't2'}`} role="status">
          {isRemoved ? 'Removed' : (running ?? statusWords(container, now, true))}
        </span>
        <span className="grow" />
        {container.state === 'running' && !isRemoved ? <HeadFigures id={id} /> : null}
        {acts
          .filter(({ verb }) => verb !== 'pause' && verb !== 'kill')
          .map((act) => (
            <button key={act.verb} type="button" className="btn" disabled={running !== undefined} onClick={act.run}>
              <Icon name={act.icon} />
              {act.name}
            </button>
          ))}
        <ActMenu
          trigger={
            <button type="button" className="ib" aria-label="More actions">
              <Icon name="more" />
            </button>
          }
          acts={menuActs(stores, container, go, () => setKilling(true)).filter(
            ({ label }) => label === 'Pause' || label === 'Kill…' || label === 'Copy ID',
          )}
        />
      </div>
      {failure ? (
        <div className="banner" role="alert" style={{ background: 'var(--state-bad-soft)' }}>
          <Icon name="warning" className="bad" />
          <span className="text">
            {failure.title} {failure.reason}
          </span>
          <span className="grow" />
          <button type="button" className="btn" onClick={() => void stores.acts.run(failure.verb, id, container.name)}>
            Try again
          </button>
          <button type="button" className="btn ghost" onClick={() => stores.acts.dismiss(id)}>
            Dismiss
          </button>
        </div>
      ) : null}
      <KillDialog containers={isKilling ? [container] : []} onClose={() => setKilling(false)} />
    </>
  );
});

const HeadFigures = observer(function HeadFigures({ id }: { id: string }) {
  const { stats, settings } = useStores();
  const series = stats.series(id);
  const { latest } = series;
  if (!latest) return null;
  const share = settings.value.cpuShare;
  const cpus = series.recent.map((sample) => cpuOf(sample, share));
  const memories = series.recent.map((sample) => sample.memoryBytes);
  return (
    <span className="row hide-m" style={{ gap: 16, marginRight: 6 }}>
      <span className="metric">
        <span className="t3">CPU</span>
        <Sparkline
          values={cpus}
          top={Math.max(5, ...cpus.map((value) => value ?? 0))}
          color="--chart-cpu"
          label="CPU, last minute"
        />
        <Figure className="v" quantity={percent(cpuOf(latest, share))} />
      </span>
      <span className="metric">
        <span className="t3">Memory</span>
        <Sparkline
          values={memories}
          top={Math.max(1, ...memories.map((value) => value ?? 0)) * 1.25}
          color="--chart-mem"
          label="Memory, last minute"
        />
        <Figure className="v" quantity={memory(latest.memoryBytes)} />
      </span>
    </span>
  );
});
