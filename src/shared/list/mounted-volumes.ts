interface MountFacts {
  readonly type: string;
  readonly name?: string | undefined;
}

/** The names of the volumes that a container mounts; folders have none. */
export const mountedVolumes = ({ mounts }: { readonly mounts: readonly MountFacts[] }): readonly string[] =>
  mounts.flatMap(({ type, name }) => (type === 'volume' && name !== undefined && name !== '' ? [name] : []));
