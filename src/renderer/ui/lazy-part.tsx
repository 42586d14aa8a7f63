import { type ComponentType, type FunctionComponent, use } from 'react';

const loads: (() => Promise<unknown>)[] = [];

/**
 * A part of the page whose code comes when it is first shown: the window is on screen sooner, and what nobody opens costs
 * no memory. Unlike React's `lazy` one that could not be loaded (the server was away) is tried again with the panel.
 */
export function lazyPart<Props extends object>(load: () => Promise<ComponentType<Props>>): FunctionComponent<Props> {
  let loading: Promise<ComponentType<Props>> | undefined;
  const start = (): Promise<ComponentType<Props>> =>
    (loading ??= load().catch((error: unknown) => {
      loading = undefined;
      throw error;
    }));
  loads.push(start);
  return function Part(props) {
    const Loaded = use(start());
    return <Loaded {...props} />;
  };
}

/** Fetches what is missing, so that no screen waits for a server that has gone. One that fails is fetched when shown. */
export async function loadAllParts(): Promise<void> {
  await Promise.allSettled(loads.map((load) => load()));
}
