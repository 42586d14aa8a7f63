import { observer } from 'mobx-react-lite';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import type { Container } from '#shared/contract/containers.ts';
import { eventsOf, type StatsRow, statsRows } from '#renderer/stores/stats-rows.ts';
import { memory, rate } from '#shared/format/bytes.ts';
import { clockTime, shortTime } from '#shared/format/clock-time.ts';
import { percent } from '#shared/format/percent.ts';
import { words } from '#shared/format/quantity.ts';
import { ProcessTable } from '#renderer/views/container/process-table.tsx';
import { StatsCharts } from '#renderer/views/container/stats-charts.tsx';
import { StatsTable } from '#renderer/views/container/stats-table.tsx';
import {
  clampRange,
  inWindow,
  marksOf,
  paceWords,
  secondsOf,
  columnsOf,
  WINDOWS,
  windowLabel,
  type WindowSeconds,
  windowWords,
} from '#renderer/views/container/stats-window.ts';
import { containerActs } from '#renderer/views/containers/container-acts.ts';
import { cpuOf } from '#renderer/views/containers/figures.tsx';
import { type StatsSource, useStatsSource } from '#renderer/views/container/use-stats-source.ts';
import { useQuery } from '#renderer/views/address.ts';
import { useCommands } from '#renderer/views/use-commands.ts';
import { useStores } from '#renderer/views/stores-context.tsx';
import type { TimeRange } from '#renderer/charts/time-chart.tsx';
import { Icon } from '#renderer/ui/icons.tsx';
import { Pick } from '#renderer/ui/pick.tsx';
import { Segments } from '#renderer/ui/segments.tsx';

interface Cursor {
  at: number;
  /** Moved by keys: then its values are spoken. */
  isByKey: boolean;
}

export const StatsTab = observer(function StatsTab({ container }: { container: Container }) {
  const stores = useStores();
  const { stats, settings, session, events } = stores;
  const series = stats.series(container.id);
  const [cursor, setCursor] = useState<Cursor | null>(null);
  const [held, setHeld] = useState<readonly StatsRow[] | null>(null);
  const [zoom, setZoom] = useState<TimeRange | null>(null);
  const [isTable, setTable] = useState(false);
  const { cpuShare: share, chartWindowSeconds: seconds } = settings.value;
  useEffect(() => {
    const opened = stats.openLong(container.id);
    return () => opened.dispose();
  }, [stats, container.id]);
  // Pausing freezes the drawing; the samples go on being collected.
  const now = useMemo(() => statsRows(series.kept, series.recent), [series.kept, series.recent]);
  const all = held ?? now;
  const samples = useMemo(() => inWindow(all, seconds), [all, seconds]);
  const [, go] = useLocation();
  const [query] = useQuery();
  const pointed = timeOf(query.get('at'));
  const told = eventsOf(series.kept, events.of(container.id));
  const marks = useMemo(
    () => [
      ...marksOf(samples, container.startedAt, told),
      ...(pointed === null ? [] : [{ time: pointed, words: `log line, ${clockTime(pointed * 1000)}` }]),
    ],
    [samples, container.startedAt, told, pointed],
  );
  const isRunning = container.state === 'running';
  const source = useStatsSource(container.id);
  const last = samples.at(-1);
  const end = last ? secondsOf(last) : Date.now() / 1000;
  const whole = { from: end - seconds, to: end };
  const setSeconds = (chartWindowSeconds: WindowSeconds): void => {
    setZoom(null);
    void settings.set({ chartWindowSeconds });
  };
  const reset = (): boolean => {
    if (!zoom) return false;
    setZoom(null);
    return true;
  };
  const step = (by: 1 | -1) => () => {
    const next = WINDOWS[WINDOWS.indexOf(seconds) + by];
    if (next !== undefined) setSeconds(next);
  };
  usePointedWindow(pointed, seconds, setSeconds);
  const toLog = (times: Record<string, number>): void => {
    const parts = Object.entries(times).map(([name, time]) => [name, new Date(time * 1000).toISOString()]);
    go(`/container/${container.id}/logs?${new URLSearchParams(parts as [string, string][]).toString()}`);
  };
  const pause = (): void => setHeld(held ? null : now);
  useCommands({
    'chart.shorter': step(-1),
    'chart.longer': step(1),
    'chart.pause': pause,
    'chart.table': () => setTable(!isTable),
  });
  return (
    <>
      <div className="tool" role="toolbar" aria-label="Chart tools">
        <Segments
          label="Time window"
          value={String(seconds)}
          segments={WINDOWS.map((one) => ({ value: String(one), label: windowLabel(one) }))}
          onPick={(one) => setSeconds(Number(one) as WindowSeconds)}
        />
        <span className="t3 num ell small">{paceWords(samples)}</span>
        {isRunning && source !== undefined ? <SourceWords source={source} /> : null}
        <span className="grow" />
        {zoom ? (
          <button type="button" className="btn" onClick={() => toLog({ from: zoom.from, to: zoom.to })}>
            <Icon name="logs" />
            Log of this time
          </button>
        ) : null}
        {zoom ? (
          <button type="button" className="btn" onClick={reset}>
            <Icon name="close" />
            {clockTime(zoom.from * 1000)} to {clockTime(zoom.to * 1000)}
            <span className="vh">, show the whole window</span>
          </button>
        ) : null}
        {cursor && !isTable ? <CursorTime samples={samples} cursor={cursor} share={share} /> : null}
        <Pick
          label="CPU"
          value={share}
          choices={[
            { value: 'docker', label: 'Per core, as docker stats' },
            { value: 'host', label: 'Share of host' },
          ]}
          onPick={(cpuShare) => void settings.set({ cpuShare })}
        />
        <button type="button" className="btn" aria-pressed={isTable} onClick={() => setTable(!isTable)}>
          <Icon name="table" />
          Table
        </button>
        <button type="button" className="btn" aria-pressed={held !== null} onClick={pause}>
          <Icon name={held ? 'play' : 'pause'} />
          {held ? 'Go on' : 'Pause'}
        </button>
      </div>
      <NotRunning container={container} hasSamples={samples.length > 0} seconds={seconds} />
      {isRunning && series.error ? (
        <div className="note" role="alert">
          {series.error.message}
        </div>
      ) : null}
      {/* The table has its own keys, and its own way to be scrolled by them. */}
      <div className="scroll">
        {isTable ? (
          <StatsTable samples={samples} share={share} />
        ) : (
          <div className="charts">
            <StatsCharts
              samples={samples}
              share={share}
              at={cursor?.at ?? null}
              onCursor={(at, isByKey) => setCursor(at === null ? null : { at, isByKey })}
              range={zoom ? clampRange(zoom, whole) : whole}
              windowSeconds={seconds}
              marks={marks}
              onPick={(time) => toLog({ at: time })}
              onZoom={setZoom}
              onReset={reset}
            />
          </div>
        )}
        {isRunning && session.can('containers.top') ? (
          <ProcessTable container={container.id} pids={last?.pids ?? null} />
        ) : null}
      </div>
    </>
  );
});

/** Who tells the figures. */
const SourceWords = ({ source }: { source: StatsSource }) => (
  <span
    className="t3 ell small hide-s"
    title={
      source === 'kernel'
        ? 'Read from the kernel’s own files on this computer, after they agreed with what Docker tells. It costs Docker nothing.'
        : 'Told by Docker.'
    }
  >
    {source === 'kernel' ? 'From the kernel' : 'From Docker'}
  </span>
);

const timeOf = (text: string | null): number | null => {
  const ms = text === null ? Number.NaN : Date.parse(text);
  return Number.isNaN(ms) ? null : ms / 1000;
};

/** A time that is pointed at from elsewhere is in the window: the shortest that holds it. */
function usePointedWindow(time: number | null, seconds: number, pick: (seconds: WindowSeconds) => void): void {
  const isDone = useRef(false);
  useEffect(() => {
    if (time === null || isDone.current) return;
    isDone.current = true;
    const age = Date.now() / 1000 - time;
    const wanted = WINDOWS.find((one) => one > age + 2) ?? WINDOWS[WINDOWS.length - 1];
    if (wanted !== undefined && wanted > seconds) pick(wanted);
  }, [time, seconds, pick]);
}

const NotRunning = observer(function NotRunning({
  container,
  hasSamples,
  seconds,
}: {
  container: Container;
  hasSamples: boolean;
  seconds: number;
}) {
  const stores = useStores();
  if (container.state === 'running') return null;
  const start = containerActs(stores, container).find(({ verb }) => verb === 'start');
  const since = container.finishedAt === undefined ? undefined : shortTime(Date.parse(container.finishedAt));
  return (
    <div className="note" role="status">
      <span>
        {since === undefined ? 'Not running.' : `Not running since ${since}.`}
        {hasSamples ? ` Showing the last ${windowWords(seconds)} it ran.` : ''}
      </span>
      {start ? (
        <button type="button" className="btn" onClick={start.run}>
          <Icon name="play" /> Start
        </button>
      ) : null}
    </div>
  );
});

/** When the cursor stands; moved by keys, its values are spoken as well. */
function CursorTime({
  samples,
  cursor,
  share,
}: {
  samples: readonly StatsRow[];
  cursor: Cursor;
  share: 'docker' | 'host';
}) {
  const time = columnsOf(samples)[0][cursor.at];
  if (time === undefined) return null;
  const sample = samples.find((one) => secondsOf(one) === time);
  const spoken = sample
    ? `${clockTime(time * 1000)}: CPU ${words(percent(cpuOf(sample, share)))}, memory ${words(memory(sample.memoryBytes))}, in ${words(rate(sample.networkRxRate))}, out ${words(rate(sample.networkTxRate))}`
    : `${clockTime(time * 1000)}: no values`;
  return (
    <span className="row num cursor-time">
      <span className="t3">At</span>
      {clockTime(time * 1000)}
      <span className="vh" role="status">
        {cursor.isByKey ? spoken : ''}
      </span>
    </span>
  );
}
