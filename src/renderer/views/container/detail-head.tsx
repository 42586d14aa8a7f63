import { observer } from 'mobx-react-lite';
import { Link, useLocation } from 'wouter';
import type { Container } from '#shared/contract/containers.ts';
import { stateShape, statusWords, tone } from '#shared/format/container-status.ts';
import { memory } from '#shared/format/bytes.ts';
import { percent } from '#shared/format/percent.ts';
import { visibleText } from '#shared/format/visible-text.ts';
import { containerActs } from '#renderer/views/containers/container-acts.ts';
import { menuActs, TAB_LABELS } from '#renderer/views/containers/container-menu.ts';
import { ProtectedMark } from '#renderer/views/containers/protected-mark.tsx';
import { cpuOf } from '#renderer/views/containers/figures.tsx';
import { WatchedBy } from '#renderer/views/viewer/watched-by.tsx';
import { useStores } from '#renderer/views/stores-context.tsx';
import { cpuTop, memoryTop } from '#renderer/charts/spark.ts';
import { Sparkline } from '#renderer/charts/sparkline.tsx';
import { ActMenu } from '#renderer/ui/act-menu.tsx';
import { CutText } from '#renderer/ui/cut-text.tsx';
import { Figure } from '#renderer/ui/figure.tsx';
import { Icon } from '#renderer/ui/icons.tsx';
import { StateMark } from '#renderer/ui/state-mark.tsx';
import { useMedia } from '#renderer/ui/use-media.ts';
import { useNow } from '#renderer/ui/use-tick.ts';

/** The acts that have a button of their own. */
const IN_HEAD = ['start', 'unpause', 'restart', 'stop'];

export const DetailHead = observer(function DetailHead({ container }: { container: Container }) {
  const stores = useStores();
  const [, go] = useLocation();
  const now = useNow(1000);
  const { id } = container;
  const shape = stateShape(container);
  const mood = tone(shape);
  const running = stores.acts.runningWords(id);
  const isPhone = useMedia('(max-width: 599px)');
  // On a phone there is room for the menu alone.
  const acts = isPhone ? [] : containerActs(stores, container).filter(({ verb }) => IN_HEAD.includes(verb));
  const isRemoved = stores.containers.removed.has(id);
  // The tabs are below and the daily acts beside it: the menu has the rest.
  const shown = new Set<string>([...TAB_LABELS, ...acts.map(({ name }) => name)]);
  const menu = menuActs(stores, container, go).filter(({ label }) => !shown.has(label));
  return (
    <>
      <div className="dhead">
        <Link to="/containers" className="ib back" aria-label="Back to containers">
          <Icon name="chevronLeft" size={20} />
        </Link>
        <span className="crumb">
          <Link to="/containers">Containers</Link> /{' '}
          {container.stack === undefined ? null : (
            <span className="hide-s">
              <Link to={`/containers?filter=${encodeURIComponent(projectFilter(container.stack))}`}>
                {visibleText(container.stack)}
              </Link>{' '}
              /
            </span>
          )}
        </span>
        <StateMark shape={isRemoved ? 'removing' : shape} />
        <h1 title={visibleText(container.name)} aria-label={visibleText(container.name)}>
          <CutText text={container.name} />
        </h1>
        <ProtectedMark id={id} />
        <span className={`ell dstatus ${mood === 'warn' || mood === 'bad' ? mood : 't2'}`} role="status">
          {isRemoved ? 'Removed' : (running ?? statusWords(container, now, true))}
        </span>
        <WatchedBy container={id} />
        <span className="grow" />
        {container.state === 'running' && !isRemoved ? <HeadFigures id={id} /> : null}
        {acts.map((act) => (
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
          acts={menu}
        />
      </div>
      <ActFailure container={container} />
    </>
  );
});

/** The filter that shows a project and nothing else. */
const projectFilter = (stack: string): string => (/[\s"]/.test(stack) ? `project:"${stack}"` : `project:${stack}`);

const ActFailure = observer(function ActFailure({ container }: { container: Container }) {
  const { acts } = useStores();
  const failure = acts.failures.get(container.id);
  if (!failure) return null;
  return (
    <div className="banner is-bad" role="alert">
      <Icon name="warning" />
      <p className="banner-words text">
        {failure.title} {failure.reason}
      </p>
      <button type="button" className="btn" onClick={() => void acts.run(failure.verb, container.id, container.name)}>
        Try again
      </button>
      <button type="button" className="btn ghost" onClick={() => acts.dismiss(container.id)}>
        Dismiss
      </button>
    </div>
  );
});

/** Points of the small lines: the newest minute. */
const POINTS = 60;

const HeadFigures = observer(function HeadFigures({ id }: { id: string }) {
  const { stats, settings } = useStores();
  const series = stats.series(id);
  const { latest } = series;
  if (!latest) return null;
  const share = settings.value.cpuShare;
  const recent = series.recent.slice(-POINTS);
  const cpus = recent.map((sample) => cpuOf(sample, share));
  const memories = recent.map((sample) => sample.memoryBytes);
  return (
    <span className="head-figures hide-m">
      <span className="metric">
        <span className="t3">CPU</span>
        <Sparkline values={cpus} top={cpuTop(cpus)} color="--chart-cpu" label="CPU, last minute" />
        <Figure quantity={percent(cpuOf(latest, share))} />
      </span>
      <span className="metric">
        <span className="t3">Memory</span>
        <Sparkline
          values={memories}
          top={memoryTop(memories, latest.memoryLimitBytes)}
          color="--chart-mem"
          label="Memory, last minute"
        />
        <Figure quantity={memory(latest.memoryBytes)} />
      </span>
    </span>
  );
});
