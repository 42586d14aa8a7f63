import { describe, expect, it } from 'vitest';
import { CODE_LIFE_MS, Pairing } from '#main/security/pairing.ts';
import { FakeClock } from '#testing/fake-clock.ts';

function fixture() {
  const clock = new FakeClock();
  const pairing = new Pairing(clock);
  const claim = (code: string, deviceName = 'Phone', address = '192.168.1.51') =>
    pairing.claim({ code, deviceName, address });
  return { clock, pairing, claim };
}
const wish = { role: 'viewer', confirm: false } as const;

describe('a pairing code', () => {
  it('is never mistyped for another letter, and differs each time', () => {
    const { pairing } = fixture();
    const codes = Array.from({ length: 200 }, () => pairing.create(wish).code);
    expect(
      codes.every((code) => /^[ABCDEFGHJKLMNPQRSTUVWXYZ2-9]{4}-[ABCDEFGHJKLMNPQRSTUVWXYZ2-9]{4}$/.test(code)),
    ).toBe(true);
    expect(new Set(codes).size).toBe(200);
  });

  it('is good for 5 min, once, however it is written', async () => {
    const { clock, pairing, claim } = fixture();
    const { code } = pairing.create(wish);
    await clock.advance(CODE_LIFE_MS - 1);
    expect(claim(` ${code.toLowerCase().replace('-', ' ')}`)).toMatchObject({
      outcome: 'granted',
      deviceName: 'Phone',
    });
    expect(() => claim(code)).toThrow(expect.objectContaining({ code: 'unauthorized' }));
    const late = pairing.create(wish);
    await clock.advance(CODE_LIFE_MS);
    expect(() => claim(late.code)).toThrow(expect.objectContaining({ code: 'unauthorized' }));
    expect(clock.pending).toBe(0);
  });

  it('ends with the next one, with five wrong tries, and when it is cancelled', () => {
    const { pairing, claim } = fixture();
    const first = pairing.create(wish);
    const second = pairing.create(wish);
    expect(() => claim(first.code)).toThrow('wrong or no longer good');
    for (let i = 0; i < 3; i++) expect(() => claim('AAAA-AAAA')).toThrow('wrong or no longer good');
    expect(pairing.state().open?.wrongTries).toBe(4);
    expect(() => claim('AAAA-AAAA')).toThrow('wrong or no longer good');
    expect(pairing.state().open).toBeNull();
    expect(() => claim(second.code)).toThrow('wrong or no longer good');
    const third = pairing.create(wish);
    pairing.cancel();
    expect(() => claim(third.code)).toThrow('wrong or no longer good');
  });

  it('asks first where it should, for the one device that came first', () => {
    const { pairing, claim } = fixture();
    const told: number[] = [];
    pairing.onChanged(({ asking }) => told.push(asking.length));
    const { code } = pairing.create({ ...wish, confirm: true });
    expect(claim(code)).toMatchObject({ outcome: 'pending' });
    expect(claim(code)).toMatchObject({ outcome: 'pending' });
    expect(() => claim(code, 'Other')).toThrow(expect.objectContaining({ reason: 'taken' }));
    expect(() => claim(code, 'Phone', '10.0.0.9')).toThrow(expect.objectContaining({ reason: 'taken' }));
    const request = pairing.state().asking[0]?.request ?? '';
    expect(() => pairing.answer('other', true)).toThrow(expect.objectContaining({ code: 'not_found' }));
    pairing.answer(request, true);
    expect(pairing.state().asking).toEqual([]);
    expect(claim(code)).toMatchObject({ outcome: 'granted' });
    expect(told).toEqual([0, 1, 0, 0]);
  });

  it('is spent when the owner says no', () => {
    const { pairing, claim } = fixture();
    const { code } = pairing.create({ ...wish, confirm: true });
    claim(code);
    pairing.answer(pairing.state().asking[0]?.request ?? '', false);
    expect(() => claim(code)).toThrow(expect.objectContaining({ code: 'unauthorized' }));
  });
});
