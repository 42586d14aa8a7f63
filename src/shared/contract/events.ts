import { channel } from '#shared/contract/define.ts';
import { engineOnly, time } from '#shared/contract/common.ts';
import { z } from '#shared/contract/zod.ts';

export const dockerEvent = z.object({
  time,
  type: z.string(),
  action: z.string(),
  id: z.string(),
  name: z.string(),
  attributes: z.record(z.string(), z.string()),
});
export type DockerEvent = z.infer<typeof dockerEvent>;

export const eventChannels = {
  'docker:events': channel({
    kind: 'log',
    role: 'viewer',
    params: engineOnly,
    item: dockerEvent,
    replay: 500,
    isOpenToScope: true,
    summary: "The engine's events as they happen.",
  }),
};
