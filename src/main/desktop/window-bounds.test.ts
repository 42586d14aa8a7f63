import { expect, test } from 'vitest';
import { fitBounds, keptWindow } from '#main/desktop/window-bounds.ts';

const screen = { x: 0, y: 0, width: 1920, height: 1080 };
const second = { x: 1920, y: 0, width: 1280, height: 1024 };

test('without kept bounds the window opens in the middle of the main screen', () => {
  expect(fitBounds(undefined, [screen, second])).toEqual({ x: 320, y: 140, width: 1280, height: 800 });
});

test('kept bounds hold on whichever screen they are', () => {
  const kept = { x: 2000, y: 50, width: 1000, height: 700 };
  expect(fitBounds(kept, [screen, second])).toEqual(kept);
});

test('bounds on a screen that has gone come back to the main one, with their size', () => {
  const kept = { x: 2000, y: 50, width: 1000, height: 700 };
  expect(fitBounds(kept, [screen])).toEqual({ x: 460, y: 190, width: 1000, height: 700 });
});

test('a title bar above the screen or below its edge cannot be taken hold of', () => {
  expect(fitBounds({ x: 10, y: -50, width: 1000, height: 700 }, [screen]).y).toBe(190);
  expect(fitBounds({ x: 10, y: 1075, width: 1000, height: 700 }, [screen]).y).toBe(190);
});

test('sizes stay between the minimum and the screen', () => {
  expect(fitBounds({ x: 0, y: 0, width: 5000, height: 10 }, [screen])).toEqual({
    x: 0,
    y: 0,
    width: 1920,
    height: 600,
  });
});

test('a file that holds no window counts as none', () => {
  const good = { x: 1, y: 2, width: 1000, height: 700 };
  expect(keptWindow({ ...good, isMaximized: true })).toEqual({ ...good, isMaximized: true });
  expect(keptWindow(good)?.isMaximized).toBe(false);
  for (const raw of [
    null,
    'x',
    [],
    {},
    { ...good, x: '1' },
    { ...good, width: 0 },
    { ...good, y: 1.5 },
    { ...good, height: NaN },
  ])
    expect(keptWindow(raw)).toBeUndefined();
});
