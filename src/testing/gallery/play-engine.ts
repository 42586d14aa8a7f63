import type { GalleryWorld } from '#testing/gallery/gallery-world.ts';
import { later } from '#testing/gallery/gallery-world.ts';
import { sampleEngine } from '#testing/gallery/sample-engine.ts';

/** Which engine it is and how it is (?engine, ?simulated), and the ones there are. */
export function playEngine(world: GalleryWorld): void {
  const { handlers } = world.api;
  world.whole('engine:status', () => sampleEngine(world.query));
  handlers.set('engines.start', () => later(1500, () => ({})));
  handlers.set('engines.list', () => ({
    start: ['systemctl', 'start', 'docker'],
    engines: [
      {
        context: 'default',
        endpoint: 'unix:///var/run/docker.sock',
        isCurrent: true,
        isSupported: true,
        detail: 'usual socket',
      },
      {
        context: 'simulated',
        endpoint: 'simulated',
        isCurrent: false,
        isSupported: true,
        detail: 'made data',
      },
      { context: 'pi', endpoint: 'ssh://pi@harbor-01', isCurrent: false, isSupported: false, detail: 'ssh' },
    ],
  }));
}
