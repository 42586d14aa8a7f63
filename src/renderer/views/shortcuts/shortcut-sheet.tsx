import { Dialog } from '@base-ui/react/dialog';
import { observer } from 'mobx-react-lite';
import { useRef, useState } from 'react';
import { COMMANDS, type CommandName, commandNames, GROUPS } from '#renderer/commands/command-list.ts';
import { chordKeys, chordWords } from '#renderer/commands/key-chord.ts';
import { useCommands } from '#renderer/views/use-commands.ts';
import { useStores } from '#renderer/views/stores-context.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { Keys } from '#renderer/ui/keys.tsx';
import '#renderer/views/shortcuts/shortcut-sheet.css';

/** All shortcuts of this screen, as they are now: changed ones with their new keys. */
export const ShortcutSheet = observer(function ShortcutSheet() {
  const [isOpen, setOpen] = useState(false);
  // Not the button: its tooltip would take the first Esc.
  const popup = useRef<HTMLDivElement>(null);
  useCommands({ 'shortcuts.show': () => setOpen(true) });
  return (
    <Dialog.Root open={isOpen} onOpenChange={setOpen}>
      <Dialog.Portal>
        <Dialog.Backdrop className="scrim" />
        <Dialog.Popup className="dialog sheet" ref={popup} initialFocus={popup}>
          <div className="sheet-head">
            <Dialog.Title>Shortcuts of this screen</Dialog.Title>
            <span className="grow" />
            <Dialog.Close render={<IconButton icon="close" label="Close" />} />
          </div>
          <Sheet />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
});

const Sheet = observer(function Sheet() {
  const { commands } = useStores();
  const shown = commandNames.filter((name) => commands.keysOf(name).length > 0 && isOfThisScreen(name, commands));
  return (
    <div className="sheet-groups">
      {GROUPS.map((group) => {
        const names = shown.filter((name) => COMMANDS[name].group === group);
        if (names.length === 0) return null;
        return (
          <section key={group} aria-label={group}>
            <h3>{group}</h3>
            <dl>
              {names.map((name) => (
                <div key={name}>
                  <dt>{COMMANDS[name].title}</dt>
                  <dd>
                    {commands.keysOf(name).map((chord) => (
                      <Keys
                        key={chord}
                        keys={chordKeys(chord, commands.isMac)}
                        words={chordWords(chord, commands.isMac)}
                      />
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        );
      })}
    </div>
  );
});

/** What something on screen handles, and what its widgets do by themselves. */
function isOfThisScreen(name: CommandName, commands: { isHandled(name: CommandName): boolean }): boolean {
  const spec = COMMANDS[name];
  if (!spec.isFixed) return commands.isHandled(name);
  return commandNames.some(
    (other) => !COMMANDS[other].isFixed && COMMANDS[other].scope === spec.scope && commands.isHandled(other),
  );
}
