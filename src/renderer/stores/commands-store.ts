import { makeAutoObservable, observableRef } from 'mobx';
import type { Clock } from '#shared/base/clock.ts';
import { type Disposable, toDisposable } from '#shared/base/disposable.ts';
import { COMMANDS, type CommandName, commandNames, type KeyScope, scopeOf } from '#renderer/commands/command-list.ts';
import { chordOf, chordWords, isSingle, isText, type KeyPress } from '#renderer/commands/key-chord.ts';
import type { SettingsStore } from '#renderer/stores/settings-store.ts';

/** Does the command; `false` means "not now", and the key goes on to the next that wants it. */
export type CommandHandler = () => boolean | void;
export type CommandHandlers = Readonly<{ [N in CommandName]?: CommandHandler | undefined }>;

/**
 * What browsers keep for themselves, or do to the whole page: tabs, address field, bookmarks, zoom, private window,
 * going back (which does the same by itself), the developer's tools. Such acts are on sequences and in the palette.
 */
const BROWSER_KEYS = /^(Mod\+([1-9LBDTWNRP=0-]|Shift\+[DPCKNT])|Alt\+Arrow(Left|Right))$/;

/** Between the two keys of "G O". */
const SEQUENCE_MS = 1500;

export interface KeyPlace {
  /** The `data-keys` names around the focus, innermost first. */
  readonly scopes: readonly KeyScope[];
  /** The focus is in a text field: plain characters are the field's. */
  readonly isTyping: boolean;
}

/** Which commands can be run now, by which keys, and the way from a key press to its command. */
export class CommandsStore {
  readonly isMac: boolean;
  /** In a browser nothing is taken that the browser owns. */
  readonly isBrowser: boolean;
  /** What screens handle at the moment, oldest first. */
  handling: readonly CommandHandlers[] = [];
  #firstKey: { chord: string; until: number } | undefined;
  readonly #settings: SettingsStore;
  readonly #clock: Clock;

  constructor(settings: SettingsStore, clock: Clock, isMac: boolean, isBrowser = false) {
    this.#settings = settings;
    this.#clock = clock;
    this.isMac = isMac;
    this.isBrowser = isBrowser;
    makeAutoObservable(this, { isMac: false, isBrowser: false, handling: observableRef });
  }

  /** Offers handlers until disposed; of two for the same command the later one is asked first. */
  handle(handlers: CommandHandlers): Disposable {
    this.handling = [...this.handling, handlers];
    return toDisposable(() => this.#drop(handlers));
  }

  #drop(handlers: CommandHandlers): void {
    this.handling = this.handling.filter((other) => other !== handlers);
  }

  isHandled(name: CommandName): boolean {
    return this.handling.some((handlers) => handlers[name] !== undefined);
  }

  /** Commands that something on screen handles, in the order of the list. */
  get available(): readonly CommandName[] {
    return commandNames.filter((name) => this.isHandled(name));
  }

  /** The keys that count: chosen by hand, else the command's own; none of one character where those are turned off. */
  keysOf(name: CommandName): readonly string[] {
    const { keys, singleKeys } = this.#settings.value;
    const chosen = Object.hasOwn(keys, name) ? keys[name] : undefined;
    const wanted = chosen === undefined ? COMMANDS[name].keys : chosen === null ? [] : [chosen];
    const all = this.isBrowser ? wanted.filter((chord) => !BROWSER_KEYS.test(chord)) : wanted;
    return singleKeys ? all : all.filter((chord) => !isSingle(chord));
  }

  /** The first key in words, for tooltips and menus: "Ctrl+B". Empty without one. */
  words(name: CommandName): string | undefined {
    const chord = this.keysOf(name).find((one) => !one.includes(' '));
    return chord === undefined ? undefined : chordWords(chord, this.isMac);
  }

  /** Other commands that the same key means in the same place. */
  rivals(name: CommandName, chord: string): readonly CommandName[] {
    return commandNames.filter(
      (other) => other !== name && scopeOf(other) === scopeOf(name) && this.keysOf(other).includes(chord),
    );
  }

  /** Runs it by name, as the palette does; false when nothing on screen handles it. */
  run(name: CommandName): boolean {
    for (const handlers of [...this.handling].reverse()) {
      const handler = handlers[name];
      if (handler && handler() !== false) return true;
    }
    return false;
  }

  /** Runs what a key press means in its place; true when it was taken. */
  press(press: KeyPress, place: KeyPlace): boolean {
    const chord = chordOf(press, this.isMac);
    if (chord === undefined) return false;
    const first = this.#takeFirstKey();
    if (place.isTyping && isText(chord)) return false;
    if (place.scopes.includes('terminal') && !this.#isOursInTerminal(chord)) return false;
    if (first !== undefined && this.#runChord(`${first} ${chord}`, place)) return true;
    if (this.#runChord(chord, place)) return true;
    if (!this.available.some((name) => this.keysOf(name).some((keys) => keys.startsWith(`${chord} `)))) return false;
    this.#firstKey = { chord, until: this.#clock.monotonic() + SEQUENCE_MS };
    return true;
  }

  #takeFirstKey(): string | undefined {
    const first = this.#firstKey;
    this.#firstKey = undefined;
    return first !== undefined && this.#clock.monotonic() <= first.until ? first.chord : undefined;
  }

  /** Every plain Ctrl and Alt key belongs to the shell (design section 9); Cmd on macOS never does. */
  #isOursInTerminal(chord: string): boolean {
    return chord.startsWith('Mod+Shift+') || /(^|\+)F6$/.test(chord) || (this.isMac && chord.startsWith('Mod+'));
  }

  #runChord(chord: string, { scopes }: KeyPlace): boolean {
    const meant = this.available.filter((name) => !COMMANDS[name].isFixed && this.keysOf(name).includes(chord));
    for (const scope of [...scopes, 'screen' as const]) {
      for (const name of meant) if (scopeOf(name) === scope && this.run(name)) return true;
    }
    return false;
  }
}
