/** Hands parts of a text, or bytes, to the system as a file to be saved; the window asks where to. */
export function saveFile(name: string, parts: readonly BlobPart[]): void {
  const address = URL.createObjectURL(new Blob([...parts], { type: 'text/plain;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The download has begun by then; an address that is kept keeps the whole of it.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
