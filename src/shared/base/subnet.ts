/** An address as a number, and which kind it is. */
export interface IpAddress {
  readonly version: 4 | 6;
  readonly value: bigint;
}

/** The addresses from `first` to `last`. */
export interface Subnet {
  readonly version: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
  readonly prefix: number;
}

const BITS = { 4: 32, 6: 128 } as const;

/** "10.7.0.1", "fd00:7::1"; undefined for what is neither. */
export function parseAddress(text: string): IpAddress | undefined {
  const value = text.includes(':') ? sixOf(text) : fourOf(text);
  return value === undefined ? undefined : { version: text.includes(':') ? 6 : 4, value };
}

/** "10.7.0.0/24", "fd00:7::/64"; the bits of a host may be set, as Docker takes them. */
export function parseSubnet(text: string): Subnet | undefined {
  const [, address = '', digits = ''] = /^([^/]+)\/(\d{1,3})$/.exec(text) ?? [];
  const parsed = parseAddress(address);
  if (!parsed) return undefined;
  const bits = BITS[parsed.version];
  const prefix = Number(digits);
  if (prefix > bits) return undefined;
  const size = 1n << BigInt(bits - prefix);
  const first = (parsed.value / size) * size;
  return { version: parsed.version, first, last: first + size - 1n, prefix };
}

export const isInSubnet = (subnet: Subnet, { version, value }: IpAddress): boolean =>
  version === subnet.version && value >= subnet.first && value <= subnet.last;

export const isSubnetWithin = (outer: Subnet, inner: Subnet): boolean =>
  outer.version === inner.version && inner.first >= outer.first && inner.last <= outer.last;

export const doSubnetsOverlap = (a: Subnet, b: Subnet): boolean =>
  a.version === b.version && a.first <= b.last && b.first <= a.last;

function fourOf(text: string): bigint | undefined {
  // "010" means 8 to some and 10 to others.
  if (!/^(?:(?:0|[1-9]\d{0,2})(?:\.|$)){4}$/.test(text) || text.endsWith('.')) return undefined;
  const parts = text.split('.').map(Number);
  return parts.some((part) => part > 255) ? undefined : parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n);
}

function sixOf(text: string): bigint | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head = [], tail] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - head.length - (tail?.length ?? 0);
  // "::" stands for one or more groups of zeros.
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const groups = [...head, ...Array.from({ length: tail === undefined ? 0 : missing }, () => '0'), ...(tail ?? [])];
  if (!groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return undefined;
  return groups.reduce((sum, group) => sum * 65_536n + BigInt(`0x${group}`), 0n);
}
