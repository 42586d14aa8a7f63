/** Items by the keys that each has; one that has a key twice stands there once. */
export function groupedBy<T>(items: Iterable<T>, keysOf: (item: T) => Iterable<string>): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items)
    for (const key of new Set(keysOf(item))) {
      const same = groups.get(key);
      if (same) same.push(item);
      else groups.set(key, [item]);
    }
  return groups;
}
