import { nearestWord } from '#shared/compose/compose-keys.ts';
import { Fields, textOf } from '#main/stacks/compose/fields.ts';
import { readEnvFile } from '#main/stacks/compose/env-file.ts';
import type { Variables } from '#main/stacks/compose/interpolate.ts';
import { type MapNode, type Place, Problems } from '#main/stacks/compose/located.ts';
import { mergeFiles, mergeServices } from '#main/stacks/compose/merge.ts';
import type { ProjectModel, ServiceModel, StackText } from '#main/stacks/compose/model.ts';
import { StackPaths } from '#main/stacks/compose/paths.ts';
import { readYaml } from '#main/stacks/compose/read-yaml.ts';
import { readFileModels, readNetworkModels, readVolumeModels } from '#main/stacks/compose/resources.ts';
import { readService } from '#main/stacks/compose/service.ts';
import type { StackProblem } from '#shared/contract/stacks.ts';

/** Merged over the compose text, as compose itself looks for them. */
export const OVERRIDES = [
  'compose.override.yaml',
  'compose.override.yml',
  'docker-compose.override.yaml',
  'docker-compose.override.yml',
];
const SERVICE_NAME = /^[a-zA-Z0-9._-]+$/;

export interface ReadStack {
  /** Undefined where an error forbids to run it. */
  readonly project: ProjectModel | undefined;
  /** As far as it can be read, with errors or without: for showing. */
  readonly services: ReadonlyMap<string, ServiceModel>;
  readonly problems: readonly StackProblem[];
}

/** A compose text with its files as what is to run. Everything that is wrong or not supported is in `problems`, at its line. */
export function readStack(stack: StackText): ReadStack {
  const problems = new Problems();
  const variables = readEnvFile(stack.env, '.env', new Map(), problems);
  const services = new Map<string, ServiceModel>();
  const root = readFiles(stack, variables, problems);
  const project = root && readProject(root, stack, variables, problems, services);
  return { project: problems.hasErrors ? undefined : project, services, problems: problems.all() };
}

function readFiles(stack: StackText, variables: Variables, problems: Problems): MapNode | undefined {
  const root = readYaml(stack.compose, undefined, variables, problems);
  let merged = root;
  for (const file of OVERRIDES) {
    const text = stack.files[file];
    const over = text === undefined ? undefined : readYaml(text, file, variables, problems);
    if (merged && over) merged = mergeFiles(merged, over);
  }
  return merged;
}

function readProject(
  node: MapNode,
  stack: StackText,
  variables: Variables,
  problems: Problems,
  services: Map<string, ServiceModel>,
): ProjectModel {
  const root = new Fields(node, 'root', problems);
  const { name, ownFolder } = stack;
  const written = root.text('name');
  if (written !== undefined && written !== name)
    problems.warn(root.get('name')?.at ?? root.at, `The stack is named "${name}" here, and not "${written}".`);
  const paths = new StackPaths(stack);
  const networks = readNetworkModels(root, name, problems);
  const volumes = readVolumeModels(root, name, problems);
  const files = { paths, problems, variables, ownFolder };
  const namesOf = (models: ReadonlyMap<string, { name: string }>): Map<string, string> =>
    new Map([...models].map(([key, model]) => [key, model.name]));
  const context = {
    project: name,
    paths,
    problems,
    variables,
    activeProfiles: new Set((variables.get('COMPOSE_PROFILES') ?? '').split(',').map((one) => one.trim())),
    networks: namesOf(networks),
    volumes: namesOf(volumes),
    secrets: readFileModels(root, 'secrets', files),
    configs: readFileModels(root, 'configs', files),
  };
  const raw = root.named('services');
  if (raw.length === 0)
    problems.error(root.has('services') ? root.keyAt('services') : root.at, 'A stack has services.');
  const nodes = new Map(raw.map((one) => [one.name, one]));
  const extended = new Extends(node, stack, variables, problems);
  for (const { name: service, at, node: own } of raw) {
    if (!SERVICE_NAME.test(service)) problems.error(at, 'A service is named by letters, digits, ".", "_" and "-".');
    else if (own.kind !== 'map') problems.error(at, `The service "${service}" says nothing of itself.`);
    else {
      const read = readService(service, at, extended.resolve(service, own), context);
      if (read) services.set(service, read);
    }
  }
  nameLinked(services, problems);
  checkDependencies(services, nodes, problems);
  checkNames(services, problems);
  const active = [...services.values()].filter(({ isActive }) => isActive);
  const used = new Set(active.flatMap((one) => one.networks));
  const isUsed = ({ key }: { key: string }): boolean => key !== 'default' || used.has('default');
  return {
    name,
    services,
    networks: new Map([...networks].filter(([, model]) => isUsed(model))),
    volumes,
  };
}

/** A linked service gets its further names in the networks that the two share; there everybody knows it by them. */
function nameLinked(services: Map<string, ServiceModel>, problems: Problems): void {
  for (const { name, spec, links } of services.values())
    for (const { service, alias, at } of links) {
      const other = services.get(service);
      // What is not there is told as a dependency.
      if (!other || alias === undefined || alias === service) continue;
      const own = new Set(spec.networks.map((network) => network.name));
      const networks = other.spec.networks.map((network) =>
        own.has(network.name) && !network.aliases.includes(alias)
          ? { ...network, aliases: [...network.aliases, alias] }
          : network,
      );
      if (!other.spec.networks.some((network) => own.has(network.name)))
        problems.error(at, `${name} links to ${service}, and they share no network.`);
      else services.set(service, { ...other, spec: { ...other.spec, networks } });
    }
}

/** `extends`, within the file or from another one of the stack. */
class Extends {
  readonly #root: MapNode;
  readonly #stack: StackText;
  readonly #variables: Variables;
  readonly #problems: Problems;
  readonly #paths: StackPaths;

  constructor(root: MapNode, stack: StackText, variables: Variables, problems: Problems) {
    this.#root = root;
    this.#stack = stack;
    this.#variables = variables;
    this.#problems = problems;
    this.#paths = new StackPaths(stack);
  }

  resolve(name: string, node: MapNode, root: MapNode = this.#root, seen: readonly string[] = []): MapNode {
    const entry = node.entries.get('extends');
    if (!entry || entry.value.tag === 'reset') return node;
    const at = entry.value.at;
    const key = `${at.file ?? ''}\0${name}`;
    if (seen.includes(key)) {
      const circle = [...seen.slice(seen.indexOf(key)), key].map((one) => one.split('\0')[1]).join(' -> ');
      this.#problems.error(at, `These services extend each other: ${circle}.`);
      return without(node);
    }
    const fields = entry.value.kind === 'map' ? new Fields(entry.value, 'extends', this.#problems) : undefined;
    const base = fields ? fields.text('service') : textOf(entry.value, 'extends', this.#problems);
    const from = fields?.text('file');
    const there = from === undefined ? root : this.#file(from, at);
    const services = there?.entries.get('services')?.value;
    const found = services?.kind === 'map' && base !== undefined ? services.entries.get(base)?.value : undefined;
    if (base === undefined || found?.kind !== 'map') {
      if (there) {
        const near =
          services?.kind === 'map' && base !== undefined ? nearestWord(base, services.entries.keys()) : undefined;
        this.#problems.error(
          at,
          `There is no service "${base ?? ''}" to extend.${near === undefined ? '' : ` "${near}" is one.`}`,
        );
      }
      return without(node);
    }
    return mergeServices(without(this.resolve(base, found, there, [...seen, key])), without(node));
  }

  #file(path: string, at: Place): MapNode | undefined {
    const text = this.#paths.text(path);
    if (text === undefined) {
      this.#problems.error(at, `There is no file "${path}" beside the compose file.`);
      return undefined;
    }
    return text === this.#stack.compose ? this.#root : readYaml(text, path, this.#variables, this.#problems);
  }
}

function without(node: MapNode): MapNode {
  const entries = new Map(node.entries);
  entries.delete('extends');
  return { ...node, entries };
}

function checkDependencies(
  services: ReadonlyMap<string, ServiceModel>,
  written: ReadonlyMap<string, unknown>,
  problems: Problems,
): void {
  for (const { name, at, dependsOn, isActive } of services.values())
    for (const { service, condition, isRequired } of dependsOn) {
      const other = services.get(service);
      if (!written.has(service)) {
        const near = nearestWord(service, written.keys());
        if (isRequired)
          problems.error(
            at,
            `${name} depends on "${service}", and there is no such service.${near === undefined ? '' : ` "${near}" is one.`}`,
          );
      } else if (other && isActive && !other.isActive && isRequired)
        problems.error(
          at,
          `${name} depends on ${service}, which is left out: none of its profiles is active (${other.profiles.join(', ')}).`,
        );
      else if (
        other &&
        condition === 'service_completed_successfully' &&
        /^(always|unless-stopped)/.test(other.spec.restartPolicy ?? '')
      )
        problems.error(at, `${name} waits for ${service} to end, which is always started again.`);
    }
  const circle = circleOf(services);
  const [first] = circle;
  const at = first === undefined ? undefined : services.get(first)?.at;
  if (at) problems.error(at, `These services wait for each other: ${[...circle, first].join(' -> ')}.`);
}

/** The first circle of dependencies, as the names along it; empty where there is none. */
function circleOf(services: ReadonlyMap<string, ServiceModel>): string[] {
  const done = new Set<string>();
  const look = (name: string, path: readonly string[]): string[] => {
    const begin = path.indexOf(name);
    if (begin >= 0) return path.slice(begin);
    if (done.has(name)) return [];
    for (const { service } of services.get(name)?.dependsOn ?? []) {
      const found = look(service, [...path, name]);
      if (found.length > 0) return found;
    }
    done.add(name);
    return [];
  };
  for (const name of services.keys()) {
    const found = look(name, []);
    if (found.length > 0) return found;
  }
  return [];
}

function checkNames(services: ReadonlyMap<string, ServiceModel>, problems: Problems): void {
  const names = new Map<string, string>();
  const ports = new Map<string, string>();
  for (const { name, at, containerName, isActive, spec } of services.values()) {
    if (!isActive) continue;
    const other = containerName === undefined ? undefined : names.get(containerName);
    if (containerName !== undefined && other !== undefined)
      problems.error(at, `${name} and ${other} have the same container_name, ${containerName}.`);
    if (containerName !== undefined) names.set(containerName, name);
    for (const { hostIp = '', hostPort, hostPortEnd, protocol } of spec.ports) {
      // Docker chooses another one of a range.
      if (hostPortEnd !== undefined) continue;
      const key = `${hostIp}:${hostPort ?? ''}/${protocol}`;
      const taken = ports.get(key);
      if (hostPort !== undefined && taken !== undefined && taken !== name)
        problems.error(at, `${name} and ${taken} want the same port of this machine, ${hostPort}.`);
      if (hostPort !== undefined) ports.set(key, name);
    }
  }
}
