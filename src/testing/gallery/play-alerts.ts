import type { AlertRule } from '#shared/contract/alerts.ts';
import type { AlertChange } from '#renderer/stores/alerts-store.ts';
import { type GalleryWorld, later } from '#testing/gallery/gallery-world.ts';
import { sampleNotices, sampleRules } from '#testing/gallery/sample-alerts.ts';

/** The rules, their notices, and a webhook that does not take what it is sent. */
export function playAlerts(world: GalleryWorld): void {
  const { api } = world;
  world.whole('alert:rules', () => ({ rules: world.isEmpty ? [] : sampleRules(Date.now()) }));
  world.whole('alert:notices', () => ({ notices: sampleNotices(world.containers, Date.now()) }));
  api.handlers.set('alerts.set', (params) => {
    const { webhook, rule = '00000000000000ff', ...rest } = params as unknown as AlertChange;
    const made: AlertRule = {
      rule,
      ...rest,
      webhook: webhook && { host: 'hooks.example.com', allowsLocal: false, hasSecret: true, last: null },
    };
    const others = sampleRules(Date.now()).filter((one) => one.rule !== made.rule);
    api.watcher('alert:rules', {}).onItems?.([{ rules: [...others, made] }], 0);
    return made;
  });
  api.handlers.set('alerts.test', () =>
    later(200, () => ({
      isDelivered: false,
      status: 404,
      message: 'It answered with 404.',
      body: 'no such hook',
      durationMs: 38,
    })),
  );
}
