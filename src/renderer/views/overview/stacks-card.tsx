import { observer } from 'mobx-react-lite';
import { Link } from 'wouter';
import type { Container } from '#shared/contract/containers.ts';
import { stateShape, tone } from '#shared/format/container-status.ts';
import { plural } from '#shared/format/quantity.ts';
import { stackAddress } from '#renderer/views/stacks/stack-address.ts';
import { useStores } from '#renderer/views/stores-context.tsx';
import { Tip } from '#renderer/ui/tip.tsx';

interface Service {
  name: string;
  containers: Container[];
}

/** Compose projects with one cell for each service. */
export const StacksCard = observer(function StacksCard() {
  const { containers } = useStores();
  const stacks = stacksOf(containers.sorted);
  if (stacks.length === 0) return null;
  return (
    <section className="card overview-card" aria-labelledby="stacks-title">
      <div className="card-head">
        <h2 id="stacks-title">Stacks</h2>
        <span className="grow" />
        <Link to="/stacks" aria-label="Open stacks">
          Open
        </Link>
      </div>
      <ul>
        {stacks.map(({ name, services }) => (
          <Stack key={name} name={name} services={services} />
        ))}
      </ul>
    </section>
  );
});

function Stack({ name, services }: { name: string; services: readonly Service[] }) {
  const down = services.filter((service) => serviceTone(service) === 'bad').length;
  const troubled = services.filter((service) => serviceTone(service) === 'warn').length;
  const running = services.filter((service) => serviceTone(service) === 'ok').length;
  return (
    <li className="stack">
      <Link to={stackAddress(name)} className="thing ell stack-name">
        {name}
      </Link>
      <ul className="cells" aria-label={`Services of ${name}`}>
        {services.map((service) => {
          const words = serviceWords(service);
          const only = service.containers.length === 1 ? service.containers[0] : undefined;
          const to = only ? `/container/${only.id}/logs` : stackAddress(name);
          return (
            <li key={service.name}>
              <Tip text={`${service.name}: ${words}`}>
                <Link to={to} className={`cell is-${serviceTone(service)}`} aria-label={`${service.name}, ${words}`} />
              </Tip>
            </li>
          );
        })}
      </ul>
      <span className="t2 num">
        {running} of {services.length} running
      </span>
      <span className="grow" />
      {down > 0 ? <span className="chip bad">{plural(down, 'service')} down</span> : null}
      {troubled > 0 ? <span className="chip warn">{plural(troubled, 'service')} in trouble</span> : null}
    </li>
  );
}

function stacksOf(containers: readonly Container[]): readonly { name: string; services: readonly Service[] }[] {
  const stacks = new Map<string, Map<string, Service>>();
  for (const container of containers) {
    if (container.stack === undefined) continue;
    const services = stacks.get(container.stack) ?? new Map<string, Service>();
    stacks.set(container.stack, services);
    const name = container.service ?? container.name;
    const service = services.get(name) ?? { name, containers: [] };
    services.set(name, service);
    service.containers.push(container);
  }
  return [...stacks]
    .sort(([a], [b]) => a.localeCompare(b, 'en'))
    .map(([name, services]) => ({
      name,
      services: [...services.values()].sort((a, b) => a.name.localeCompare(b.name, 'en')),
    }));
}

/** The worst of a service's containers; one that ended well is down only when none runs. */
export function serviceTone({ containers }: Service): 'ok' | 'warn' | 'bad' | 'idle' {
  const tones = containers.map((container) => tone(stateShape(container)));
  for (const worst of ['bad', 'warn', 'ok'] as const) if (tones.includes(worst)) return worst;
  return 'idle';
}

function serviceWords({ containers }: Service): string {
  return [...new Set(containers.map((container) => stateShape(container)))].join(', ');
}
