import { isReferenceFault, parseImageReference } from '#shared/base/image-reference.ts';

/** Registries of the images that a Dockerfile begins from: only their logins are sent along. Arguments are not filled in. */
export function baseRegistries(dockerfile: string): string[] {
  const stages = new Set<string>();
  const registries = new Set<string>();
  for (const line of dockerfile.split('\n')) {
    const [, image = '', name] = /^\s*FROM\s+(?:--\S+\s+)*(\S+)(?:\s+AS\s+(\S+))?/i.exec(line) ?? [];
    const parsed = parseImageReference(image);
    if (!stages.has(image) && image !== 'scratch' && !isReferenceFault(parsed)) registries.add(parsed.registry);
    if (name !== undefined) stages.add(name);
  }
  return [...registries];
}
