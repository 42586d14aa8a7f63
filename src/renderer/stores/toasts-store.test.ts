import { expect, test } from 'vitest';
import { AnnouncerStore, SPEAK_EVERY_MS } from '#renderer/stores/announcer-store.ts';
import { MOST_TOASTS, TOAST_MS, ToastsStore } from '#renderer/stores/toasts-store.ts';
import { FakeClock } from '#testing/fake-clock.ts';

function setUp() {
  const clock = new FakeClock();
  const announcer = new AnnouncerStore(clock);
  return { clock, announcer, toasts: new ToastsStore(clock, announcer) };
}
const titles = (toasts: ToastsStore): string[] => toasts.all.map(({ title }) => title);

test('a toast leaves after its time, an error stays', async () => {
  const { clock, toasts } = setUp();
  toasts.show({ title: 'Stopped 3 containers' });
  toasts.show({ title: "Couldn't start loki", isError: true });
  await clock.advance(TOAST_MS - 1);
  expect(titles(toasts)).toEqual(['Stopped 3 containers', "Couldn't start loki"]);
  await clock.advance(1);
  expect(titles(toasts)).toEqual(["Couldn't start loki"]);
});

test('there are never more than three: the oldest gives way', async () => {
  const { clock, toasts } = setUp();
  for (let i = 1; i <= MOST_TOASTS + 2; i++) toasts.show({ title: `Act ${i}` });
  expect(titles(toasts)).toEqual(['Act 3', 'Act 4', 'Act 5']);
  await clock.advance(TOAST_MS);
  expect(titles(toasts)).toEqual([]);
});

test('held by the pointer or the focus, none leaves, and each has its full time afterwards', async () => {
  const { clock, toasts } = setUp();
  const id = toasts.show({ title: 'Copied' });
  toasts.hold(true);
  await clock.advance(10 * TOAST_MS);
  toasts.show({ title: 'Another' });
  await clock.advance(10 * TOAST_MS);
  expect(titles(toasts)).toEqual(['Copied', 'Another']);
  toasts.hold(false);
  toasts.dismiss(id);
  await clock.advance(TOAST_MS);
  expect(titles(toasts)).toEqual([]);
});

test('the live region speaks at once, then what came up together after 3 s; errors speak by their own role', async () => {
  const { clock, announcer, toasts } = setUp();
  toasts.show({ title: 'Started web', text: 'Port 80' });
  expect(announcer.words).toBe('Started web. Port 80.');
  toasts.show({ title: 'Started db' });
  toasts.show({ title: 'Failed', isError: true });
  announcer.say('Docker is back.');
  announcer.say('Docker is back.');
  expect(announcer.words).toBe('Started web. Port 80.');
  await clock.advance(SPEAK_EVERY_MS);
  expect(announcer.words).toBe('Started db. Docker is back.');
});

test('the same words again are a change, so that they are spoken again', async () => {
  const { clock, announcer } = setUp();
  announcer.say('Copied');
  await clock.advance(SPEAK_EVERY_MS);
  announcer.say('Copied');
  expect(announcer.words).not.toBe('Copied.');
  expect(announcer.words.trim()).toBe('Copied.');
});
