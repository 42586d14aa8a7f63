import type { KeptServiceInfo } from '#shared/contract/history.ts';
import type { SearchAsk } from '#renderer/stores/log-search.ts';
import { serviceName } from '#renderer/stores/history-store.ts';
import type { Choice } from '#renderer/ui/pick.tsx';

/** As many hits as are shown at first, and when the reader wants more. */
export const FIRST_HITS = 500;
export const MOST_HITS = 5000;

const MINUTE = 60_000;
/** How far back, in ms; '' is everything kept. */
export const SPANS: readonly Choice<string>[] = [
  { value: '', label: 'all kept' },
  { value: String(15 * MINUTE), label: 'last 15 min' },
  { value: String(60 * MINUTE), label: 'last hour' },
  { value: String(24 * 60 * MINUTE), label: 'last 24 h' },
  { value: String(7 * 24 * 60 * MINUTE), label: 'last 7 d' },
];

/** Where to search: everything, one project, or one service with all containers it ever had. */
export function placesOf(services: readonly KeptServiceInfo[]): Choice<string>[] {
  const stacks = [...new Set(services.map(({ stack }) => stack).filter((stack) => stack !== ''))].sort();
  return [
    { value: '', label: 'all containers' },
    ...stacks.map((stack) => ({ value: `stack:${stack}`, label: `${stack} (project)` })),
    ...services.map((service) => ({ value: `service:${service.service}`, label: serviceName(service) })),
  ];
}

/** The search that an address means; null where it looks for nothing. `now` in ms. */
export function askOf(query: URLSearchParams, services: readonly KeptServiceInfo[], now: number): SearchAsk | null {
  const text = query.get('q') ?? '';
  if (text === '') return null;
  const place = query.get('in') ?? '';
  const service = services.find((one) => `service:${one.service}` === place);
  const span = Number(query.get('span') ?? '');
  return {
    text,
    isPattern: query.has('pattern'),
    matchCase: query.has('case'),
    names: service ? [...new Set(service.generations.map(({ name }) => name))] : [],
    stacks: place.startsWith('stack:') ? [place.slice('stack:'.length)] : [],
    // To the minute, so that the same address is the same search for a while.
    since: span > 0 ? new Date(Math.floor((now - span) / MINUTE) * MINUTE).toISOString() : undefined,
    limit: query.has('more') ? MOST_HITS : FIRST_HITS,
  };
}
