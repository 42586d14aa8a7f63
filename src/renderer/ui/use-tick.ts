import { useEffect, useState } from 'react';

/** Draws again every `ms` while the window is visible, for words such as "26 min ago". Gives the wall clock. */
export function useNow(ms: number): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) setNow(Date.now());
    }, ms);
    return () => clearInterval(timer);
  }, [ms]);
  return now;
}
