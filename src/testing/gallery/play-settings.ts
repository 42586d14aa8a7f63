import type { GalleryWorld } from '#testing/gallery/gallery-world.ts';

/** The settings, which keep what is set (?theme), and the newer version (?update). */
export function playSettings(world: GalleryWorld): void {
  const { handlers } = world.api;
  world.whole('settings', () => world.settings);
  world.whole('app:update', () =>
    world.query.has('update') ? { state: 'available', version: '0.2.0' } : { state: 'none' },
  );
  handlers.set('settings.set', (params) => {
    world.settings = { ...world.settings, ...params };
    return world.settings;
  });
  handlers.set('settings.notice', () => ({ notice: null }));
}
