import { observable, runInAction } from 'mobx';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ListSpec } from '#renderer/stores/list-spec.ts';
import { ListStore, REORDER_MS } from '#renderer/stores/list-store.ts';
import { SettingsStore } from '#renderer/stores/settings-store.ts';
import { AppError } from '#shared/protocol/errors.ts';
import { FakeApi } from '#testing/fake-api.ts';
import { FakeClock } from '#testing/fake-clock.ts';

interface Thing {
  id: string;
  kind: string;
  size: number | null;
}
const load = observable.map<string, number>();
let things: Thing[];
let clock: FakeClock;
let api: FakeApi;
let list: ListStore<Thing>;

const spec: ListSpec<Thing> = {
  name: 'things',
  items: () => things,
  idOf: ({ id }) => id,
  fields: { kind: { has: ({ kind }, value) => kind === value, values: ({ kind }) => [kind] } },
  hasWord: ({ id }, word) => id.includes(word),
  tabs: { big: ({ size }) => (size ?? 0) > 5 },
  groupings: { kind: { label: 'Kind', of: ({ kind }) => kind, titleOf: (key) => key || 'None' } },
  columns: {
    name: { value: ({ id }) => id },
    size: { value: ({ size }) => size, isBigFirst: true },
    load: { value: ({ id }) => load.get(id) ?? null, isLive: true, isBigFirst: true },
  },
  sortedBy: 'name',
  hasNote: ({ id }) => id === 'noted',
};

const keys = (): string => list.rows.map(({ key }) => key).join(' | ');
const shown = (): string => list.shown.map(({ id }) => id).join(' ');

beforeEach(() => {
  load.clear();
  things = [
    { id: 'a1', kind: 'x', size: 3 },
    { id: 'a2', kind: '', size: 9 },
    { id: 'a10', kind: 'x', size: 9 },
    { id: 'b', kind: 'y', size: null },
  ];
  clock = new FakeClock();
  api = new FakeApi();
  const settings = new SettingsStore(api);
  api.handlers.set('settings.set', (change) => ({ ...settings.value, ...change }));
  list = new ListStore(spec, settings, clock);
});

describe('ListStore', () => {
  it('groups, with those that belong to none last, and folds for good', () => {
    expect(keys()).toBe('group x | a1 | a10 | group y | b | group  | a2');
    list.fold('x', true);
    expect(keys()).toBe('group x | group y | b | group  | a2');
    expect(api.calls.at(-1)?.params).toMatchObject({ lists: { things: { folded: ['x'] } } });
    list.setGroupBy('none');
    expect(keys()).toBe('a1 | a2 | a10 | b');
    list.setGroupBy('never heard of');
    expect(list.groupBy).toBe('kind');
  });

  it('shows what is said under an item right below it, and no head for the only group of none', () => {
    things = [
      { id: 'noted', kind: '', size: 1 },
      { id: 'z', kind: '', size: 1 },
    ];
    list = new ListStore(spec, new SettingsStore(api), clock);
    expect(keys()).toBe('noted | note noted | z');
  });

  it('sorts by several keys, turns them round, and keeps what has no value last', () => {
    list.setGroupBy('none');
    list.sortBy('size', false);
    expect(shown()).toBe('a2 a10 a1 b');
    list.sortBy('name', true);
    list.sortBy('name', true);
    expect(list.sort).toEqual([
      { column: 'size', isDescending: true },
      { column: 'name', isDescending: true },
    ]);
    expect(shown()).toBe('a10 a2 a1 b');
    list.sortBy('size', true);
    expect(shown()).toBe('a1 a10 a2 b');
    list.sortBy('gone', false);
    expect(list.sort).toHaveLength(2);
  });

  it('lets a live order follow every 5 s, and not while it is held', async () => {
    list.setGroupBy('none');
    const set = (...pairs: [string, number][]): void =>
      runInAction(() => pairs.forEach(([id, at]) => load.set(id, at)));
    set(['a1', 1], ['a2', 2]);
    list.sortBy('load', false);
    const order = list.openOrder();
    expect(shown()).toBe('a2 a1 a10 b');
    set(['a1', 5]);
    expect(shown()).toBe('a2 a1 a10 b');
    await clock.advance(REORDER_MS);
    expect(shown()).toBe('a1 a2 a10 b');
    list.setHeld(true);
    set(['b', 9]);
    await clock.advance(REORDER_MS * 3);
    expect(shown()).toBe('a1 a2 a10 b');
    list.setHeld(false);
    await clock.advance(REORDER_MS);
    expect(shown()).toBe('b a1 a2 a10');
    order.dispose();
    expect(clock.pending).toBe(0);
  });

  it('sorts and folds for a role that may not keep settings, too', async () => {
    api.handlers.set('settings.set', () => {
      throw new AppError('forbidden', 'Your role keeps no settings.');
    });
    list.setGroupBy('none');
    list.sortBy('size', false);
    await clock.advance(0);
    expect(shown()).toBe('a2 a10 a1 b');
    api.handlers.set('settings.set', () => {
      throw new AppError('internal', 'The disk is full.');
    });
    list.sortBy('name', false);
    await clock.advance(0);
    expect(shown()).toBe('a2 a10 a1 b');
  });

  it('filters, and counts what each tab would show', () => {
    expect(list.counts).toEqual({ all: 4, big: 2 });
    list.setFilter('-kind:x');
    expect(list.counts).toEqual({ all: 2, big: 1 });
    list.setTab('big');
    expect(shown()).toBe('a2');
    list.setTab('never heard of');
    expect(list.tab).toBe('all');
  });

  it('ticks one, ranges in the order of the rows, and all', () => {
    const { selection } = list;
    const ticked = (): string =>
      list.selectedItems
        .map(({ id }) => id)
        .sort()
        .join(' ');
    selection.toggle('a10');
    selection.extend('b', 'a10');
    expect(ticked()).toBe('a10 b');
    selection.extend('a2', 'b');
    expect(ticked()).toBe('a10 a2 b');
    selection.extend('a1', 'a2');
    expect(ticked()).toBe('a1 a10');
    expect(selection.stateOf(['a1', 'a10'])).toBe('all');
    expect(selection.stateOf(['a1', 'b'])).toBe('some');
    selection.toggleAll(list.orderedIds);
    expect(ticked()).toBe('a1 a10 a2 b');
    selection.toggleAll(list.orderedIds);
    expect(ticked()).toBe('');
  });

  it('acts on nothing that the filter hides or that is gone', () => {
    const { selection } = list;
    selection.addAll(['a1', 'b']);
    list.setFilter('a1');
    expect(list.selectedItems.map(({ id }) => id)).toEqual(['a1']);
    list.setFilter('');
    selection.forget('b');
    expect(list.selectedItems.map(({ id }) => id)).toEqual(['a1']);
    selection.clear();
    expect(list.selectedItems).toEqual([]);
  });
});
