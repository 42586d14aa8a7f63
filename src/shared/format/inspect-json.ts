// Reading Docker's inspect answer, which is only known to be JSON.
import { isSecretVariable } from '#shared/format/secret-name.ts';

/** What stands at a path; undefined where the way ends. */
export function dig(value: unknown, ...path: string[]): unknown {
  let at = value;
  for (const key of path) {
    if (typeof at !== 'object' || at === null) return undefined;
    at = (at as Record<string, unknown>)[key];
  }
  return at;
}

export const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined;

export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** 0 for what is no number. */
export const numberOf = (value: unknown): number => (typeof value === 'number' && Number.isFinite(value) ? value : 0);

export const textsOf = (value: unknown): readonly string[] => listOf(value).map(String);

export const entriesOf = (value: unknown): readonly (readonly [string, unknown])[] =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];

/** "NAME=value" in two; a variable without "=" has an empty value. */
export function splitVariable(entry: string): { name: string; value: string } {
  const at = entry.indexOf('=');
  return at < 0 ? { name: entry, value: '' } : { name: entry.slice(0, at), value: entry.slice(at + 1) };
}

/** What stands in the place of a covered value. */
export const COVER = '••••••••';

/** An inspect answer in which the values of secret-like variables are covered: for screens, and for what is pasted elsewhere. */
export function covered(inspect: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const config = dig(inspect, 'Config');
  if (typeof config !== 'object' || config === null || !Array.isArray(dig(config, 'Env'))) return { ...inspect };
  const variables = textsOf(dig(config, 'Env')).map((entry) => {
    const { name, value } = splitVariable(entry);
    return isSecretVariable(name) && value !== '' ? `${name}=${COVER}` : entry;
  });
  return { ...inspect, Config: { ...config, Env: variables } };
}
