import type { Container } from '#shared/contract/containers.ts';
import type { ServiceStatus, Stack, StackService } from '#shared/contract/stacks.ts';
import { portWord } from '#shared/format/run-spec.ts';
import type { ReadStack } from '#main/stacks/compose/read-stack.ts';
import { byService, numberOf, serviceState } from '#main/stacks/service-states.ts';

/** The services of a stack: those of its target in their order, then those that only have containers. */
export function servicesOf(
  stack: Stack,
  read: ReadStack | undefined,
  containers: readonly Container[],
): StackService[] {
  const found = byService(containers).get(stack.name) ?? new Map<string, Container[]>();
  const models = read?.services ?? new Map();
  const statuses = new Map(stack.services.map((status) => [status.service, status]));
  return [...new Set([...models.keys(), ...found.keys()])].map((service) => {
    const model = read?.services.get(service);
    const own = [...(found.get(service) ?? [])].sort((a, b) => numberOf(a) - numberOf(b));
    const status: ServiceStatus = statuses.get(service) ?? {
      stack: stack.name,
      service,
      ...serviceState(own, model?.isActive === true ? model.scale : 0),
      time: '',
    };
    return {
      service,
      status,
      image: model?.spec.image ?? own[0]?.image ?? null,
      isBuilt: model?.build !== undefined,
      isInactive: model !== undefined && !model.isActive,
      profiles: [...(model?.profiles ?? [])],
      dependsOn: (model?.dependsOn ?? []).map(({ service: other, condition }) => ({ service: other, condition })),
      ports: (model?.spec.ports ?? []).map(portWord),
      containers: own.map((one) => ({ container: one.id, name: one.name, number: numberOf(one) })),
    };
  });
}
