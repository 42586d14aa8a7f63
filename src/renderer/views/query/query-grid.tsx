import { observer } from 'mobx-react-lite';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { cutEnd, visibleText } from '#shared/format/visible-text.ts';
import type { QueryRun } from '#renderer/stores/query-run.ts';
import { columnShapes, type ColumnShape } from '#renderer/views/query/column-shapes.ts';
import { CopyButton } from '#renderer/ui/copy-button.tsx';
import { useVirtualRows } from '#renderer/ui/virtual-rows.ts';

const ROW_PX = 28;
/** Of a cell so much is drawn; the whole stands below for the one that is chosen. */
const MAX_DRAWN = 200;

interface Place {
  readonly row: number;
  readonly column: number;
}

/** The rows as a grid that the arrows walk through; what a cell cuts stands whole below it. */
export const QueryGrid = observer(function QueryGrid({ run }: { run: QueryRun }) {
  const scroller = useRef<HTMLDivElement>(null);
  const id = useId();
  const [at, setAt] = useState<Place>({ row: 0, column: 0 });
  const { rows, columns, offset } = run;
  const shapes = columnShapes(columns, rows);
  const virtual = useVirtualRows(
    scroller,
    rows.length,
    () => ROW_PX,
    (index) => String(index),
    ROW_PX,
  );
  const widths = shapes.map(({ width }) => `${width + 2}ch`).join(' ');
  useEffect(() => virtual.scrollToIndex(at.row), [virtual, at.row]);
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW_PX) - 2);
    const row = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page }[event.key];
    const column = { ArrowRight: 1, ArrowLeft: -1, Home: -columns.length, End: columns.length }[event.key];
    if ((row === undefined && column === undefined) || event.altKey || event.metaKey) return;
    event.preventDefault();
    const isFar = event.ctrlKey;
    if (isFar && (event.key === 'Home' || event.key === 'End')) {
      setAt({ row: event.key === 'Home' ? 0 : rows.length - 1, column: at.column });
      return;
    }
    if (isFar) return;
    const within = (to: number, size: number): number => Math.min(size - 1, Math.max(0, to));
    const next = {
      row: within(at.row + (row ?? 0), rows.length),
      column: within(at.column + (column ?? 0), columns.length),
    };
    setAt(next);
    document
      .getElementById(`${id}-${next.row}-${next.column}`)
      ?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  };
  const chosen = rows[at.row]?.[at.column] ?? null;
  return (
    <>
      <div
        className="query-grid text"
        ref={scroller}
        role="grid"
        tabIndex={0}
        aria-label="Rows"
        aria-rowcount={rows.length + 1}
        aria-colcount={columns.length}
        aria-activedescendant={`${id}-${at.row}-${at.column}`}
        onKeyDown={onKeyDown}
      >
        <div className="query-row query-head" role="row" aria-rowindex={1} style={{ gridTemplateColumns: widths }}>
          {shapes.map((shape, column) => (
            <div
              key={column}
              role="columnheader"
              aria-colindex={column + 1}
              className={shape.isNumber ? 'r ell' : 'ell'}
              title={shape.name}
            >
              {visibleText(shape.name)}
            </div>
          ))}
        </div>
        <div className="query-rows" role="presentation" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, start }) => (
            <div
              key={index}
              className="query-row"
              role="row"
              aria-rowindex={index + 2}
              style={{ gridTemplateColumns: widths, transform: `translateY(${start}px)` }}
            >
              {shapes.map((shape, column) => (
                <Cell
                  key={column}
                  id={`${id}-${index}-${column}`}
                  value={rows[index]?.[column] ?? null}
                  shape={shape}
                  column={column}
                  isChosen={at.row === index && at.column === column}
                  onChoose={() => setAt({ row: index, column })}
                />
              ))}
            </div>
          ))}
        </div>
      </div>
      <section className="query-cell" aria-label="The chosen cell">
        <p className="t3 num">
          {visibleText(columns[at.column] ?? '')}, row {offset + at.row + 1}
          {chosen === null || chosen === '' ? null : <CopyButton text={chosen} label="Copy the cell" />}
        </p>
        <pre className="mono text" tabIndex={0} role="group" aria-label="Its whole text">
          {chosen === null ? (
            <span className="t3">NULL</span>
          ) : chosen === '' ? (
            <span className="t3">Empty text</span>
          ) : (
            chosen
          )}
        </pre>
      </section>
    </>
  );
});

function Cell({
  id,
  value,
  shape,
  column,
  isChosen,
  onChoose,
}: {
  id: string;
  value: string | null;
  shape: ColumnShape;
  column: number;
  isChosen: boolean;
  onChoose: () => void;
}) {
  const classes = ['ell', shape.isNumber ? 'r' : '', value === null ? 'query-null' : '', isChosen ? 'is-chosen' : ''];
  return (
    <div
      id={id}
      role="gridcell"
      aria-colindex={column + 1}
      aria-selected={isChosen}
      className={classes.filter((one) => one !== '').join(' ')}
      onClick={onChoose}
    >
      {value === null ? 'NULL' : visibleText(cutEnd(value.replace(/\s*\n\s*/g, ' ↵ '), MAX_DRAWN))}
    </div>
  );
}
