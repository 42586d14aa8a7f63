import type { Container } from '#shared/contract/containers.ts';
import { VERB_NAMES, type Verb } from '#renderer/stores/acts-store.ts';
import type { Stores } from '#renderer/stores/stores.ts';
import type { IconName } from '#renderer/ui/icons.tsx';

export const VERB_ICONS: Record<Verb, IconName> = {
  start: 'play',
  stop: 'stop',
  restart: 'restart',
  pause: 'pause',
  unpause: 'play',
  kill: 'kill',
};

/** The verbs that make sense in a state, in the order of the buttons. */
function verbsOf(container: Container): readonly Verb[] {
  switch (container.state) {
    case 'running':
      return ['restart', 'stop', 'pause', 'kill'];
    case 'restarting':
      return ['restart', 'stop', 'kill'];
    case 'paused':
      return ['unpause', 'stop', 'kill'];
    case 'created':
    case 'exited':
    case 'dead':
      return ['start'];
    case 'removing':
      return [];
  }
}

export interface ContainerAct {
  verb: Verb;
  name: string;
  icon: IconName;
  run: () => void;
}

/** What can be done to a container now, by us: state, role and engine decide. */
export function containerActs(stores: Stores, container: Container): readonly ContainerAct[] {
  if (!stores.engine.isConnected || stores.containers.removed.has(container.id)) return [];
  return verbsOf(container)
    .filter((verb) => stores.session.can(`containers.${verb}`))
    .map((verb) => ({
      verb,
      name: VERB_NAMES[verb],
      icon: VERB_ICONS[verb],
      run: () => void stores.acts.run(verb, container.id, container.name),
    }));
}
