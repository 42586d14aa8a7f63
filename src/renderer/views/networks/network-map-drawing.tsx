import { type CSSProperties, type KeyboardEvent, useId, useRef, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { stateShape } from '#shared/format/container-status.ts';
import { plural } from '#shared/format/quantity.ts';
import { visibleText } from '#shared/format/visible-text.ts';
import { CutText } from '#renderer/ui/cut-text.tsx';
import { StateMark } from '#renderer/ui/state-mark.tsx';
import { networkAddress } from '#renderer/views/networks/network-cells.tsx';
import { type MapColumn, type NetworkMap, reachOf, reachWords } from '#renderer/views/networks/network-map-layout.ts';
import { COLUMN_WIDTH, DOOR_WIDTH, NetworkMapLines, ROW_HEIGHT } from '#renderer/views/networks/network-map-lines.tsx';
import '#renderer/views/networks/network-map.css';

const SIZES = {
  '--netmap-column': `${COLUMN_WIDTH}px`,
  '--netmap-door': `${DOOR_WIDTH}px`,
  '--netmap-row': `${ROW_HEIGHT}px`,
} as CSSProperties;

const NOTES: Record<MapColumn['kind'], string | undefined> = {
  shared: undefined,
  apart: 'each for itself',
  host: "this machine's own",
  none: 'no network',
};
const noteOf = ({ kind, network }: MapColumn): string =>
  NOTES[kind] ?? (network.isInternal ? 'internal' : (network.subnets[0]?.subnet ?? network.driver));

/**
 * The containers are a list box: arrows go through them, and what the chosen one reaches stands out in the drawing and is said
 * below it. The drawing itself says nothing that the words do not.
 */
export function NetworkMapDrawing({ map }: { map: NetworkMap }) {
  const { columns, rows, unused } = map;
  const [, go] = useLocation();
  const [chosen, choose] = useState<string>();
  // The name and the drawing beside it are one row, in two boxes.
  const [over, setOver] = useState(-1);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  const at = rows.findIndex(({ container }) => container.id === chosen);
  const row = rows[at];
  const reach = row ? reachOf(map, row) : [];
  const reached = new Set(reach.flatMap((one) => one.rows.map(({ container }) => container.id)));
  const pick = (next: number): void => {
    const target = rows[Math.max(0, Math.min(rows.length - 1, next))];
    if (!target) return;
    choose(target.container.id);
    list.current?.querySelector(`[data-id="${target.container.id}"]`)?.scrollIntoView({ block: 'nearest' });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const to = { ArrowDown: at + 1, ArrowUp: at < 0 ? 0 : at - 1, Home: 0, End: rows.length - 1 }[event.key];
    if (to !== undefined) pick(to);
    else if (event.key === 'Enter' && row) go(`/container/${row.container.id}/logs`);
    else if (event.key === 'Escape' && row) choose(undefined);
    else return;
    event.preventDefault();
  };
  const width = DOOR_WIDTH + columns.length * COLUMN_WIDTH;
  return (
    <>
      <div className="netmap" style={SIZES}>
        <div className="netmap-head">
          <span className="netmap-name t3">Container</span>
          <span className="netmap-door t3">From outside</span>
          {columns.map((column) => (
            <Link
              key={column.network.id}
              to={networkAddress(column.network.id)}
              title={visibleText(column.network.name)}
            >
              <CutText text={column.network.name} />
              <span className="t3 ell">{noteOf(column)}</span>
            </Link>
          ))}
        </div>
        <div className="netmap-body" onPointerLeave={() => setOver(-1)}>
          <div
            ref={list}
            className="netmap-list"
            role="listbox"
            tabIndex={0}
            aria-label="Containers"
            aria-describedby={`${id}-words`}
            aria-activedescendant={row ? `${id}-${row.container.id}` : undefined}
            data-focus-first
            onKeyDown={onKeyDown}
          >
            {rows.map(({ container, at: places, doors }, i) => {
              const names = places.map((one) => columns[one]?.network.name ?? '');
              const where = names.length === 0 ? 'in no network' : `in ${names.join(', ')}`;
              const open = doors.length === 0 ? '' : `, from outside at ${doors.join(', ')}`;
              return (
                // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the list box has the keys
                <div
                  key={container.id}
                  id={`${id}-${container.id}`}
                  data-id={container.id}
                  role="option"
                  aria-selected={container.id === chosen}
                  aria-label={`${visibleText(container.name)}, ${where}${open}`}
                  className={`${reached.has(container.id) ? 'is-reached' : ''}${i === over ? ' is-over' : ''}`}
                  onPointerEnter={() => setOver(i)}
                  onClick={() => pick(i)}
                  onDoubleClick={() => go(`/container/${container.id}/logs`)}
                >
                  <StateMark shape={stateShape(container)} />
                  <CutText text={container.name} />
                </div>
              );
            })}
          </div>
          <NetworkMapLines
            map={map}
            chosen={at}
            reached={reached}
            width={width}
            over={over}
            onPick={pick}
            onOver={setOver}
          />
        </div>
      </div>
      <div className="netmap-words" id={`${id}-words`}>
        <p role="status">
          {row ? (
            <>
              <b>{visibleText(row.container.name)}</b> {reachWords(map, row).map(visibleText).join(' ')}
            </>
          ) : (
            'Choose a container to see whom it reaches.'
          )}
        </p>
        {unused.length === 0 ? null : (
          <p className="t3">
            Without containers: {plural(unused.length, 'network')} (
            {unused.map(({ name }) => visibleText(name)).join(', ')})
          </p>
        )}
      </div>
    </>
  );
}
