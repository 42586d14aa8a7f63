import { Dialog } from '@base-ui/react/dialog';
import { observer } from 'mobx-react-lite';
import { type KeyboardEvent, type ReactNode, Suspense, useEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useLocation } from 'wouter';
import type { Container } from '#shared/contract/containers.ts';
import { chordKeys, chordWords } from '#renderer/commands/key-chord.ts';
import { KillDialog } from '#renderer/views/containers/kill-dialog.tsx';
import { type FoundItem, itemsFor, type PaletteItem } from '#renderer/views/palette/palette-items.ts';
import type { PaletteQuestion } from '#renderer/views/palette/resource-items.ts';
import { addRecent, readRecent } from '#renderer/views/palette/recents.ts';
import { useCommands } from '#renderer/views/use-commands.ts';
import { useStores } from '#renderer/views/stores-context.tsx';
import { Icon } from '#renderer/ui/icons.tsx';
import { lazyPart } from '#renderer/ui/lazy-part.tsx';
import { Keys } from '#renderer/ui/keys.tsx';
import { StateMark } from '#renderer/ui/state-mark.tsx';
import '#renderer/views/palette/palette.css';

const PaletteDialogs = lazyPart(
  async () => (await import('#renderer/views/palette/palette-dialogs.tsx')).PaletteDialogs,
);

/** Finds anything and does it (design section 11). What destroys opens its confirmation. */
export const Palette = observer(function Palette() {
  const [isOpen, setOpen] = useState(false);
  const [killing, setKilling] = useState<readonly Container[]>([]);
  const [asked, setAsked] = useState<PaletteQuestion | null>(null);
  const [hasAsked, setHasAsked] = useState(false);
  // At once, with the focus in the field: what is typed right after the shortcut must not act on the list behind.
  useCommands({ 'palette.open': () => flushSync(() => setOpen(true)) });
  return (
    <>
      {/* Gone at once when it closes: one that still faded out would get the focus back from the question after it. */}
      {isOpen ? (
        <Dialog.Root open onOpenChange={setOpen}>
          <Dialog.Portal>
            <Dialog.Backdrop className="scrim palette-scrim" />
            <Dialog.Popup className="palette" aria-label="Search or run a command">
              <Search
                onClose={() => setOpen(false)}
                onAsk={(question) => {
                  setHasAsked(true);
                  setAsked(question);
                }}
                onKill={(container) => {
                  setOpen(false);
                  setKilling([container]);
                }}
              />
            </Dialog.Popup>
          </Dialog.Portal>
        </Dialog.Root>
      ) : null}
      <KillDialog containers={killing} onClose={() => setKilling([])} />
      {hasAsked ? (
        <Suspense fallback={null}>
          <PaletteDialogs asked={asked} onClose={() => setAsked(null)} />
        </Suspense>
      ) : null}
    </>
  );
});

/** What is asked for only while somebody looks is asked for while the palette is open. */
function useResources(): void {
  const { images, volumes, networks, stacks, session, engine } = useStores();
  const { isConnected } = engine;
  useEffect(() => {
    if (!isConnected) return;
    const opened = [
      // Their sizes cost the engine much: those that were listed before do.
      ...(session.can('images.list') && !images.isLoaded ? [images.open()] : []),
      ...(session.can('volumes.list') ? [volumes.open()] : []),
      ...(session.can('networks.list') ? [networks.open()] : []),
      ...(session.can('stacks.list') ? [stacks.open()] : []),
    ];
    return () => opened.forEach((one) => one.dispose());
  }, [images, volumes, networks, stacks, session, isConnected]);
}

const focusAtOnce = (field: HTMLInputElement | null): void => field?.focus();

const Search = observer(function Search({
  onClose,
  onAsk,
  onKill,
}: {
  onClose: () => void;
  onAsk: (question: PaletteQuestion) => void;
  onKill: (container: Container) => void;
}) {
  const stores = useStores();
  const [, go] = useLocation();
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const [recent] = useState(readRecent);
  // The thing whose acts are listed, after Tab.
  const [subject, setSubject] = useState<PaletteItem>();
  const list = useRef<HTMLDivElement>(null);
  const groups = itemsFor({ stores, go, now: stores.clock.now(), ask: onAsk }, subject, query, recent);
  useResources();
  const all = groups.flatMap(({ found }) => found);
  const current = Math.min(at, all.length - 1);
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [current, query]);
  const type = (text: string): void => {
    setQuery(text);
    setAt(0);
  };
  const leaveSubject = (): void => {
    setSubject(undefined);
    type('');
  };
  const run = (item: PaletteItem): void => {
    addRecent(item.id);
    if (item.asks) return onKill(item.asks);
    onClose();
    // After the dialog has given the focus back, so that what runs may take it elsewhere.
    requestAnimationFrame(() => item.run());
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    const item = all[current]?.item;
    const step = (by: number): void => setAt(all.length === 0 ? 0 : (current + by + all.length) % all.length);
    if (event.key === 'ArrowDown') step(1);
    else if (event.key === 'ArrowUp') step(-1);
    else if (event.key === 'PageDown') setAt(Math.min(all.length - 1, current + 8));
    else if (event.key === 'PageUp') setAt(Math.max(0, current - 8));
    else if (event.key === 'Enter' && item) run(item);
    else if (event.key === 'Tab' && !event.shiftKey && item?.acts && item.acts().length > 0) {
      setSubject(item);
      type('');
    } else if (event.key === 'Tab') {
      // There is nothing else in here to go to.
    } else if ((event.key === 'Backspace' && query === '' && subject) || (event.key === 'Escape' && subject)) {
      leaveSubject();
      event.stopPropagation();
    } else return;
    event.preventDefault();
  };
  return (
    <>
      <div className="palette-field">
        <Icon name="search" />
        {subject ? <span className="chip">{subject.title}</span> : null}
        <input
          ref={focusAtOnce}
          type="text"
          role="combobox"
          aria-label={subject ? `Acts on ${subject.title}` : 'Search or run a command'}
          aria-expanded
          aria-controls="palette-list"
          aria-activedescendant={all.length > 0 ? `palette-${current}` : undefined}
          aria-autocomplete="list"
          autoComplete="off"
          spellCheck={false}
          placeholder={subject ? 'What to do' : 'Containers, commands, settings'}
          value={query}
          onChange={(event) => type(event.target.value)}
          onKeyDown={onKeyDown}
        />
        <kbd aria-hidden="true">Esc</kbd>
      </div>
      <div className="palette-list" id="palette-list" role="listbox" aria-label="Found" tabIndex={-1} ref={list}>
        {groups.map(({ group, found }) => (
          <div key={group} role="group" aria-label={group}>
            <div className="palette-group" aria-hidden="true">
              {group}
            </div>
            {found.map((one) => {
              const index = all.indexOf(one);
              return (
                <Option
                  key={one.item.id}
                  found={one}
                  index={index}
                  isCurrent={index === current}
                  onPoint={() => setAt(index)}
                  onRun={() => run(one.item)}
                />
              );
            })}
          </div>
        ))}
      </div>
      {all.length === 0 ? (
        <p className="palette-none t2" role="status">
          Nothing matches "{query}".
        </p>
      ) : null}
      <div className="palette-foot" aria-hidden="true">
        <Hint keys={['↑', '↓']}>move</Hint>
        <Hint keys={['Enter']}>{all[current]?.item.group === 'Containers' ? 'open' : 'run'}</Hint>
        {subject ? <Hint keys={['Esc']}>back</Hint> : <Hint keys={['Tab']}>actions</Hint>}
        {subject ? null : <Hint keys={['>']}>commands only</Hint>}
        {subject ? null : <Hint keys={['#']}>search logs</Hint>}
      </div>
    </>
  );
});

const Hint = ({ keys, children }: { keys: readonly string[]; children: ReactNode }) => (
  <span>
    {keys.map((key) => (
      <kbd key={key}>{key}</kbd>
    ))}{' '}
    {children}
  </span>
);

const Option = observer(function Option({
  found: { item, ranges },
  index,
  isCurrent,
  onPoint,
  onRun,
}: {
  found: FoundItem;
  index: number;
  isCurrent: boolean;
  onPoint: () => void;
  onRun: () => void;
}) {
  const { commands } = useStores();
  return (
    // The field keeps the focus and hears the keys; a pointer needs no more than this.
    <div
      id={`palette-${index}`}
      role="option"
      aria-selected={isCurrent}
      tabIndex={-1}
      className="palette-item"
      onPointerMove={onPoint}
      onMouseDown={(event) => event.preventDefault()}
      onClick={onRun}
      onKeyDown={undefined}
    >
      {item.shape ? <StateMark shape={item.shape} /> : <Icon name={item.icon ?? 'chevronRight'} />}
      <span className="ell">
        <Marked text={item.title} ranges={ranges} />
      </span>
      <span className="grow" />
      {item.note === undefined ? null : <span className={`ell ${item.noteTone ?? 't3'}`}>{item.note}</span>}
      {isCurrent && item.chord === undefined ? <Keys keys={['Enter']} words="Enter" /> : null}
      {item.chord === undefined ? null : (
        <Keys keys={chordKeys(item.chord, commands.isMac)} words={chordWords(item.chord, commands.isMac)} />
      )}
    </div>
  );
});

function Marked({ text, ranges }: { text: string; ranges: FoundItem['ranges'] }) {
  const parts: ReactNode[] = [];
  let from = 0;
  for (const [start, end] of ranges) {
    parts.push(text.slice(from, start), <mark key={start}>{text.slice(start, end)}</mark>);
    from = end;
  }
  return (
    <>
      {parts}
      {text.slice(from)}
    </>
  );
}
