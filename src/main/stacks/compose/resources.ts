import { Fields } from '#main/stacks/compose/fields.ts';
import type { Variables } from '#main/stacks/compose/interpolate.ts';
import { isNull, type MapNode, mapOf, type Node, type Problems } from '#main/stacks/compose/located.ts';
import type { BoundFile, NetworkModel, VolumeModel } from '#main/stacks/compose/model.ts';
import type { StackPaths } from '#main/stacks/compose/paths.ts';

/** An entry of networks or volumes may have nothing after its colon. */
function mapAt(node: Node, what: string, problems: Problems): MapNode {
  if (node.kind === 'map') return node;
  if (!isNull(node)) problems.error(node.at, `A ${what} is a map, or nothing.`);
  return mapOf([], node.at);
}

/** `external: true`, or the old `external: {name: …}`. */
function externalOf(fields: Fields): { isExternal: boolean; name?: string | undefined } {
  const node = fields.get('external');
  if (node?.kind !== 'map') return { isExternal: fields.flag('external') ?? false };
  const name = node.entries.get('name')?.value;
  return { isExternal: true, ...(name?.kind === 'scalar' && { name: name.text }) };
}

export function readNetworkModels(root: Fields, project: string, problems: Problems): Map<string, NetworkModel> {
  const found = new Map<string, NetworkModel>();
  for (const { name: key, node } of root.named('networks')) {
    const fields = new Fields(mapAt(node, 'network', problems), 'network', problems);
    const external = externalOf(fields);
    const ipam = fields.fields('ipam', 'ipam');
    const subnets = (ipam?.items('config') ?? []).flatMap((item) => {
      if (item.kind !== 'map') {
        problems.error(item.at, 'A subnet is a map.');
        return [];
      }
      const config = new Fields(item, 'ipamConfig', problems);
      const subnet = config.text('subnet');
      return subnet === undefined
        ? []
        : [{ subnet, gateway: config.text('gateway'), ipRange: config.text('ip_range') }];
    });
    found.set(key, {
      key,
      name: external.name ?? fields.text('name') ?? (external.isExternal ? key : `${project}_${key}`),
      isExternal: external.isExternal,
      driver: fields.text('driver') ?? 'bridge',
      options: fields.words('driver_opts', ''),
      isInternal: fields.flag('internal') ?? false,
      isAttachable: fields.flag('attachable') ?? false,
      hasIpv6: fields.flag('enable_ipv6') ?? false,
      subnets,
      labels: fields.words('labels', 'networks.*.labels'),
    });
  }
  // What a service is in that says nothing of networks; made only where one is.
  if (!found.has('default'))
    found.set('default', {
      key: 'default',
      name: `${project}_default`,
      isExternal: false,
      driver: 'bridge',
      options: {},
      isInternal: false,
      isAttachable: false,
      hasIpv6: false,
      subnets: [],
      labels: {},
    });
  return found;
}

export function readVolumeModels(root: Fields, project: string, problems: Problems): Map<string, VolumeModel> {
  const found = new Map<string, VolumeModel>();
  for (const { name: key, node } of root.named('volumes')) {
    const fields = new Fields(mapAt(node, 'volume', problems), 'volume', problems);
    const external = externalOf(fields);
    found.set(key, {
      key,
      name: external.name ?? fields.text('name') ?? (external.isExternal ? key : `${project}_${key}`),
      isExternal: external.isExternal,
      driver: fields.text('driver') ?? 'local',
      options: fields.words('driver_opts', ''),
      labels: fields.words('labels', 'volumes.*.labels'),
    });
  }
  return found;
}

/** `file` and `ownFile` where Quayside writes what they hold. */
export function readFileModels(
  root: Fields,
  key: 'secrets' | 'configs',
  context: { paths: StackPaths; problems: Problems; variables: Variables; ownFolder: string },
): Map<string, BoundFile> {
  const { paths, problems, variables, ownFolder } = context;
  const found = new Map<string, BoundFile>();
  for (const { name, at, node } of root.named(key)) {
    const fields = new Fields(mapAt(node, key === 'secrets' ? 'secret' : 'config', problems), 'file', problems);
    const [file, variable, content] = [fields.text('file'), fields.text('environment'), fields.text('content')];
    const own = `${ownFolder}/.${key}/${name}`;
    if (file !== undefined) found.set(name, { path: paths.whole(file), content: paths.text(file) });
    else if (content !== undefined) found.set(name, { path: own, content });
    else if (variable !== undefined) {
      const value = variables.get(variable);
      if (value === undefined)
        problems.error(fields.get('environment')?.at ?? at, `The variable ${variable} is not set.`);
      else found.set(name, { path: own, content: value });
    } else problems.error(at, `"${name}" has a file, an environment or a content.`);
  }
  return found;
}
