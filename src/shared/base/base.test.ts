import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { Backoff } from '#shared/base/backoff.ts';
import { sleep } from '#shared/base/clock.ts';
import { DisposableStore, toDisposable } from '#shared/base/disposable.ts';
import { Emitter } from '#shared/base/emitter.ts';
import { Ring } from '#shared/base/ring.ts';
import { stableKey } from '#shared/base/stable-key.ts';
import { FakeClock } from '#testing/fake-clock.ts';

describe('Ring', () => {
  it('holds the newest, each under its number, like a list that forgets', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.array(fc.nat(), { maxLength: 100 }), (capacity, items) => {
        const ring = new Ring<number>(capacity);
        items.forEach((item, i) => expect(ring.push(item)).toBe(i));
        const kept = items.slice(-capacity);
        expect(ring.slice()).toEqual(items.length === 0 ? [] : kept);
        expect(ring.next).toBe(items.length);
        expect(ring.size).toBe(Math.min(capacity, items.length));
        expect(ring.get(ring.first - 1)).toBeUndefined();
        if (items.length > 0) expect(ring.get(items.length - 1)).toBe(items.at(-1));
      }),
    );
  });
  it('refuses a capacity that cannot be', () => expect(() => new Ring(0)).toThrow(RangeError));
});

describe('disposables', () => {
  it('end once, in reverse order, and at once when they come too late', () => {
    const ended: string[] = [];
    const store = new DisposableStore();
    store.add(toDisposable(() => ended.push('first')));
    store.add(toDisposable(() => ended.push('second')));
    store.dispose();
    store.dispose();
    store.add(toDisposable(() => ended.push('late')));
    expect(ended).toEqual(['second', 'first', 'late']);
  });
});

describe('Emitter', () => {
  it('tells each registration, also when listeners change meanwhile', () => {
    const emitter = new Emitter<number>();
    const heard = vi.fn<(value: number) => void>();
    const one = emitter.on(heard);
    emitter.on(heard);
    emitter.on(() => one.dispose());
    emitter.fire(1);
    emitter.fire(2);
    expect(heard).toHaveBeenCalledTimes(3);
    expect(emitter.size).toBe(2);
  });
});

describe('stableKey', () => {
  it('is the same for equal values, whatever the order of their keys', () => {
    expect(stableKey({ b: 1, a: [{ d: 1, c: undefined }] })).toBe(stableKey({ a: [{ d: 1 }], b: 1 }));
    expect(stableKey({ a: 1 })).not.toBe(stableKey({ a: '1' }));
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const turned = Object.fromEntries(Object.entries(value).reverse());
        expect(stableKey(turned)).toBe(stableKey(value));
      }),
    );
  });
});

describe('time', () => {
  it('backs off step by step, the last one for ever, until a success', () => {
    const backoff = new Backoff([1, 2, 4]);
    expect([backoff.next(), backoff.next(), backoff.next(), backoff.next()]).toEqual([1, 2, 4, 4]);
    backoff.reset();
    expect(backoff.next()).toBe(1);
  });

  it('sleeps as long as told, or until the signal, and leaves no timer', async () => {
    const clock = new FakeClock();
    const abort = new AbortController();
    let isAwake = false;
    const asleep = sleep(clock, 1000, abort.signal).then(() => (isAwake = true));
    await clock.advance(999);
    expect(isAwake).toBe(false);
    abort.abort();
    await asleep;
    expect(clock.pending).toBe(0);
    await sleep(clock, 1000, abort.signal);
    expect(clock.pending).toBe(0);
  });
});
