import type { Alerts } from '#main/alerts/alerts.ts';
import { untilAborted } from '#main/channels/until-aborted.ts';
import type { Source } from '#main/hub/source.ts';
import type { AlertNotice } from '#shared/contract/alerts.ts';
import type { Params, Whole } from '#shared/contract/index.ts';

type Rules = Whole<'alert:rules'>;

export function alertRulesSource(of: () => Alerts): Source<Params<'alert:rules'>, Rules> {
  return {
    async open(_params, sink, { signal }) {
      const alerts = of();
      await alerts.whenLoaded();
      const now = (): Rules => ({ rules: [...alerts.rules()] });
      sink.state(now);
      sink.ready();
      const listening = alerts.onRules(() => sink.push([now()]));
      await untilAborted(signal);
      listening.dispose();
      return undefined;
    },
  };
}

export function alertNoticesSource(
  of: () => Alerts,
): Source<Params<'alert:notices'>, AlertNotice, Whole<'alert:notices'>> {
  return {
    async open(_params, sink, { signal }) {
      const alerts = of();
      await alerts.whenLoaded();
      sink.state(() => ({ notices: [...alerts.notices()] }));
      sink.ready();
      const listening = alerts.onNotice((notice) => sink.push([notice]));
      await untilAborted(signal);
      listening.dispose();
      return undefined;
    },
  };
}
