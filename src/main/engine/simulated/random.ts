/** Numbers from 0 up to, never reaching, 1. */
export type Random = () => number;

/** mulberry32: the same seed shows the same world, so that a picture or a failure can be had again. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export const below = (random: Random, count: number): number => Math.floor(random() * count);

export function pick<T>(random: Random, list: readonly [T, ...T[]]): T {
  return list[below(random, list.length)] ?? list[0];
}

/** 64 hex digits, as Docker names things. */
export function hexId(random: Random): string {
  return Array.from({ length: 64 }, () => below(random, 16).toString(16)).join('');
}
