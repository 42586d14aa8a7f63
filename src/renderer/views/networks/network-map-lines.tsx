import type { MapColumn, MapRow, NetworkMap } from '#renderer/views/networks/network-map-layout.ts';

export const ROW_HEIGHT = 32;
export const COLUMN_WIDTH = 124;
/** Room for "15000 → 5000 +8" and the beginning of its arrow. */
export const DOOR_WIDTH = 152;
const DOT = 6;

const x = (column: number): number => DOOR_WIDTH + column * COLUMN_WIDTH + 22;
const y = (row: number): number => row * ROW_HEIGHT + ROW_HEIGHT / 2;
/** Colours go round; the head of the column names it. */
const colour = (column: number, { kind }: MapColumn): string =>
  kind === 'host' || kind === 'none' ? 'var(--text-3)' : `var(--chart-${(column % 6) + 1})`;

/** The lines of the map: a network goes down, a container in several of them goes across. The list beside it has the words. */
export function NetworkMapLines({
  map: { columns, rows },
  chosen,
  reached,
  width,
  over,
  onPick,
  onOver,
}: {
  map: NetworkMap;
  /** Its row; -1 for none. */
  chosen: number;
  reached: ReadonlySet<string>;
  width: number;
  /** The row under the pointer; -1 for none. */
  over: number;
  onPick: (row: number) => void;
  onOver: (row: number) => void;
}) {
  const on = new Set(rows[chosen]?.at);
  const isFaint = (column: number): string => (chosen >= 0 && !on.has(column) ? 'is-faint' : '');
  const isRowFaint = (row: MapRow, i: number): string =>
    chosen >= 0 && i !== chosen && !reached.has(row.container.id) ? 'is-faint' : '';
  return (
    <svg className="netmap-lines" width={width} height={rows.length * ROW_HEIGHT} aria-hidden="true">
      {rows.map((row, i) => (
        <rect
          key={row.container.id}
          className={`netmap-band${i === chosen ? ' is-chosen' : i === over ? ' is-over' : ''}`}
          y={i * ROW_HEIGHT}
          width={width}
          height={ROW_HEIGHT}
          onClick={() => onPick(i)}
          onPointerEnter={() => onOver(i)}
        />
      ))}
      {columns.map((column, i) =>
        column.kind === 'none' || column.from === column.to ? null : (
          <line
            key={column.network.id}
            className={`netmap-network ${isFaint(i)}`}
            x1={x(i)}
            x2={x(i)}
            y1={y(column.from)}
            y2={y(column.to)}
            stroke={colour(i, column)}
            // Internal ones are closed, those that keep containers apart connect nobody.
            strokeDasharray={column.kind === 'apart' ? '1 6' : column.network.isInternal ? '7 5' : undefined}
          />
        ),
      )}
      {rows.map((row, i) => {
        const [first, last] = [row.at[0], row.at.at(-1)];
        return (
          <g key={row.container.id} className={isRowFaint(row, i)}>
            {first !== undefined && last !== undefined && last !== first ? (
              <line className="netmap-across" x1={x(first)} x2={x(last)} y1={y(i)} y2={y(i)} />
            ) : null}
            {row.doors.length === 0 || first === undefined ? null : (
              <Door doors={row.doors} to={x(first) - DOT - 3} at={y(i)} />
            )}
            {row.at.map((at) => {
              const column = columns[at];
              return column ? <Place key={at} column={column} index={at} row={i} isUp={row.isUp} /> : null;
            })}
          </g>
        );
      })}
    </svg>
  );
}

/** An arrow from outside, with the ports it goes through. */
function Door({ doors, to, at }: { doors: readonly string[]; to: number; at: number }) {
  const [first = '', ...more] = doors;
  return (
    <>
      <text className="netmap-port" x={4} y={at}>
        {more.length === 0 ? first : `${first} +${more.length}`}
        <title>{doors.join(', ')}</title>
      </text>
      <line className="netmap-arrow" x1={DOOR_WIDTH - 12} x2={to} y1={at} y2={at} />
      <path className="netmap-tip" d={`M${to - 5} ${at - 4}L${to} ${at}L${to - 5} ${at + 4}`} />
    </>
  );
}

/** Where a container is in a network; hollow while it does not run. */
function Place({ column, index, row, isUp }: { column: MapColumn; index: number; row: number; isUp: boolean }) {
  const tone = colour(index, column);
  const [cx, cy] = [x(index), y(row)];
  const fill = isUp ? tone : 'var(--bg-surface)';
  if (column.kind === 'none')
    return <path d={`M${cx - 5} ${cy - 5}l10 10m0 -10l-10 10`} stroke={tone} strokeWidth={2} fill="none" />;
  if (column.kind === 'host')
    return (
      <rect x={cx - DOT} y={cy - DOT} width={DOT * 2} height={DOT * 2} fill={fill} stroke={tone} strokeWidth={2} />
    );
  return <circle cx={cx} cy={cy} r={DOT} fill={fill} stroke={tone} strokeWidth={2} />;
}
