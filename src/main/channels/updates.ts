import { untilAborted } from '#main/channels/until-aborted.ts';
import type { Source } from '#main/hub/source.ts';
import type { Disposable } from '#shared/base/disposable.ts';
import type { Params } from '#shared/contract/index.ts';
import type { UpdateState } from '#shared/contract/updates.ts';

/** What is known of newer versions of this program. */
export interface UpdateView {
  current(): UpdateState;
  onChange(listener: (state: UpdateState) => void): Disposable;
}

export function updateSource(updates: UpdateView | undefined): Source<Params<'app:update'>, UpdateState> {
  return {
    async open(_params, sink, { signal }) {
      sink.state(() => updates?.current() ?? { state: 'none' });
      sink.ready();
      const listening = updates?.onChange((state) => sink.push([state]));
      await untilAborted(signal);
      listening?.dispose();
      return undefined;
    },
  };
}
