import { untilAborted } from '#main/channels/until-aborted.ts';
import type { Source } from '#main/hub/source.ts';
import type { Disposable } from '#shared/base/disposable.ts';
import type { PairingState } from '#shared/contract/pairing.ts';
import type { Viewer, Viewers } from '#shared/contract/presence.ts';
import type { RemoteState } from '#shared/contract/remote.ts';

type Nothing = Record<string, never>;

/** What the channels of the second door stand on; `Presence`, `RemoteAccess` and `Pairing` fit. */
export interface NetworkDeps {
  readonly presence: { viewers(): Viewer[]; onChanged(listener: () => void): Disposable };
  readonly remote: { readonly state: RemoteState; onState(listener: () => void): Disposable };
  pairing(): Promise<{ state(): PairingState; onChanged(listener: () => void): Disposable }>;
}

/** A value with changes, each told as the whole. */
function wholeSource<T>(value: () => T, onChanged: (listener: () => void) => Disposable): Source<Nothing, T> {
  return {
    async open(_params, sink, { signal }) {
      sink.state(value);
      sink.ready();
      const listening = onChanged(() => sink.push([value()]));
      await untilAborted(signal);
      listening.dispose();
      return undefined;
    },
  };
}

export const presenceSource = ({ presence }: NetworkDeps): Source<Nothing, Viewers> =>
  wholeSource(
    () => ({ viewers: presence.viewers() }),
    (listener) => presence.onChanged(listener),
  );

export const remoteAccessSource = ({ remote }: NetworkDeps): Source<Nothing, RemoteState> =>
  wholeSource(
    () => remote.state,
    (listener) => remote.onState(listener),
  );

export const pairingSource = (deps: NetworkDeps): Source<Nothing, PairingState> => ({
  open: async (params, sink, context) => {
    const pairing = await deps.pairing();
    return wholeSource(
      () => pairing.state(),
      (listener) => pairing.onChanged(listener),
    ).open(params, sink, context);
  },
});
