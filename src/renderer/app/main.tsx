import { applyLastTheme } from '#renderer/app/last-theme.ts';

/** The window has an address that no server can have; while developing it gets its page from the builder. */
const isWindow = location.protocol === 'app:' || import.meta.env.DEV;

/** A page that is not shown gets no frames. */
const UNSEEN_MS = 100;

/**
 * The frame in index.html is on screen before the code holds the page up. Not even fetched before: forty files that were
 * asked for in the page's head took a third of the time to the first paint (766 ms with them, 440 without, a blank page
 * 475 and 341 in the same runs).
 */
const painted = new Promise<void>((resolve) => {
  requestAnimationFrame(() => setTimeout(resolve));
  setTimeout(resolve, UNSEEN_MS);
});

applyLastTheme();
const element = document.getElementById('root');
if (element) {
  void painted.then(async () => {
    // Socket.io and the sign-in screen are loaded by browsers alone.
    if (isWindow) (await import('#renderer/app/start-window.ts')).startWindow(element);
    else (await import('#renderer/app/start-viewer.tsx')).startViewer(element);
  });
}
