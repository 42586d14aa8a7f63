import { describe, expect, it } from 'vitest';
import { doSubnetsOverlap, isInSubnet, isSubnetWithin, parseAddress, parseSubnet, type Subnet } from './subnet.ts';

const subnet = (text: string): Subnet => {
  const parsed = parseSubnet(text);
  if (!parsed) throw new Error(text);
  return parsed;
};
const isIn = (outer: string, address: string): boolean => {
  const parsed = parseAddress(address);
  return parsed !== undefined && isInSubnet(subnet(outer), parsed);
};

describe('subnets', () => {
  it('are read with their first and last address', () => {
    expect(subnet('10.7.0.0/24')).toEqual({ version: 4, first: 0x0a070000n, last: 0x0a0700ffn, prefix: 24 });
    expect(subnet('10.7.0.9/24')).toEqual(subnet('10.7.0.0/24'));
    expect(subnet('0.0.0.0/0').last).toBe(0xffffffffn);
    expect(subnet('fd00:7::/64').first).toBe(0xfd000007n << 96n);
    expect(subnet('::1/128').first).toBe(1n);
  });

  it.each([
    '10.7.0.0',
    '10.7.0.0/33',
    '10.7.0/24',
    '10.7.0.256/24',
    '10.07.0.0/24',
    '10.7.0.0./24',
    'fd00::7::/64',
    'fd00:7/64',
    'fd00:12345::/64',
    '::/129',
    'nonsense/8',
    '/8',
    '',
  ])('%j is none', (text) => expect(parseSubnet(text)).toBeUndefined());

  it('hold addresses of their own kind only', () => {
    expect(isIn('10.7.0.0/24', '10.7.0.255')).toBe(true);
    expect(isIn('10.7.0.0/24', '10.7.1.0')).toBe(false);
    expect(isIn('fd00:7::/64', 'fd00:7::ffff')).toBe(true);
    expect(isIn('fd00:7::/64', 'fd00:7:0:1::')).toBe(false);
    expect(isIn('::/0', '10.7.0.1')).toBe(false);
  });

  it('overlap, or lie within each other', () => {
    expect(doSubnetsOverlap(subnet('10.7.0.0/16'), subnet('10.7.9.0/24'))).toBe(true);
    expect(doSubnetsOverlap(subnet('10.7.0.0/24'), subnet('10.7.1.0/24'))).toBe(false);
    expect(doSubnetsOverlap(subnet('0.0.0.0/0'), subnet('fd00::/8'))).toBe(false);
    expect(isSubnetWithin(subnet('10.7.0.0/24'), subnet('10.7.0.128/25'))).toBe(true);
    expect(isSubnetWithin(subnet('10.7.0.128/25'), subnet('10.7.0.0/24'))).toBe(false);
  });
});
