/** Names so that each comes after all that it depends on; those of a circle in the order given. Stays as it is where nothing asks otherwise. */
export function dependencyOrder(names: readonly string[], dependsOn: (name: string) => readonly string[]): string[] {
  const known = new Set(names);
  const ordered: string[] = [];
  const seen = new Set<string>();
  const visit = (name: string): void => {
    if (seen.has(name) || !known.has(name)) return;
    seen.add(name);
    for (const other of dependsOn(name)) visit(other);
    ordered.push(name);
  };
  for (const name of names) visit(name);
  return ordered;
}
