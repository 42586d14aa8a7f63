import type { HandlerDeps } from '#main/commands/deps.ts';

/** What a container is called, as the list has it; of one that is not in it the short id. */
export async function knownName(
  { containersNow }: Pick<HandlerDeps, 'containersNow'>,
  engine: string,
  container: string,
): Promise<string> {
  return (await containersNow(engine)).find(({ id }) => id === container)?.name ?? container.slice(0, 12);
}
