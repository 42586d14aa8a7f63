import { expect, test } from 'vitest';
import type { StackTarget } from '#shared/contract/stacks.ts';
import { AppError } from '#shared/protocol/errors.ts';
import { StackDraftsStore } from '#renderer/stores/stack-drafts-store.ts';
import { ENV_FILE } from '#renderer/stores/stack-draft.ts';
import { DraftMemory, type DraftStorage } from '#renderer/stores/draft-memory.ts';
import { FakeApi } from '#testing/fake-api.ts';
import { FakeClock } from '#testing/fake-clock.ts';

const target = (version: number, compose: string): StackTarget => ({
  version,
  compose,
  env: 'A=1\n',
  files: {},
  folder: null,
  setAt: '2026-11-21T07:30:30.669Z',
  setBy: 'Mara',
  isMasked: false,
});

function open() {
  const api = new FakeApi();
  const clock = new FakeClock();
  const drafts = new StackDraftsStore(api, clock);
  return { api, clock, drafts, draft: drafts.ensure('shop', target(1, 'services: {}'), []) };
}

test('what is typed is checked once the keys rest, with the problems of the newest text', async () => {
  const { api, clock, draft } = open();
  api.handlers.set('stacks.check', ({ compose }) => ({
    problems: [{ line: 1, column: 1, message: String(compose), severity: 'error' }],
  }));
  draft.edit('compose.yaml', 'a');
  draft.edit('compose.yaml', 'ab');
  await clock.advance(1000);
  expect(api.calls.map(({ params }) => params['compose'])).toEqual(['ab']);
  expect(draft.problems.map(({ message }) => message)).toEqual(['ab']);
  expect(draft.errors).toBe(1);
});

test('a newer target is taken where nothing was typed, and told where something was', () => {
  const { draft, drafts } = open();
  drafts.ensure('shop', target(2, 'services: {b: {}}'), []);
  expect(draft.texts.compose).toBe('services: {b: {}}');
  draft.edit('compose.yaml', 'mine');
  draft.meet(target(3, 'theirs'));
  expect(draft.texts.compose).toBe('mine');
  expect(draft.theirs?.version).toBe(3);
  draft.keepMine();
  expect(draft.theirs).toBeUndefined();
  expect(draft.base.version).toBe(3);
  expect(draft.isDirty).toBe(true);
  draft.meet(target(4, 'theirs again'));
  draft.takeTheirs();
  expect(draft.texts.compose).toBe('theirs again');
  expect(draft.isDirty).toBe(false);
});

test('a save names the version that was edited; a conflict keeps what was typed beside what is kept', async () => {
  const { api, draft } = open();
  api.handlers.set('stacks.set', () => {
    throw new AppError('conflict', 'The target of shop was set by Mara meanwhile.');
  });
  api.handlers.set('stacks.get', () => ({ target: target(2, 'theirs') }));
  draft.edit(ENV_FILE, 'A=2\n');
  expect(await draft.save()).toBe(false);
  expect(api.calls[0]?.params).toMatchObject({ name: 'shop', env: 'A=2\n', version: 1 });
  expect(draft.texts.env).toBe('A=2\n');
  expect(draft.theirs?.compose).toBe('theirs');
  draft.keepMine();
  api.handlers.set('stacks.set', () => ({ name: 'shop', version: 3, problems: [] }));
  expect(await draft.save()).toBe(true);
  expect(draft.isDirty).toBe(false);
  expect(draft.base.version).toBe(3);
});

test('a draft that was begun outlives a second beginning, and is dropped by hand alone', () => {
  const { drafts } = open();
  const begun = drafts.begin('found', { compose: 'x', env: '', files: {}, folder: '/srv' });
  begun.edit('compose.yaml', 'typed');
  expect(drafts.begin('found', { compose: 'y', env: '', files: {}, folder: null }).texts.compose).toBe('typed');
  drafts.drop('found');
  expect(drafts.find('found')).toBeUndefined();
});

/** As a browser's own: text by key, until it is full. */
class FakeStorage implements DraftStorage {
  readonly kept = new Map<string, string>();
  isFull = false;
  get length(): number {
    return this.kept.size;
  }
  key(i: number): string | null {
    return [...this.kept.keys()][i] ?? null;
  }
  getItem(key: string): string | null {
    return this.kept.get(key) ?? null;
  }
  setItem(key: string, text: string): void {
    if (this.isFull) throw new DOMException('no room', 'QuotaExceededError');
    this.kept.set(key, text);
  }
  removeItem(key: string): void {
    this.kept.delete(key);
  }
}

const window_ = (storage: FakeStorage, engine = 'unix:///a', clock = new FakeClock()) => {
  const memory = new DraftMemory(storage, () => clock.now());
  return { clock, drafts: new StackDraftsStore(new FakeApi(), clock, { memory, scope: () => engine }) };
};

test('what is typed goes on in the next window, until it is given up', async () => {
  const storage = new FakeStorage();
  const first = window_(storage);
  first.drafts.ensure('shop', target(1, 'services: {}'), []).edit('compose.yaml', 'typed');
  await first.clock.advance(300);
  const second = window_(storage);
  const draft = second.drafts.ensure('shop', target(1, 'services: {}'), []);
  expect(draft).toMatchObject({ resumedFromMs: first.clock.now(), isDirty: true, theirs: undefined });
  expect(draft.textOf('compose.yaml')).toBe('typed');
  draft.revert();
  await second.clock.advance(300);
  expect(storage.length).toBe(0);
});

test('what is typed last is kept as its window goes', () => {
  const storage = new FakeStorage();
  const { drafts } = window_(storage);
  drafts.ensure('shop', target(1, 'services: {}'), []).edit('compose.yaml', 'typed');
  drafts.flush();
  expect(window_(storage).drafts.ensure('shop', target(1, 'services: {}'), []).isDirty).toBe(true);
});

test('a target that is another one by then is asked about, and neither text is lost', async () => {
  const storage = new FakeStorage();
  const first = window_(storage);
  first.drafts.ensure('shop', target(1, 'services: {}'), []).edit('compose.yaml', 'mine');
  await first.clock.advance(300);
  const { drafts } = window_(storage);
  const draft = drafts.ensure('shop', target(2, 'theirs'), []);
  expect(draft.theirs?.compose).toBe('theirs');
  draft.keepMine();
  expect(draft).toMatchObject({ isDirty: true, base: { version: 2, compose: 'theirs' } });
  expect(draft.textOf('compose.yaml')).toBe('mine');
});

test('the same name at another engine is another stack, and a first target goes on as well', async () => {
  const storage = new FakeStorage();
  const first = window_(storage);
  first.drafts.begin('found', { compose: 'read', env: '', files: {}, folder: null });
  await first.clock.advance(300);
  const elsewhere = window_(storage, 'unix:///b').drafts;
  elsewhere.resume('found');
  expect(elsewhere.find('found')).toBeUndefined();
  const { drafts } = window_(storage);
  drafts.resume('found');
  expect(drafts.find('found')?.textOf('compose.yaml')).toBe('read');
});

test('few drafts are kept, for a month, and one that is not is told', async () => {
  const storage = new FakeStorage();
  const { drafts, clock } = window_(storage);
  for (let i = 0; i < 12; i++) {
    drafts.ensure(`stack-${i}`, target(1, 'services: {}'), []).edit('compose.yaml', 'typed');
    await clock.advance(1000);
  }
  expect(storage.length).toBe(10);
  expect([...storage.kept.keys()].some((key) => key.endsWith('stack-0'))).toBe(false);
  const large = drafts.ensure('large', target(1, 'services: {}'), []);
  large.edit('compose.yaml', '#'.repeat(700_000));
  await clock.advance(300);
  expect(large.isKept).toBe(false);
  storage.isFull = true;
  const other = drafts.ensure('other', target(1, 'services: {}'), []);
  other.edit('compose.yaml', 'typed');
  await clock.advance(300);
  expect(other.isKept).toBe(false);
  await clock.advance(31 * 24 * 3_600_000);
  expect(window_(storage, 'unix:///a', clock).drafts.ensure('stack-11', target(1, 'services: {}'), []).isDirty).toBe(
    false,
  );
});
