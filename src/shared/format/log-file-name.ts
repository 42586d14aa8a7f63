/** "shop-api-1 2026-11-21 14-02-07.log": sorts by time, and holds nothing that a file system refuses. */
export function logFileName(name: string, at: Date, extension: 'log' | 'jsonl'): string {
  const stamp = at.toISOString().slice(0, 19).replace('T', ' ').replaceAll(':', '-');
  return `${name.replaceAll(/[^\w.-]+/g, '_').slice(0, 100)} ${stamp}.${extension}`;
}
