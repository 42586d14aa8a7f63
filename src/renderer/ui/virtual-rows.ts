import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import type { RefObject } from 'react';

export type Rows = Virtualizer<HTMLDivElement, Element>;

/** Only the rows in view (and 5 beyond) exist; heights are known beforehand, nothing is measured. */
export function useVirtualRows(
  scroller: RefObject<HTMLDivElement | null>,
  count: number,
  height: (index: number) => number,
  keyOf: (index: number) => string,
  headHeight: number,
): Rows {
  return useVirtualizer<HTMLDivElement, Element>({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: height,
    getItemKey: keyOf,
    overscan: 5,
    // The sticky head covers this much of the view.
    scrollPaddingStart: headHeight,
    paddingStart: 0,
    // React 19 warns of flushSync inside an effect (TanStack/virtual#1281).
    useFlushSync: false,
  });
}
