import type { ServiceStatus, Stack } from '#shared/contract/stacks.ts';
import type { StackVerb } from '#renderer/stores/stack-acts-store.ts';
import type { Stores } from '#renderer/stores/stores.ts';
import type { AppError } from '#shared/protocol/errors.ts';
import type { IconName } from '#renderer/ui/icons.tsx';
import type { Act } from '#renderer/ui/menu-items.tsx';
import { stackAddress } from '#renderer/views/stacks/stack-address.ts';

/** What a screen of stacks asks for: each opens a dialog. */
export type StackQuestion =
  | { readonly kind: 'create' }
  | { readonly kind: 'remove'; readonly stacks: readonly Stack[] };
export type Ask = (question: StackQuestion) => void;

export const STACK_VERB_NAMES: Record<StackVerb, string> = { start: 'Start', stop: 'Stop', restart: 'Restart' };
export const STACK_VERB_ICONS: Record<StackVerb, IconName> = { start: 'play', stop: 'stop', restart: 'restart' };

/** What can be done at once, for what runs of it now; what the role may not do is absent. */
export function stackVerbs(
  { engine, session, stackActs }: Stores,
  { name, job }: Pick<Stack, 'name' | 'job'>,
  services: readonly Pick<ServiceStatus, 'status' | 'running' | 'wanted'>[],
): readonly StackVerb[] {
  if (!engine.isConnected || job !== null || stackActs.running.has(name)) return [];
  const runs = services.some(({ status }) => status !== 'stopped');
  const rests = services.some(({ running, wanted }) => running < wanted);
  const apply: Record<StackVerb, boolean> = { start: rests, restart: runs, stop: runs };
  return (['start', 'restart', 'stop'] as const).filter((verb) => apply[verb] && session.can(`stacks.${verb}`));
}

/** All that can be done with one stack. */
export function stackMenu(stores: Stores, stack: Stack, go: (to: string) => void, ask: Ask): readonly Act[] {
  const { commands, engine, session, stackActs } = stores;
  const { name } = stack;
  const isIdle = engine.isConnected && stack.job === null && !stackActs.running.has(name);
  const keys: Partial<Record<StackVerb, string | undefined>> = {
    start: commands.words('container.startStop'),
    stop: commands.words('container.startStop'),
    restart: commands.words('container.restart'),
  };
  const all: Act[] = [
    { label: 'Services', icon: 'stacks', run: () => go(stackAddress(name)) },
    {
      label: 'Logs, merged',
      icon: 'logs',
      keys: commands.words('container.logs'),
      run: () => go(stackLogs(name)),
    },
    ...stackVerbs(stores, stack, stack.services).map((verb, i) => ({
      label: STACK_VERB_NAMES[verb],
      icon: STACK_VERB_ICONS[verb],
      keys: keys[verb],
      startsGroup: i === 0,
      run: () => void stackActs.run(verb, name),
    })),
  ];
  if (stack.source === 'labels') {
    if (isIdle && session.can('stacks.found'))
      all.push({
        label: 'Take over…',
        icon: 'download',
        startsGroup: true,
        run: () => void takeOver(stores, name, go),
      });
  } else {
    all.push({
      label: 'Edit the target',
      icon: 'appLog',
      startsGroup: true,
      run: () => go(stackAddress(name, 'target')),
    });
    if (isIdle && session.can('stacks.apply'))
      all.push({ label: 'Apply…', icon: 'check', run: () => go(stackAddress(name, 'plan')) });
    else all.push({ label: 'Plan', icon: 'table', run: () => go(stackAddress(name, 'plan')) });
  }
  all.push({
    label: 'Copy name',
    icon: 'copy',
    startsGroup: true,
    run: () => void navigator.clipboard.writeText(name),
  });
  if (isIdle && session.can('stacks.remove'))
    all.push({
      label: 'Remove…',
      icon: 'close',
      keys: commands.words('list.remove'),
      isDangerous: true,
      run: () => ask({ kind: 'remove', stacks: [stack] }),
    });
  return all;
}

export const stackLogs = (name: string): string => `/logs?stack=${encodeURIComponent(name)}`;

/** Its first target is read before it is kept: that is where it leads. */
export async function takeOver(
  { stackActs, toasts }: Pick<Stores, 'stackActs' | 'toasts'>,
  name: string,
  go: (to: string) => void,
): Promise<void> {
  try {
    await stackActs.takeOver(name);
    go(stackAddress(name, 'target'));
  } catch (error) {
    const { message, hint } = error as AppError;
    toasts.show({
      title: `Couldn't take over ${name}`,
      text: [message, hint].filter(Boolean).join(' '),
      isError: true,
    });
  }
}
