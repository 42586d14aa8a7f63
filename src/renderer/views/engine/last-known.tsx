import { shortTime } from '#shared/format/clock-time.ts';
import { Icon } from '#renderer/ui/icons.tsx';

export function LastKnownButton({ at, onView }: { at: number; onView: () => void }) {
  return (
    <button type="button" className="btn ghost" onClick={onView}>
      <Icon name="clock" />
      View last known state, {shortTime(at)}
    </button>
  );
}
