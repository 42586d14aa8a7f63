import type { ContainerSpec } from '#shared/contract/container-spec.ts';
import { maskCommand, maskLabels, maskText } from '#main/engine/mask.ts';

const eachValue = (of: Readonly<Record<string, string>>, cover: (value: string) => string): Record<string, string> =>
  Object.fromEntries(Object.entries(of).map(([name, value]) => [name, cover(value)]));

/** A spec as it may be shown to others and kept: without what looks like a secret in values, labels and arguments. */
export const coveredSpec = (spec: ContainerSpec): ContainerSpec => ({
  ...spec,
  env: eachValue(spec.env, (value) => maskText(value, 'masked')),
  labels: maskLabels(spec.labels),
  logOptions: maskLabels(spec.logOptions),
  ...(spec.command && { command: maskCommand(spec.command) }),
  ...(spec.entrypoint && { entrypoint: maskCommand(spec.entrypoint) }),
  ...(spec.healthCheck && { healthCheck: { ...spec.healthCheck, test: maskCommand(spec.healthCheck.test) } }),
});
