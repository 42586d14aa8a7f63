import type { Container } from '#shared/contract/containers.ts';
import { AppError, toAppError } from '#shared/protocol/errors.ts';
import type { Engine } from '#main/engine/engine.ts';
import { dependencyOrder } from '#main/stacks/plan/order.ts';
import { isOfService } from '#main/stacks/service-states.ts';

const DEPENDS_ON = 'com.docker.compose.depends_on';

export type StackAct = 'start' | 'stop' | 'restart';
export interface Acted {
  readonly containers: string[];
  readonly failed: { container: string; name: string; error: ReturnType<AppError['toShape']> }[];
}

/** One act on the containers of a stack, service by service in the order of their dependencies; what fails is told and the rest goes on. */
export async function actOnStack(
  engine: Engine,
  act: StackAct,
  containers: readonly Container[],
  signal: AbortSignal,
): Promise<Acted> {
  const wanted = containers.filter((one) => isOfService(one) && needs(act, one));
  const services = [...new Set(wanted.map(({ service }) => service ?? ''))].sort();
  const order = dependencyOrder(services, (name) =>
    wanted.filter(({ service }) => service === name).flatMap(({ labels }) => dependenciesOf(labels)),
  );
  const acted: Acted = { containers: [], failed: [] };
  for (const name of act === 'stop' ? order.reverse() : order)
    await Promise.all(
      wanted
        .filter(({ service }) => service === name)
        .map(async (one) => {
          try {
            await run(engine, act, one, signal);
            acted.containers.push(one.id);
          } catch (thrown) {
            const error = toAppError(
              thrown,
              () => undefined,
              () => '',
            );
            acted.failed.push({ container: one.id, name: one.name, error: error.toShape() });
          }
        }),
    );
  return acted;
}

const isOn = ({ state }: Container): boolean => state === 'running' || state === 'paused' || state === 'restarting';

function needs(act: StackAct, container: Container): boolean {
  if (act === 'start') return container.state !== 'running' && container.state !== 'restarting';
  return isOn(container);
}

async function run(engine: Engine, act: StackAct, { id, state }: Container, signal: AbortSignal): Promise<void> {
  if (act === 'start') return state === 'paused' ? engine.unpause(id, signal) : engine.start(id, signal);
  return act === 'stop' ? engine.stop(id, {}, signal) : engine.restart(id, {}, signal);
}

/** "db:service_healthy:false,cache:service_started:false" */
const dependenciesOf = (labels: Readonly<Record<string, string>>): string[] =>
  (labels[DEPENDS_ON] ?? '').split(',').flatMap((one) => one.split(':')[0] || []);
