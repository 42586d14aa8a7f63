import { reaction } from 'mobx';
import { type Disposable, toDisposable } from '#shared/base/disposable.ts';
import type { AnnouncerStore } from '#renderer/stores/announcer-store.ts';
import type { EngineStore } from '#renderer/stores/engine-store.ts';
import type { SessionStore } from '#renderer/stores/session-store.ts';

type Connection = 'lost' | 'away' | 'back' | undefined;
const WORDS = { lost: 'Connection lost.', away: 'Docker is not reachable.', back: 'Docker is connected.' } as const;

/** Speaks connection changes, wherever the focus is; what holds at the start is no change. */
export function announceConnection(stores: {
  announcer: AnnouncerStore;
  engine: EngineStore;
  session: SessionStore;
}): Disposable {
  const { announcer, engine, session } = stores;
  const now = (): Connection => {
    if (session.state === 'waiting') return 'lost';
    const state = engine.status?.state;
    return state === 'connected' ? 'back' : state === 'unavailable' || state === 'denied' ? 'away' : undefined;
  };
  let last: Connection;
  const stop = reaction(
    now,
    (next) => {
      // "Connecting" is between two states and none of its own.
      if (next === undefined || next === last) return;
      if (last !== undefined) announcer.say(WORDS[next]);
      last = next;
    },
    { fireImmediately: true },
  );
  return toDisposable(stop);
}
