import type { PrunePlan } from '#shared/contract/prune.ts';

const piece = (id: string, name: string, bytes: number, used: string) => ({
  id,
  name,
  bytes,
  reason: `Last used ${used} ago.`,
});

export const SAMPLE_CACHE_PLAN: PrunePlan = {
  plan: 'cache',
  items: [
    piece('c2', '/bin/sh -c npm ci', 640e6, '2 d'),
    piece('c5', '/bin/sh -c apt-get update && apt-get install -y build-essential', 410e6, '9 d'),
    piece('c3', '/bin/sh -c npm run build', 110e6, '2 d'),
    piece('c4', 'local source for context', 50e6, '6 h'),
  ],
  bytes: 1_210e6,
};
