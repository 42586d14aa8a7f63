import type { HandlerDeps } from '#main/commands/deps.ts';
import type { Handlers } from '#main/commands/handler.ts';
import { byService, numberOf } from '#main/stacks/service-states.ts';
import { AppError } from '#shared/protocol/errors.ts';
import { stackCommands } from '#shared/contract/stacks.ts';

export type StackHandlers = Pick<Handlers, keyof typeof stackCommands>;

export function stackHandlers({ stackWatch, containersNow }: HandlerDeps): StackHandlers {
  const later = (): Promise<never> =>
    Promise.reject(new AppError('not_found', 'Targets of stacks cannot be kept by this version.'));
  return {
    'stacks.list': async ({ engine }) => {
      const watch = stackWatch(engine);
      await watch.sync();
      return { stacks: watch.stacks() };
    },
    'stacks.get': async ({ engine, name }) => {
      const watch = stackWatch(engine);
      await watch.sync();
      const stack = watch.stack(name);
      if (!stack) throw new AppError('not_found', `There is no stack "${name}".`, { field: 'name' });
      const found = byService(await containersNow(engine)).get(name);
      const services = stack.services.map((status) => {
        const containers = found?.get(status.service) ?? [];
        return {
          service: status.service,
          status,
          image: containers[0]?.image ?? null,
          isBuilt: false,
          isInactive: false,
          profiles: [],
          dependsOn: [],
          ports: [],
          containers: containers.map((one) => ({ container: one.id, name: one.name, number: numberOf(one) })),
        };
      });
      return { stack, services, target: null, problems: [], history: [] };
    },
    'stacks.check': later,
    'stacks.set': later,
    'stacks.found': later,
    'stacks.plan': later,
    'stacks.apply': later,
    'stacks.return': later,
    'stacks.version': later,
    'stacks.start': later,
    'stacks.stop': later,
    'stacks.restart': later,
    'stacks.removePlan': later,
    'stacks.remove': later,
  };
}
