import { createContext, type ReactNode, useContext } from 'react';
import type { Stores } from '#renderer/stores/stores.ts';

const Context = createContext<Stores | null>(null);

export function StoresProvider({ stores, children }: { stores: Stores; children: ReactNode }) {
  return <Context.Provider value={stores}>{children}</Context.Provider>;
}

export function useStores(): Stores {
  const stores = useContext(Context);
  if (!stores) throw new TypeError('useStores outside of StoresProvider');
  return stores;
}
