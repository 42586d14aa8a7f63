/** Closes a switch over a union: the compiler names a case that was forgotten, the throw tells of a value that lied. */
export function assertNever(value: never): never {
  throw new TypeError(`unexpected value: ${JSON.stringify(value)}`);
}
