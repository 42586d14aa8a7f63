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

/** Reads a path out of the engine's answer, which is only known to be JSON. */
export function dig(value: unknown, ...path: string[]): unknown {
  let at = value;
  for (const key of path) {
    if (typeof at !== 'object' || at === null) return undefined;
    at = (at as Record<string, unknown>)[key];
  }
  return at;
}

export const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined;

export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
