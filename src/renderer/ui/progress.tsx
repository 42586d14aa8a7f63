/** How far something is. `share` from 0 to 1; null while nobody knows. `label` is said, not shown. */
export function Progress({ label, share, width }: { label: string; share: number | null; width?: number | string }) {
  const percent = share === null ? undefined : Math.round(Math.max(0, Math.min(1, share)) * 100);
  return (
    <div
      className={percent === undefined ? 'bar is-unknown' : 'bar'}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      style={width === undefined ? undefined : { width }}
    >
      <i style={percent === undefined ? undefined : { width: `${percent}%` }} />
    </div>
  );
}
