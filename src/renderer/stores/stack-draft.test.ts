import { expect, test } from 'vitest';
import type { StackTarget } from '#shared/contract/stacks.ts';
import { AppError } from '#shared/protocol/errors.ts';
import { StackDraftsStore } from '#renderer/stores/stack-drafts-store.ts';
import { ENV_FILE } from '#renderer/stores/stack-draft.ts';
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
