import { expect, test } from 'vitest';
import { reachOf } from '#main/alerts/public-address.ts';
import { urlFault } from '#main/alerts/webhook-post.ts';

test.each([
  ['93.184.216.34', 'public'],
  ['172.32.0.1', 'public'],
  ['2606:2800:220:1:248:1893:25c8:1946', 'public'],
  ['127.0.0.1', 'local'],
  ['127.8.9.10', 'local'],
  ['10.1.2.3', 'local'],
  ['172.16.0.1', 'local'],
  ['172.31.255.255', 'local'],
  ['192.168.1.20', 'local'],
  ['169.254.169.254', 'local'],
  ['100.64.0.1', 'local'],
  ['::1', 'local'],
  ['fd00::1', 'local'],
  ['fe80::1', 'local'],
  ['fe80::1%eth0', 'local'],
  ['::ffff:192.168.1.20', 'local'],
  ['::ffff:7f00:1', 'local'],
  ['64:ff9b::7f00:1', 'local'],
  ['2002:7f00:1::', 'local'],
  ['::ffff:93.184.216.34', 'public'],
  ['0.0.0.0', 'nowhere'],
  ['::', 'nowhere'],
  ['224.0.0.1', 'nowhere'],
  ['255.255.255.255', 'nowhere'],
  ['ff02::1', 'nowhere'],
  ['::ffff:0.0.0.0', 'nowhere'],
  ['no address', 'nowhere'],
])('%s is %s', (address, reach) => {
  expect(reachOf(address)).toBe(reach);
});

test.each([
  ['https://hooks.example.com/x', false, undefined],
  ['http://127.0.0.1:8080/', true, undefined],
  ['hooks.example.com', false, /no address/],
  ['ftp://hooks.example.com', true, /begins with https/],
  ['https://user:word@hooks.example.com', false, /Leave out the user name/],
  // However it is written, it is this computer.
  ['http://2130706433/', false, /does not allow/],
  ['http://0x7f.1/', false, /does not allow/],
  ['http://[::ffff:127.0.0.1]/', false, /does not allow/],
  ['http://[::1]:80/', false, /does not allow/],
  ['http://0.0.0.0/', true, /nobody's address/],
])('the address %s, local allowed: %s', (url, allowsLocal, fault) => {
  const said = urlFault(url, allowsLocal);
  if (fault === undefined) expect(said).toBeUndefined();
  else expect(said).toMatch(fault);
});
