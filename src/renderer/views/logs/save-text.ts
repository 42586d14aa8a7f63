/** Hands a text to the system as a file to be saved; the window asks where to. */
export function saveText(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The download has begun by then; an address that is kept keeps the whole text.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** "shop-api-1 2026-11-21 14-02-07.log". */
export function logFileName(name: string, now: Date): string {
  const stamp = now.toISOString().slice(0, 19).replace('T', ' ').replaceAll(':', '-');
  return `${name.replaceAll(/[^\w.-]+/g, '_').slice(0, 100)} ${stamp}.log`;
}
