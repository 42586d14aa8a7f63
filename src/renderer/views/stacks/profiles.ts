import type { StackService } from '#shared/contract/stacks.ts';

const LINE = /^[ \t]*(?:export[ \t]+)?COMPOSE_PROFILES[ \t]*=(.*)$/m;

const listOf = (env: string): string[] =>
  (LINE.exec(env)?.[1] ?? '')
    .trim()
    .replace(/^(["'])(.*)\1$/, '$2')
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean);

/** The profiles that services name, and those that the variables turn on, as compose itself reads them. */
export function profilesOf(
  services: readonly Pick<StackService, 'profiles'>[],
  env: string,
): { readonly all: readonly string[]; readonly active: ReadonlySet<string> } {
  const active = new Set(listOf(env));
  return { all: [...new Set([...services.flatMap(({ profiles }) => profiles), ...active])].sort(), active };
}

/** The variables with a profile turned on or off; nothing else of them changes. */
export function withProfile(env: string, profile: string, isOn: boolean): string {
  const list = listOf(env).filter((one) => one !== profile);
  const line = `COMPOSE_PROFILES=${[...list, ...(isOn ? [profile] : [])].join(',')}`;
  if (LINE.test(env)) return env.replace(LINE, () => line);
  return `${env}${env === '' || env.endsWith('\n') ? '' : '\n'}${line}\n`;
}
