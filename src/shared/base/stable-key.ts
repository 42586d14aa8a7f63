/** JSON with sorted keys, without `undefined`: equal values give equal text, so it can be a map key. */
export function stableKey(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => stableKey(item ?? null)).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const parts = Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      .map(([key, item]) => `${JSON.stringify(key)}:${stableKey(item)}`);
    return `{${parts.join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}
