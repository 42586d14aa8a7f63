import type { ReactNode } from 'react';
import type { Quantity } from '#shared/format/quantity.ts';
import { Figure } from '#renderer/ui/figure.tsx';

/** One figure with what it is of, and a picture under it. */
export function Tile({
  name,
  note,
  figure,
  after,
  children,
}: {
  name: string;
  note: string;
  figure: Quantity;
  after?: string;
  children: ReactNode;
}) {
  return (
    <section className="card tile" aria-label={name}>
      <div className="tile-head">
        <h2>{name}</h2>
        <span className="t3 num">{note}</span>
      </div>
      <p className="tile-figure">
        <Figure quantity={figure} />
        {after === undefined || figure.unit === '' ? null : <small> {after}</small>}
      </p>
      {children}
    </section>
  );
}
