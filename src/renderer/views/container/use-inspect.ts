import { useEffect } from 'react';
import type { Container } from '#shared/contract/containers.ts';
import type { Inspect } from '#renderer/stores/details-store.ts';
import { useStores } from '#renderer/views/stores-context.tsx';

/** Asks for the inspect answer, and again whenever the container changed its state. */
export function useInspect(container: Container): { value?: Inspect; error?: Error } {
  const { details, containers } = useStores();
  const { id, state, startedAt, health } = container;
  const isRemoved = containers.removed.has(id);
  useEffect(() => {
    if (!isRemoved) void details.loadInspect(id);
  }, [details, id, state, startedAt, health, isRemoved]);
  return details.inspects.get(id) ?? {};
}
