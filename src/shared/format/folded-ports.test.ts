import { describe, expect, it } from 'vitest';
import { foldedPorts } from '#shared/format/folded-ports.ts';

const web = { port: 8080, protocol: 'tcp', owner: { kind: 'container', id: 'c1' }, containerPort: 80 };

describe('foldedPorts', () => {
  it('makes one of every IPv4 and every IPv6 address', () =>
    expect(
      foldedPorts([
        { ...web, address: '::' },
        { ...web, address: '0.0.0.0' },
      ]),
    ).toEqual([{ ...web, address: '' }]));

  it.each([
    ['one kind alone', [{ ...web, address: '::' }]],
    [
      'another owner',
      [
        { ...web, address: '::' },
        { ...web, address: '0.0.0.0', owner: { kind: 'process', pid: 1 } },
      ],
    ],
    [
      'another protocol',
      [
        { ...web, address: '::' },
        { ...web, address: '0.0.0.0', protocol: 'udp' },
      ],
    ],
    [
      'one address',
      [
        { ...web, address: '127.0.0.1' },
        { ...web, address: '::' },
      ],
    ],
  ])('leaves %s as it is', (_what, ports) => expect(foldedPorts(ports)).toEqual(ports));
});
