import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SignInLimits } from '#main/security/sign-in-limits.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const HERE = '192.168.1.51';
const wrong = async (limits: SignInLimits, times: number, address = HERE, name = 'mara'): Promise<void> => {
  for (let i = 0; i < times; i++) await limits.wrong(address, name);
};
const waitOf = async (limits: SignInLimits, address = HERE, name: string | undefined = 'other'): Promise<number> =>
  limits.check(address, name).then(
    () => 0,
    (thrown: { code: string; retryAfterMs: number }) => {
      expect(thrown.code).toBe('too_many');
      return Math.ceil(thrown.retryAfterMs / 1000);
    },
  );

describe('wrong sign-ins', () => {
  it('are five in a minute, then the wait doubles, and other addresses go on', async () => {
    const limits = new SignInLimits(5);
    const waits: number[] = [];
    for (let round = 0; round < 6; round++) {
      await wrong(limits, 4, HERE, `name${round}`);
      expect(await waitOf(limits)).toBe(0);
      await wrong(limits, 1, HERE, `name${round}`);
      const wait = await waitOf(limits);
      waits.push(wait);
      expect(await waitOf(limits, '192.168.1.52')).toBe(0);
      await vi.advanceTimersByTimeAsync(wait * 1000 + 1);
      expect(await waitOf(limits)).toBe(0);
    }
    expect(waits).toEqual([60, 120, 240, 480, 900, 900]);
  });

  it('are forgiven by a right one, and by time', async () => {
    const limits = new SignInLimits(5);
    await wrong(limits, 4);
    await limits.right(HERE, 'mara');
    await wrong(limits, 4);
    expect(await waitOf(limits)).toBe(0);
    await vi.advanceTimersByTimeAsync(60_001);
    await wrong(limits, 4);
    expect(await waitOf(limits)).toBe(0);
  });

  it('of one name are limited over all addresses', async () => {
    const limits = new SignInLimits(5);
    for (let i = 0; i < 10; i++) await wrong(limits, 1, `10.0.0.${i}`, 'Mara');
    expect(await waitOf(limits, '10.0.1.1', 'mara')).toBeGreaterThan(0);
    expect(await waitOf(limits, '10.0.1.1', 'otto')).toBe(0);
  });

  it('from one house with IPv6 count together', async () => {
    const limits = new SignInLimits(5);
    for (let i = 1; i <= 5; i++) await wrong(limits, 1, `2001:db8:1:2::${i}`, `n${i}`);
    expect(await waitOf(limits, '2001:db8:1:2:ffff::9')).toBeGreaterThan(0);
    expect(await waitOf(limits, '2001:db8:1:3::1')).toBe(0);
  });
});
