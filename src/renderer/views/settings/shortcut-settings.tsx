import { observer } from 'mobx-react-lite';
import { type KeyboardEvent, useState } from 'react';
import { COMMANDS, type CommandName, commandNames, GROUPS, scopeOf } from '#renderer/commands/command-list.ts';
import { chordKeys, chordOf, chordWords, isSingle } from '#renderer/commands/key-chord.ts';
import { hasWords } from '#renderer/views/settings/setting-list.ts';
import { useStores } from '#renderer/views/stores-context.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { Keys } from '#renderer/ui/keys.tsx';

/** The commands that a search of the settings finds. */
export const shortcutsFor = (search: string): readonly CommandName[] =>
  commandNames.filter((name) => {
    const { title, group, synonyms } = COMMANDS[name];
    return hasWords(search, title, group, synonyms, 'shortcuts keyboard');
  });

/** Every command with its keys, each to be changed, taken away and set back. */
export const ShortcutSettings = observer(function ShortcutSettings({ search }: { search: string }) {
  const shown = shortcutsFor(search);
  return GROUPS.map((group) => {
    const names = shown.filter((name) => COMMANDS[name].group === group);
    if (names.length === 0) return null;
    return (
      <div key={group} className="set-block">
        <h3>{group}</h3>
        <ul className="card shortcuts">
          {names.map((name) => (
            <Shortcut key={name} name={name} />
          ))}
        </ul>
      </div>
    );
  });
});

const Shortcut = observer(function Shortcut({ name }: { name: CommandName }) {
  const { settings, commands } = useStores();
  const [isListening, setListening] = useState(false);
  const [problem, setProblem] = useState<string>();
  const spec = COMMANDS[name];
  const chords = commands.keysOf(name);
  const isChanged = Object.hasOwn(settings.value.keys, name);
  const change = (chord: string | null): void => void settings.set({ keys: { ...settings.value.keys, [name]: chord } });
  const listen = (event: KeyboardEvent): void => {
    const chord = chordOf(event, commands.isMac);
    // Tab goes on, so that nobody is caught in here.
    if (chord === undefined || chord === 'Tab' || chord === 'Shift+Tab') return;
    event.preventDefault();
    event.stopPropagation();
    if (chord === 'Escape') return setListening(false);
    const reason = whyNotKey(name, chord, commands.rivals(name, chord), commands.isMac);
    setProblem(reason);
    if (reason !== undefined) return;
    change(chord);
    setListening(false);
  };
  return (
    <li className="shortcut">
      <span className="grow">{spec.title}</span>
      {problem !== undefined && isListening ? (
        <span className="bad" role="alert">
          {problem}
        </span>
      ) : null}
      {isListening ? (
        <button
          type="button"
          className="btn sm is-listening"
          ref={(button) => button?.focus()}
          onKeyDown={listen}
          onBlur={() => setListening(false)}
        >
          Press the new keys, Esc keeps the old
        </button>
      ) : (
        <span className="shortcut-keys">
          {chords.length === 0 ? <span className="t3">None</span> : null}
          {chords.map((chord) => (
            <Keys key={chord} keys={chordKeys(chord, commands.isMac)} words={chordWords(chord, commands.isMac)} />
          ))}
        </span>
      )}
      {spec.isFixed ? (
        <span className="t3 shortcut-acts">Always</span>
      ) : (
        <span className="shortcut-acts">
          <IconButton
            small
            icon="keyboard"
            label={`Change the keys of ${spec.title}`}
            onClick={() => {
              setProblem(undefined);
              setListening(true);
            }}
          />
          <IconButton
            small
            icon="close"
            label={`Take the keys of ${spec.title} away`}
            disabled={chords.length === 0}
            onClick={() => change(null)}
          />
          <IconButton
            small
            icon="undo"
            label={`Reset the keys of ${spec.title}`}
            disabled={!isChanged}
            onClick={() => {
              const { [name]: _, ...rest } = settings.value.keys;
              void settings.set({ keys: rest });
            }}
          />
        </span>
      )}
    </li>
  );
});

/** Keys that would take something away from the reader. */
function whyNotKey(
  name: CommandName,
  chord: string,
  rivals: readonly CommandName[],
  isMac: boolean,
): string | undefined {
  const rival = rivals[0];
  if (rival !== undefined) return `${chordWords(chord, isMac)} is "${COMMANDS[rival].title}" already.`;
  if (chord === 'Enter') return 'Enter is what presses buttons.';
  if (isSingle(chord) && /[A-Z0-9]/.test(chord) && scopeOf(name) === 'screen')
    return 'A letter alone works only in lists. Add Ctrl, Alt or Shift.';
  if (['Mod+C', 'Mod+V', 'Mod+X', 'Mod+Z'].includes(chord)) return `${chordWords(chord, isMac)} is for text.`;
  return undefined;
}
