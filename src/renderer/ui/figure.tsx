import { type Quantity, THIN } from '#shared/format/quantity.ts';

/** A figure with its unit dimmed: the reader compares figures, not units. */
export function Figure({ quantity, className }: { quantity: Quantity; className?: string }) {
  return (
    <span className={`num${className ? ` ${className}` : ''}`}>
      {quantity.unit === '' ? (
        <span className="t3">{quantity.value}</span>
      ) : (
        <>
          {quantity.value}
          <span className="unit">
            {THIN}
            {quantity.unit}
          </span>
        </>
      )}
    </span>
  );
}
