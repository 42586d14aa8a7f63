import { BlockList, isIP } from 'node:net';

/** Addresses that nobody is reached at: "any", many at once, and what is not given out yet. */
const nowhere = new BlockList();
nowhere.addSubnet('0.0.0.0', 8, 'ipv4');
nowhere.addSubnet('224.0.0.0', 4, 'ipv4');
nowhere.addSubnet('240.0.0.0', 4, 'ipv4');
nowhere.addAddress('::', 'ipv6');
nowhere.addSubnet('ff00::', 8, 'ipv6');

/** This computer, the networks around it, and ranges that reach into them. */
const local = new BlockList();
for (const [address, prefix] of [
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
] as const)
  local.addSubnet(address, prefix, 'ipv4');
for (const [address, prefix] of [
  ['::1', 128],
  ['fc00::', 7],
  ['fe80::', 10],
  // Addresses of IPv4 behind a translator, and of tunnels: which one is meant is not told.
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['2002::', 16],
  ['2001::', 32],
] as const)
  local.addSubnet(address, prefix, 'ipv6');

/** The IPv4 address in "::ffff:7f00:1" or "::ffff:127.0.0.1"; the address itself where it is none of those. */
function unmapped(address: string): string {
  const bare = address.toLowerCase().split('%', 1)[0] ?? address;
  const dotted = /^::(?:ffff:)?(\d+\.\d+\.\d+\.\d+)$/.exec(bare)?.[1];
  if (dotted !== undefined) return dotted;
  const hex = /^::(?:ffff:)?([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(bare);
  if (!hex) return bare;
  const [high, low] = [Number.parseInt(hex[1] ?? '', 16), Number.parseInt(hex[2] ?? '', 16)];
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

/** Where an address leads: into the world, to this computer or around it, or nowhere. */
export function reachOf(address: string): 'public' | 'local' | 'nowhere' {
  const plain = unmapped(address);
  const version = isIP(plain);
  if (version === 0) return 'nowhere';
  const family = version === 4 ? 'ipv4' : 'ipv6';
  if (nowhere.check(plain, family)) return 'nowhere';
  return local.check(plain, family) ? 'local' : 'public';
}
