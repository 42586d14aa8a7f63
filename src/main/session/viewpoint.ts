import { stableKey } from '#shared/base/stable-key.ts';
import type { AlertNotice } from '#shared/contract/alerts.ts';
import type { ContainersChange, ContainersWhole } from '#shared/contract/containers.ts';
import { rank } from '#shared/contract/define.ts';
import type { HostMetrics } from '#shared/contract/host.ts';
import type { DockerEvent } from '#shared/contract/events.ts';
import { type Job, jobSeenBy } from '#shared/contract/jobs.ts';
import type { ChannelName } from '#shared/contract/index.ts';
import { isInScope } from '#shared/contract/pairing.ts';
import type { StatsSample } from '#shared/contract/stats.ts';
import { maskCommand } from '#main/engine/mask.ts';
import type { Derive } from '#main/hub/derived-source.ts';
import type { Caller } from '#main/commands/handler.ts';
import { type ContainerFacts, roleOf } from '#main/session/rights.ts';

/** How a caller sees a channel: who shares the stream, and what is made of the full one for them. */
export interface Viewpoint {
  readonly audience: string;
  readonly derive?: Derive;
}

const EVERYBODY: Viewpoint = { audience: '' };

/** An exec's event carries the whole command line, of health checks too, and arguments hold secrets too often. */
const withoutArguments = (event: DockerEvent): DockerEvent =>
  event.action.startsWith('exec_') ? { ...event, action: event.action.split(':', 1)[0] ?? '' } : event;

const withoutProcesses = (metrics: HostMetrics): HostMetrics => ({
  ...metrics,
  topProcesses: [],
  topMemoryProcesses: [],
});
/** Quayside's own log is for admins. */
const withoutPrivateQuote = (notice: AlertNotice): AlertNotice =>
  notice.isPrivate ? { ...notice, quote: null } : notice;

const withMaskedProcesses = (metrics: HostMetrics): HostMetrics => ({
  ...metrics,
  topProcesses: metrics.topProcesses.map((one) => ({ ...one, command: maskCommand(one.command) })),
  topMemoryProcesses: metrics.topMemoryProcesses.map((one) => ({ ...one, command: maskCommand(one.command) })),
});

/** `protocol`, stream: the audience is empty but where role or scope changes the content. */
export function viewpointOf(
  channel: ChannelName,
  params: Record<string, unknown>,
  caller: Caller,
  /** What is known of a container without asking. */
  known: (engine: string, id: string) => ContainerFacts | undefined,
): Viewpoint {
  const { scope } = caller;
  const engine = String(params['engine']);
  const audience = scope ? `scope ${stableKey(scope)}` : '';
  const isSeen = (id: string): boolean => {
    const facts = known(engine, id);
    return facts !== undefined && isInScope(scope, facts);
  };
  switch (channel) {
    case 'containers':
      return scope ? { audience, derive: scopedContainers((one) => isInScope(scope, one)) } : EVERYBODY;
    case 'docker:stats':
      return scope && params['all'] === true
        ? {
            audience,
            derive: {
              items: (items) => (items as StatsSample[]).filter(({ container }) => isSeen(container)),
              whole: (value) => value,
            },
          }
        : EVERYBODY;
    case 'docker:events': {
      const isCut = roleOf(caller) !== 'local';
      if (!scope && !isCut) return EVERYBODY;
      const isMeant = ({ type, id, name, attributes }: DockerEvent): boolean =>
        type === 'container' && isInScope(scope, { id, name, stack: attributes['com.docker.compose.project'] });
      return {
        audience: `${isCut ? 'cut ' : ''}${audience}`,
        derive: {
          items: (items) => {
            const meant = scope ? (items as DockerEvent[]).filter(isMeant) : (items as DockerEvent[]);
            return isCut ? meant.map(withoutArguments) : meant;
          },
          whole: (value) => value,
        },
      };
    }
    case 'host:metrics': {
      const role = roleOf(caller);
      if (role === 'local') return EVERYBODY;
      const isViewer = rank(role) < rank('operator');
      const see = isViewer ? withoutProcesses : withMaskedProcesses;
      return {
        audience: isViewer ? 'viewer' : 'masked',
        derive: { items: (items) => (items as HostMetrics[]).map(see), whole: (value) => value },
      };
    }
    case 'jobs':
      return rank(caller.role) >= rank('operator')
        ? EVERYBODY
        : {
            audience: 'viewer',
            derive: {
              items: (items) => (items as Job[]).map((one) => jobSeenBy(caller.role, one)),
              whole: (value) => ({ jobs: (value as { jobs: Job[] }).jobs.map((one) => jobSeenBy(caller.role, one)) }),
            },
          };
    case 'alert:notices':
      return rank(caller.role) >= rank('admin')
        ? EVERYBODY
        : {
            audience: 'unquoted',
            derive: {
              items: (items) => (items as AlertNotice[]).map(withoutPrivateQuote),
              whole: (value) => ({ notices: (value as { notices: AlertNotice[] }).notices.map(withoutPrivateQuote) }),
            },
          };
    default:
      return EVERYBODY;
  }
}

function scopedContainers(isMeant: (one: ContainersWhole['containers'][number]) => boolean): Derive {
  const shown = new Set<string>();
  const keep = (containers: ContainersWhole['containers']): ContainersWhole['containers'] => {
    const meant = containers.filter(isMeant);
    for (const { id } of meant) shown.add(id);
    return meant;
  };
  return {
    whole: (value) => ({ containers: keep((value as ContainersWhole).containers) }),
    items: (items) =>
      (items as ContainersChange[]).flatMap((change): ContainersChange[] => {
        if ('remove' in change) {
          const remove = change.remove.filter((id) => shown.delete(id));
          return remove.length > 0 ? [{ remove }] : [];
        }
        // A container that was renamed out of the scope is gone for those who see the scope.
        const upsert = keep(change.upsert);
        const gone = change.upsert.filter((one) => !isMeant(one) && shown.delete(one.id)).map(({ id }) => id);
        return [...(upsert.length > 0 ? [{ upsert }] : []), ...(gone.length > 0 ? [{ remove: gone }] : [])];
      }),
  };
}
