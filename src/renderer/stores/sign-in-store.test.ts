import { describe, expect, it } from 'vitest';
import { AppError } from '#shared/protocol/errors.ts';
import { deviceNameOf, SignInStore, type SignInWay } from '#renderer/stores/sign-in-store.ts';
import type { Signed, SignInDoor } from '#renderer/transport/sign-in.ts';
import { FakeClock } from '#testing/fake-clock.ts';

const signed: Signed = { accessToken: 'a', expiresInSeconds: 600, user: { name: 'mara', role: 'viewer' } };
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

function open(door: Partial<SignInDoor>, code?: string) {
  const clock = new FakeClock();
  const entered: SignInWay[] = [];
  const store = new SignInStore({
    door: door as SignInDoor,
    clock,
    why: 'never',
    code,
    deviceName: 'Chrome on Linux',
    entered: (_signed, way) => entered.push(way),
  });
  return { clock, store, entered };
}

describe('SignInStore', () => {
  it('asks again while the owner is asked, and is in when the owner said yes', async () => {
    const answers = [
      { pending: true as const, retryAfterMs: 1000 },
      { pending: true as const, retryAfterMs: 1000 },
      signed,
    ];
    const { clock, store, entered } = open({ pair: () => Promise.resolve(answers.shift() ?? signed) }, 'ABCD-EFGH');
    void store.submit();
    await settle();
    expect(store.isWaiting).toBe(true);
    await clock.advance(1000);
    await settle();
    expect([store.isWaiting, entered]).toEqual([true, []]);
    await clock.advance(1000);
    await settle();
    expect([store.isBusy, entered]).toEqual([false, ['pairing']]);
  });

  it('says that the owner refused when the code is gone after it was right', async () => {
    let asked = 0;
    const pair: SignInDoor['pair'] = () =>
      asked++ === 0
        ? Promise.resolve({ pending: true, retryAfterMs: 1000 })
        : Promise.reject(new AppError('unauthorized', 'This code is wrong or no longer good.'));
    const { clock, store } = open({ pair }, 'ABCD-EFGH');
    void store.submit();
    await settle();
    await clock.advance(1000);
    await settle();
    expect(store.error?.message).toBe('The owner did not let this device in, or the code has ended.');
    expect([store.isWaiting, store.code]).toEqual([false, '']);
  });

  it('stops asking when it is cancelled', async () => {
    let asked = 0;
    const pair: SignInDoor['pair'] = () => {
      asked += 1;
      return Promise.resolve({ pending: true, retryAfterMs: 1000 });
    };
    const { clock, store, entered } = open({ pair }, 'ABCD-EFGH');
    void store.submit();
    await settle();
    store.cancel();
    await clock.advance(60_000);
    await settle();
    expect([asked, store.isBusy, store.isWaiting, entered, clock.pending]).toEqual([1, false, false, [], 0]);
  });

  it('keeps the name and forgets the password when they are wrong', async () => {
    const { store } = open({
      login: () => Promise.reject(new AppError('unauthorized', 'The name or the password is wrong.')),
    });
    store.setWay('password');
    store.type('username', 'mara');
    store.type('password', 'wrong');
    await store.submit();
    expect([store.username, store.password, store.error?.message]).toEqual([
      'mara',
      '',
      'The name or the password is wrong.',
    ]);
    store.type('password', 'x');
    expect(store.error).toBeUndefined();
  });
});

describe('deviceNameOf', () => {
  it.each([
    ['Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36', 'Chrome on Android'],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18 Safari/604.1',
      'Safari on iPhone',
    ],
    ['Mozilla/5.0 (Windows NT 10.0; Win64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0', 'Edge on Windows'],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox on Linux'],
    ['curl/8.5', 'Browser'],
  ])('%s', (agent, name) => expect(deviceNameOf(agent)).toBe(name));
});
