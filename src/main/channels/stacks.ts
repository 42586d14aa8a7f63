import { untilAborted } from '#main/channels/until-aborted.ts';
import type { Source } from '#main/hub/source.ts';
import type { StackWatch } from '#main/stacks/stack-watch.ts';
import type { Item, Params, Whole } from '#shared/contract/index.ts';

/** Made when it is first asked for: until then no container is listed for it. */
type OnWatch = (engine: string) => StackWatch;

export function stacksSource(of: OnWatch): Source<Params<'stacks'>, Item<'stacks'>, Whole<'stacks'>> {
  return {
    async open({ engine }, sink, { signal }) {
      const watch = of(engine);
      await watch.sync();
      if (signal.aborted) return undefined;
      sink.state(() => ({ stacks: watch.stacks() }));
      sink.ready();
      const listening = watch.onStacks((change) => sink.push([change]));
      await untilAborted(signal);
      listening.dispose();
      return undefined;
    },
  };
}

export function serviceStatusSource(
  of: OnWatch,
): Source<Params<'service:status'>, Item<'service:status'>, Whole<'service:status'>> {
  return {
    async open({ engine, stack }, sink, { signal }) {
      const watch = of(engine);
      await watch.sync();
      if (signal.aborted) return undefined;
      sink.state(() => ({ services: watch.services(stack) }));
      sink.ready();
      const listening = watch.onServices((changes) => {
        const own = changes.filter((one) => stack === undefined || one.stack === stack);
        if (own.length > 0) sink.push(own);
      });
      await untilAborted(signal);
      listening.dispose();
      return undefined;
    },
  };
}
