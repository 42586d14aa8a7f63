import type { ReactNode } from 'react';
import { type StateShape, tone } from '#shared/format/container-status.ts';

const hole = {
  fill: 'none',
  stroke: 'var(--bg-surface)',
  strokeWidth: 1.6,
  strokeLinecap: 'round',
  strokeLinejoin: 'round',
} as const;
const disc = <circle cx="7" cy="7" r="6" fill="currentColor" />;
const arrow = <path d="M9.6 7a2.6 2.6 0 1 1-.9-2l.9.8M9.6 4v1.8H7.8" {...hole} strokeWidth={1.3} />;

/** Design section 5: every state has a shape of its own, so that colour is never alone. */
const SHAPES: Record<StateShape, ReactNode> = {
  healthy: (
    <>
      {disc}
      <path d="m4.3 7.2 1.9 1.9 3.6-4" {...hole} />
    </>
  ),
  running: (
    <>
      {disc}
      <path d="M5.6 4.6v4.8L9.5 7z" fill="var(--bg-surface)" />
    </>
  ),
  starting: (
    <>
      {disc}
      {arrow}
    </>
  ),
  restarting: (
    <>
      {disc}
      {arrow}
    </>
  ),
  unhealthy: (
    <>
      <path d="M7 .9 13.6 12.6H.4z" fill="currentColor" stroke="currentColor" strokeLinejoin="round" />
      <path d="M7 5v3.4M7 10.6h.01" {...hole} />
    </>
  ),
  failed: (
    <>
      <rect x="1.2" y="1.2" width="11.6" height="11.6" rx="2.5" fill="currentColor" />
      <path d="m4.7 4.7 4.6 4.6M9.3 4.7 4.7 9.3" {...hole} />
    </>
  ),
  exited: <circle cx="7" cy="7" r="5.2" fill="none" stroke="currentColor" strokeWidth="1.5" />,
  created: (
    <circle cx="7" cy="7" r="5.2" fill="none" stroke="currentColor" strokeWidth="1.5" strokeDasharray="2.2 2.2" />
  ),
  removing: (
    <circle cx="7" cy="7" r="5.2" fill="none" stroke="currentColor" strokeWidth="1.5" strokeDasharray="2.2 2.2" />
  ),
  paused: <path d="M4.2 2.4v9.2M9.8 2.4v9.2" stroke="currentColor" strokeWidth="3" strokeLinecap="round" />,
};

export function StateMark({ shape, size = 14 }: { shape: StateShape; size?: number }) {
  return (
    <svg className={tone(shape)} width={size} height={size} viewBox="0 0 14 14" role="img" aria-label={shape}>
      {SHAPES[shape]}
    </svg>
  );
}
