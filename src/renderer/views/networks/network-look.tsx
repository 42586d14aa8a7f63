import { useLocation } from 'wouter';
import { Segments } from '#renderer/ui/segments.tsx';

const ADDRESS = { list: '/networks', map: '/networks/map' } as const;
const LOOKS = [
  { value: 'list', label: 'List' },
  { value: 'map', label: 'Map' },
] as const;

/** The networks as a list, or drawn with who reaches whom. */
export function NetworkLook({ look }: { look: keyof typeof ADDRESS }) {
  const [, go] = useLocation();
  return <Segments<keyof typeof ADDRESS> label="View" value={look} segments={LOOKS} onPick={(to) => go(ADDRESS[to])} />;
}
