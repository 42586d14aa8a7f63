import { useState } from 'react';
import { Icon } from '#renderer/ui/icons.tsx';

/** A value as text that folds; text only, so that a label with markup is a label with markup. */
export function JsonTree({
  value,
  name,
  depth = 0,
  openDepth = 1,
}: {
  value: unknown;
  name?: string;
  depth?: number;
  openDepth?: number;
}) {
  const isBranch = typeof value === 'object' && value !== null;
  const [isOpen, setOpen] = useState(depth < openDepth);
  const key =
    name === undefined ? null : (
      <>
        <span className="k">{JSON.stringify(name)}</span>
        <span className="p">: </span>
      </>
    );
  if (!isBranch) {
    return (
      <div className="line">
        <i />
        {key}
        <Leaf value={value} />
      </div>
    );
  }
  const entries: [string, unknown][] = Array.isArray(value)
    ? value.map((item, i) => [String(i), item])
    : Object.entries(value);
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  if (entries.length === 0) {
    return (
      <div className="line">
        <i />
        {key}
        <span className="p">
          {open}
          {close}
        </span>
      </div>
    );
  }
  return (
    <div>
      <div className="line">
        <button
          type="button"
          aria-expanded={isOpen}
          aria-label={`${isOpen ? 'Fold' : 'Unfold'} ${name ?? 'all'}`}
          onClick={() => setOpen(!isOpen)}
        >
          <Icon name={isOpen ? 'chevronDown' : 'chevronRight'} size={12} />
        </button>
        {key}
        <span className="p">{isOpen ? open : `${open} ${entries.length} ${close}`}</span>
      </div>
      {isOpen ? (
        <>
          <div className="in">
            {entries.map(([childName, child]) => (
              <JsonTree
                key={childName}
                value={child}
                depth={depth + 1}
                openDepth={openDepth}
                {...(Array.isArray(value) ? {} : { name: childName })}
              />
            ))}
          </div>
          <div className="line">
            <i />
            <span className="p">{close}</span>
          </div>
        </>
      ) : null}
    </div>
  );
}

/** A label may hold 200 KB; the page shows its beginning. */
const MAX_TEXT = 2000;

function Leaf({ value }: { value: unknown }) {
  if (typeof value === 'string') {
    const shown =
      value.length > MAX_TEXT
        ? `${value.slice(0, MAX_TEXT)}… (${value.length.toLocaleString('en')} characters)`
        : value;
    return <span className="s">{JSON.stringify(shown)}</span>;
  }
  return <span className={typeof value === 'number' ? 'n' : 'b'}>{String(value)}</span>;
}
