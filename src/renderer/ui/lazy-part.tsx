import { type ComponentType, type FunctionComponent, use } from 'react';

const loads: (() => Promise<unknown>)[] = [];

/**
 * A part of the page whose code comes when it is first shown: the window is on screen sooner, and what nobody opens costs
 * no memory. Unlike React's `lazy` one that could not be loaded (the server was away) is tried again with the panel.
 */
export function lazyPart<Props extends object>(load: () => Promise<ComponentType<Props>>): FunctionComponent<Props> {
  let Loaded: ComponentType<Props> | undefined;
  let loading: Promise<void> | undefined;
  const start = (): Promise<void> =>
    (loading ??= load().then(
      (found) => {
        Loaded = found;
      },
      (error: unknown) => {
        loading = undefined;
        throw error;
      },
    ));
  loads.push(start);
  return function Part(props) {
    use(start());
    return Loaded ? <Loaded {...props} /> : null;
  };
}

/** Fetches what is missing, so that no screen waits for a server that has gone. One that fails is fetched when shown. */
export async function loadAllParts(): Promise<void> {
  await Promise.allSettled(loads.map((load) => load()));
}
