import { expect, test, vi } from 'vitest';
import { COMMANDS, commandNames, scopeOf } from '#renderer/commands/command-list.ts';
import type { KeyPress } from '#renderer/commands/key-chord.ts';
import { CommandsStore, type KeyPlace } from '#renderer/stores/commands-store.ts';
import { SettingsStore } from '#renderer/stores/settings-store.ts';
import { DEFAULT_SETTINGS, type Settings } from '#shared/contract/settings.ts';
import { FakeApi } from '#testing/fake-api.ts';
import { FakeClock } from '#testing/fake-clock.ts';

const key = (name: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key: name,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...more,
});
const ANYWHERE: KeyPlace = { scopes: [], isTyping: false };
const IN_LIST: KeyPlace = { scopes: ['list'], isTyping: false };
const IN_FIELD: KeyPlace = { scopes: [], isTyping: true };

function setUp(change: Partial<Settings> = {}) {
  const clock = new FakeClock();
  const settings = new SettingsStore(new FakeApi());
  settings.take({ ...DEFAULT_SETTINGS, ...change });
  return { clock, settings, commands: new CommandsStore(settings, clock, false) };
}

test('no key means two things in one place', () => {
  const { commands } = setUp();
  for (const name of commandNames) {
    if (COMMANDS[name].isFixed) continue;
    for (const chord of commands.keysOf(name))
      expect({ name, chord, rivals: commands.rivals(name, chord) }).toEqual({ name, chord, rivals: [] });
  }
});

test('single letters belong to a place of their own, so that they count only with the focus there', () => {
  const letters = commandNames.filter((name) => COMMANDS[name].keys.some((chord) => /^[A-Z]$/.test(chord)));
  expect(letters.length).toBeGreaterThan(5);
  for (const name of letters) expect(scopeOf(name)).not.toBe('screen');
});

test('a key runs its command only while something handles it', () => {
  const { commands } = setUp();
  const fold = vi.fn<() => void>();
  expect(commands.press(key('b', { ctrlKey: true }), ANYWHERE)).toBe(false);
  const handling = commands.handle({ 'sidebar.fold': fold });
  expect(commands.press(key('b', { ctrlKey: true }), ANYWHERE)).toBe(true);
  expect(fold).toHaveBeenCalledTimes(1);
  handling.dispose();
  expect(commands.press(key('b', { ctrlKey: true }), ANYWHERE)).toBe(false);
});

test('letters act in a list and write in a field; they can be changed, taken away and turned off', () => {
  const restart = vi.fn<() => void>();
  const press = (commands: CommandsStore, name: string, place: KeyPlace): boolean => {
    const handling = commands.handle({ 'container.restart': restart });
    const taken = commands.press(key(name), place);
    handling.dispose();
    return taken;
  };
  expect(press(setUp().commands, 'r', IN_LIST)).toBe(true);
  expect(press(setUp().commands, 'r', ANYWHERE)).toBe(false);
  expect(press(setUp().commands, 'r', IN_FIELD)).toBe(false);
  expect(press(setUp({ singleKeys: false }).commands, 'r', IN_LIST)).toBe(false);
  const changed = setUp({ keys: { 'container.restart': 'Y' } }).commands;
  expect(press(changed, 'r', IN_LIST)).toBe(false);
  expect(press(changed, 'y', IN_LIST)).toBe(true);
  expect(press(setUp({ keys: { 'container.restart': null } }).commands, 'r', IN_LIST)).toBe(false);
});

test('the place around the focus comes before the screen, and what says no lets the next have it', () => {
  const { commands } = setUp();
  const ran: string[] = [];
  commands.handle({ 'zoom.in': () => void ran.push('zoom'), 'log.fontLarger': () => void ran.push('font') });
  const plus = key('+', { ctrlKey: true, shiftKey: true });
  commands.press(plus, { scopes: ['log'], isTyping: false });
  commands.press(plus, ANYWHERE);
  commands.handle({
    'zoom.in': () => {
      ran.push('no');
      return false;
    },
  });
  commands.press(plus, ANYWHERE);
  expect(ran).toEqual(['font', 'zoom', 'no', 'zoom']);
});

test('a sequence wants its second key in time', async () => {
  const { clock, commands } = setUp();
  const go = vi.fn<() => void>();
  commands.handle({ 'go.containers': go });
  expect(commands.press(key('g'), ANYWHERE)).toBe(true);
  expect(commands.press(key('c'), ANYWHERE)).toBe(true);
  expect(go).toHaveBeenCalledTimes(1);
  commands.press(key('g'), ANYWHERE);
  await clock.advance(2000);
  expect(commands.press(key('c'), ANYWHERE)).toBe(false);
  expect(commands.press(key('g'), IN_FIELD)).toBe(false);
  expect(go).toHaveBeenCalledTimes(1);
});

test("in the terminal the shell's keys stay the shell's", () => {
  const { commands } = setUp();
  const ran: string[] = [];
  commands.handle({
    'sidebar.fold': () => void ran.push('fold'),
    'palette.open': () => void ran.push('palette'),
    'pane.next': () => void ran.push('pane'),
    'log.wrap': () => void ran.push('wrap'),
  });
  const there: KeyPlace = { scopes: ['terminal'], isTyping: true };
  expect(commands.press(key('b', { ctrlKey: true }), there)).toBe(false);
  expect(commands.press(key('k', { ctrlKey: true }), there)).toBe(false);
  expect(commands.press(key('z', { altKey: true }), there)).toBe(false);
  expect(commands.press(key('P', { ctrlKey: true, shiftKey: true }), there)).toBe(true);
  expect(commands.press(key('F6'), there)).toBe(true);
  expect(ran).toEqual(['palette', 'pane']);
});

test('in a browser nothing is taken that the browser owns, and every screen still has its sequence', () => {
  const { clock, settings } = setUp();
  const commands = new CommandsStore(settings, clock, false, true);
  const ran: string[] = [];
  commands.handle({
    'go.overview': () => void ran.push('overview'),
    'sidebar.fold': () => void ran.push('fold'),
    'density.switch': () => void ran.push('density'),
    'log.clear': () => void ran.push('clear'),
    'zoom.in': () => void ran.push('zoom'),
    'history.back': () => void ran.push('back'),
    'palette.open': () => void ran.push('palette'),
  });
  const ctrl = { ctrlKey: true };
  for (const press of [
    key('1', ctrl),
    key('b', ctrl),
    key('l', ctrl),
    key('=', ctrl),
    key('ArrowLeft', { altKey: true }),
  ])
    expect([press.key, commands.press(press, ANYWHERE)]).toEqual([press.key, false]);
  expect(commands.press(key('D', { ctrlKey: true, shiftKey: true }), ANYWHERE)).toBe(false);
  expect(commands.press(key('k', ctrl), ANYWHERE)).toBe(true);
  expect(commands.press(key('g'), ANYWHERE)).toBe(true);
  expect(commands.press(key('o'), ANYWHERE)).toBe(true);
  expect(ran).toEqual(['palette', 'overview']);
  expect(commands.words('sidebar.fold')).toBeUndefined();
});
