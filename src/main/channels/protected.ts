import { untilAborted } from '#main/channels/until-aborted.ts';
import type { Protection } from '#main/containers/protection.ts';
import type { Engines } from '#main/engine/engines.ts';
import type { Source } from '#main/hub/source.ts';
import type { ProtectedThings } from '#shared/contract/container-edit.ts';
import type { Item, Params, Whole } from '#shared/contract/index.ts';

/** What is protected now, and the whole of it at each change. */
export function protectedSource(
  engines: Engines,
  protection: Protection,
): Source<Params<'protected'>, Item<'protected'>, Whole<'protected'>> {
  return {
    async open({ engine }, sink, { signal }) {
      const { endpoint } = engines.get(engine);
      let now: ProtectedThings = await protection.of(endpoint);
      sink.state(() => now);
      sink.ready();
      const listening = protection.onChange(() => {
        void protection.of(endpoint).then((next) => {
          now = next;
          sink.push([next]);
        });
      });
      await untilAborted(signal);
      listening.dispose();
      return undefined;
    },
  };
}
