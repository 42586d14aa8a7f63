/** A watcher for state channels whose every change is the whole. */
export const lastOf = <T>(take: (value: T) => void) => ({
  onWhole: take,
  onItems: (items: readonly T[]): void => {
    const last = items.at(-1);
    if (last !== undefined) take(last);
  },
});
