import type { Clock } from '#shared/base/clock.ts';
import { AppError } from '#shared/protocol/errors.ts';
import type { ComposeOptions } from '#main/compose/options.ts';
import type { Log } from '#main/engine/engine.ts';
import type { Security } from '#main/security/security.ts';

interface Options {
  remote: ComposeOptions['remote'];
  clock: Clock;
  signInTries(): number;
  warn: Log['warn'];
  onEnded(signIn: string, reason: string): void;
}

export interface LazySecurity {
  /** Throws `not_found` where there is no remote access. */
  readonly get: () => Promise<Security>;
  dispose(): Promise<void>;
}

/** Loaded and read when somebody first asks: the window's start does without it. */
export function lazySecurity(options: Options): LazySecurity {
  let opened: Promise<Security> | undefined;
  const open = async (): Promise<Security> => {
    const { remote: place, clock, warn } = options;
    if (!place) throw new AppError('not_found', 'There is no remote access here.');
    const { openSecurity } = await import('#main/security/security.ts');
    const made = await openSecurity({
      home: place.home,
      seal: place.seal,
      clock,
      signInTries: options.signInTries(),
      warn,
    });
    made.signIns.onEnded(({ signIn, reason }) => options.onEnded(signIn.id, reason));
    return made;
  };
  return {
    get: () => (opened ??= open()),
    dispose: async () => {
      if (opened) (await opened).dispose();
    },
  };
}
