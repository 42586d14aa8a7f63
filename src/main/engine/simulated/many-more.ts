/** So many more than the simulated project needs, for looking at long lists and for measuring them. */
export interface ManyMore {
  readonly images: number;
  readonly containers: number;
  readonly volumes: number;
}

/** Of "images=5000 containers=1000 volumes=1000"; what is not named, or is no number, is none. */
export function manyMore(text = ''): ManyMore {
  const countOf = (name: string): number => Number(new RegExp(`\\b${name}=(\\d{1,5})\\b`).exec(text)?.[1] ?? 0);
  return { images: countOf('images'), containers: countOf('containers'), volumes: countOf('volumes') };
}
