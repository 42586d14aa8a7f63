import type { Clock } from '#shared/base/clock.ts';
import { AppError } from '#shared/protocol/errors.ts';
import { untilHealthy } from '#main/containers/replace.ts';
import type { Engine } from '#main/engine/engine.ts';
import type { ServiceModel } from '#main/stacks/compose/model.ts';
import type { Telling } from '#main/stacks/deploy-ports.ts';

interface HealthyPorts {
  readonly engine: Engine;
  readonly clock: Clock;
  readonly telling: Telling;
  readonly signal: AbortSignal;
}

/** Waits until a container is healthy, where it has a check; `isNeeded`: one without a check is refused, for nobody could wait for it. */
export async function serviceHealthy(
  { engine, clock, telling, signal }: HealthyPorts,
  { id, service, isNeeded }: { id: string; service: ServiceModel; isNeeded: boolean },
): Promise<void> {
  const found = await engine.inspect(id, signal);
  const hasCheck =
    found.State.Health !== undefined && found.State.Health !== null && found.State.Health.Status !== 'none';
  if (!hasCheck) {
    if (isNeeded)
      throw new AppError('conflict', `${service.name} has no health check, so nothing can wait until it is healthy.`, {
        hint: 'Give it a healthcheck, or depend on service_started.',
      });
    return;
  }
  if (found.State.Health?.Status === 'healthy') return;
  const say = (): void => telling.tell('health', `Waiting until ${service.name} is healthy.`, service.name);
  try {
    await untilHealthy(engine, id, service.spec.healthCheck, { clock, say, signal });
  } catch (thrown) {
    throw named(thrown, service.name);
  }
}

/** By the service's name in place of "the new container": of several nobody knows which one that is. */
export function named(thrown: unknown, service: string): unknown {
  if (!(thrown instanceof AppError) || thrown.code !== 'conflict') return thrown;
  const { code, message, toShape: _toShape } = thrown;
  return new AppError(code, message.replace(/^The new container/, service), {
    ...(thrown.hint !== undefined && { hint: thrown.hint }),
    cause: thrown,
  });
}
