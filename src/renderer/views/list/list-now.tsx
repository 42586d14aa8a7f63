import { createContext, type ReactNode, useContext } from 'react';
import { useNow } from '#renderer/ui/use-tick.ts';

/** One clock for all rows: a timer a row would cost more than the row, and drawing the list each second even more. */
const Now = createContext(0);

export function NowProvider({ children }: { children: ReactNode }) {
  return <Now value={useNow(1000)}>{children}</Now>;
}
export const useListNow = (): number => useContext(Now);
