/** As the contract's `TakenPort`. */
interface PortTaken {
  readonly port: number;
  readonly protocol: string;
  /** "0.0.0.0" and "::" are every address of one kind. */
  readonly address: string;
  readonly owner: object;
  readonly containerPort?: number | undefined;
}

const EVERY: readonly string[] = ['0.0.0.0', '::'];

/**
 * A port that the same owner has at every IPv4 and every IPv6 address is one port, with the address '': Docker opens both, and
 * each line would stand twice.
 */
export function foldedPorts<T extends PortTaken>(ports: readonly T[]): readonly T[] {
  const key = (one: T): string => JSON.stringify([one.port, one.protocol, one.owner, one.containerPort]);
  const kinds = new Map<string, Set<string>>();
  for (const one of ports)
    if (EVERY.includes(one.address)) kinds.set(key(one), (kinds.get(key(one)) ?? new Set()).add(one.address));
  const told = new Set<string>();
  return ports.flatMap((one) => {
    if (!EVERY.includes(one.address) || kinds.get(key(one))?.size !== EVERY.length) return [one];
    if (told.has(key(one))) return [];
    told.add(key(one));
    return [{ ...one, address: '' }];
  });
}
