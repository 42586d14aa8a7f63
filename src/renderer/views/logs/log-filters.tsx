import { clockTime } from '#shared/format/clock-time.ts';
import type { LogWanted } from '#renderer/terminal/log/log-display.ts';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { Icon } from '#renderer/ui/icons.tsx';
import { type Choice, Pick } from '#renderer/ui/pick.tsx';
import { SearchField } from '#renderer/ui/search-field.tsx';

const AROUND: readonly Choice<number>[] = [
  { value: 0, label: 'none' },
  { value: 2, label: '2 lines' },
  { value: 5, label: '5 lines' },
];

const spanWords = ({ from, to }: { from: number; to: number }): string => `${clockTime(from)} to ${clockTime(to)}`;

/** The second row of tools: which lines are shown. There while something is filtered, or by choice. */
export function LogFilters({
  wanted,
  onWanted,
  onClose,
}: {
  wanted: LogWanted;
  onWanted: (wanted: LogWanted) => void;
  onClose: () => void;
}) {
  return (
    <div className="tool filters" role="group" aria-label="Filter lines">
      <SearchField
        label="Only lines with"
        placeholder="Only lines with"
        value={wanted.include}
        spellCheck={false}
        onType={(include) => onWanted({ ...wanted, include })}
      />
      <SearchField
        label="Without lines with"
        placeholder="Without lines with"
        value={wanted.exclude}
        spellCheck={false}
        onType={(exclude) => onWanted({ ...wanted, exclude })}
      />
      {wanted.onlyMatches === null ? null : (
        <Pick
          label="Around each match"
          value={wanted.onlyMatches}
          choices={AROUND}
          onPick={(onlyMatches) => onWanted({ ...wanted, onlyMatches })}
        />
      )}
      {wanted.span === null ? null : (
        <button
          type="button"
          className="chip num"
          aria-label={`Remove the filter ${spanWords(wanted.span)}`}
          onClick={() => onWanted({ ...wanted, span: null })}
        >
          <span className="ell">{spanWords(wanted.span)}</span>
          <Icon name="close" size={12} />
        </button>
      )}
      {wanted.fields.map(({ name, value }) => (
        <button
          key={`${name}=${value}`}
          type="button"
          className="chip mono"
          aria-label={`Remove the filter ${name}=${value}`}
          onClick={() => onWanted({ ...wanted, fields: wanted.fields.filter((one) => one.name !== name) })}
        >
          <span className="ell">
            {name}={value}
          </span>
          <Icon name="close" size={12} />
        </button>
      ))}
      <span className="grow" />
      <IconButton icon="close" label="Clear all filters" onClick={onClose} />
    </div>
  );
}
