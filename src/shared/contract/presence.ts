import { nothing, time } from '#shared/contract/common.ts';
import { channel } from '#shared/contract/define.ts';
import { z } from '#shared/contract/zod.ts';

export const viewer = z.object({
  id: z.string(),
  user: z.string(),
  role: z.string(),
  address: z.string(),
  /** What is on its screen, as far as its streams tell; `container` is a full id. */
  viewing: z.array(z.object({ channel: z.string(), container: z.string().optional() })),
  connected: z.boolean(),
  connectedAt: time,
  lastSeenAt: time,
});
export type Viewer = z.infer<typeof viewer>;

export const viewers = z.object({ viewers: z.array(viewer) });
export type Viewers = z.infer<typeof viewers>;

export const presenceChannels = {
  presence: channel({
    kind: 'state',
    role: 'operator',
    params: nothing,
    item: viewers,
    summary: 'Who is here over the network and watches what; one that left stays for 5 min. Each change is the whole.',
  }),
};
