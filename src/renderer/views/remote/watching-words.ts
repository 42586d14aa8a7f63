import type { Viewer } from '#shared/contract/presence.ts';

/** What somebody has on the screen, as far as its streams tell. `nameOf` gives a container's name by its ID. */
export function watchingWords(viewers: readonly Viewer[], nameOf: (id: string) => string): string {
  const viewing = viewers.flatMap((viewer) => viewer.viewing);
  const of = (channel: string): string[] => [
    ...new Set(
      viewing.flatMap((one) => (one.channel === channel && one.container !== undefined ? [one.container] : [])),
    ),
  ];
  const logs = of('logs:stream');
  if (logs.length === 1 && logs[0] !== undefined) return `${nameOf(logs[0])}, Logs`;
  if (logs.length > 1) return `Logs of ${logs.length} containers`;
  if (viewing.some((one) => one.channel === 'terminal:output')) return 'A terminal';
  // The list watches the figures of each row; a container's own screen those of one.
  const figures = of('docker:stats');
  if (figures.length === 1 && figures[0] !== undefined) return `${nameOf(figures[0])}, Stats`;
  if (figures.length > 1) return 'Containers';
  return 'Nothing live';
}
