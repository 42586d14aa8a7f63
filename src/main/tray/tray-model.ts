import { groupedBy } from '#shared/base/grouped-by.ts';
import type { Attention } from '#shared/attention/attention.ts';
import type { AlertNotice } from '#shared/contract/alerts.ts';
import type { Container } from '#shared/contract/containers.ts';
import type { EngineStatus } from '#shared/contract/engines.ts';
import type { RemoteState } from '#shared/contract/remote.ts';
import type { StatsSample } from '#shared/contract/stats.ts';
import { noticeAddress } from '#shared/format/alert-words.ts';
import { memory, ofWords } from '#shared/format/bytes.ts';
import { wholePercent } from '#shared/format/percent.ts';
import { count, plural, THIN, words } from '#shared/format/quantity.ts';
import { visibleText } from '#shared/format/visible-text.ts';

/** What the tray tells of, as known at one moment. */
export interface TrayFacts {
  readonly engine: EngineStatus | undefined;
  readonly containers: readonly Container[];
  /** Worst first, without what was dismissed. */
  readonly attention: readonly Attention[];
  /** What alert rules told, newest first. */
  readonly notices: readonly AlertNotice[];
  /** The machine's own figures; undefined before the first look. */
  readonly machine:
    | {
        readonly cpuPercent: number | null;
        readonly memoryUsedBytes: number | null;
        readonly memoryTotalBytes: number | null;
      }
    | undefined;
  /** The newest sample of each container that was measured, for whatever reason. */
  readonly samples: readonly StatsSample[];
  readonly remote: RemoteState;
  /** Connected over the network. */
  readonly viewers: number;
  /** Wall clock ms. */
  readonly now: number;
}

export type ContainerVerb = 'start' | 'stop' | 'restart';

/** What a click does. `address` as in the window's own address: "/containers". */
export type TrayAct =
  | { readonly do: 'show'; readonly address?: string }
  | { readonly do: ContainerVerb; readonly name: string; readonly containers: readonly string[] }
  | { readonly do: 'copy'; readonly text: string }
  | { readonly do: 'quit' };

export type TrayItem =
  | 'line'
  | { readonly label: string; readonly act: TrayAct }
  | { readonly label: string; readonly items: readonly TrayItem[] }
  /** Only said. */
  | { readonly label: string };

export type TrayIcon = 'well' | 'attention' | 'unreachable';

/** All that can be seen of the tray; equal looks need no renewal. */
export interface TrayLook {
  readonly icon: TrayIcon;
  /** At most 127 characters: Windows cuts there. */
  readonly tooltip: string;
  readonly menu: readonly TrayItem[];
}

const TOOLTIP_CHARACTERS = 127;
/** A menu is as wide as its longest row. */
const LABEL_CHARACTERS = 72;
const ATTENTION_ITEMS = 3;
const BUSIEST = 3;
/** `decisions`, Figures: what was measured longer ago is left out. */
const SAMPLE_HOLDS_MS = 60_000;
/** A menu that does not fit on the screen has to be scrolled. */
const STACKS = 20;

export function trayLook(facts: TrayFacts): TrayLook {
  const isReachable = facts.engine?.state === 'connected';
  const machine = machineWords(facts.machine);
  const menu: TrayItem[] = [{ label: engineWords(facts.engine) }];
  if (isReachable) menu.push({ label: counts(facts, true), act: { do: 'show', address: '/containers' } });
  if (machine !== undefined) menu.push({ label: machine });
  if (isReachable) menu.push(...inGroup(attentionItems(facts)), ...inGroup(busiest(facts)));
  menu.push('line', ...(isReachable ? stacks(facts) : []), remoteItem(facts), 'line');
  menu.push(
    { label: 'Open Quayside', act: { do: 'show' } },
    { label: 'Settings', act: { do: 'show', address: '/settings' } },
    { label: 'Quit Quayside', act: { do: 'quit' } },
  );
  return { icon: iconOf(facts), tooltip: tooltipOf(facts, machine), menu };
}

const inGroup = (items: readonly TrayItem[]): readonly TrayItem[] => (items.length === 0 ? [] : ['line', ...items]);

function iconOf(facts: TrayFacts): TrayIcon {
  const { engine } = facts;
  // While it is being looked for nothing is known to be wrong.
  if (engine?.state === 'unavailable' || engine?.state === 'denied') return 'unreachable';
  return engine?.state === 'connected' && needing(facts) > 0 ? 'attention' : 'well';
}

function engineWords(engine: EngineStatus | undefined): string {
  if (engine?.simulated) return 'Simulated data';
  switch (engine?.state) {
    case 'connected':
      return `Docker${engine.version === undefined ? '' : ` ${engine.version}`}, running`;
    case 'denied':
      return 'You aren’t allowed to use the Docker socket';
    case 'unavailable':
      return engine.reason === 'not_installed' ? 'Docker isn’t installed' : 'Docker not reachable';
    default:
      return 'Looking for Docker';
  }
}

function counts(facts: TrayFacts, isWhole: boolean): string {
  const { containers } = facts;
  const number = needing(facts);
  const running = containers.filter(isRunning).length;
  const stopped = containers.length - running;
  const needs = number === 1 ? 'needs attention' : 'need attention';
  return [
    `${count(running)} running`,
    ...(isWhole ? [`${count(stopped)} stopped`] : []),
    ...(number > 0 ? [`${count(number)} ${needs}`] : []),
  ].join(', ');
}

/** As the tabs of the list count them. */
const isRunning = ({ state }: Container): boolean =>
  state === 'running' || state === 'paused' || state === 'restarting';

function machineWords(machine: TrayFacts['machine']): string | undefined {
  if (!machine) return undefined;
  const { cpuPercent, memoryUsedBytes, memoryTotalBytes } = machine;
  const parts = [
    ...(cpuPercent === null ? [] : [`CPU ${words(wholePercent(cpuPercent))}`]),
    ...(memoryUsedBytes === null || memoryTotalBytes === null
      ? []
      : [`memory ${ofWords(memory(memoryUsedBytes), memory(memoryTotalBytes))}`]),
  ];
  const text = plain(parts.join(', '));
  return text === '' ? undefined : text.charAt(0).toUpperCase() + text.slice(1);
}

function shorten(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

/** Menus are drawn by the system, with fonts that may have no narrow space. */
const plain = (text: string): string => text.replaceAll(THIN, ' ');

function tooltipOf(facts: TrayFacts, machine: string | undefined): string {
  const { engine } = facts;
  const first =
    engine?.state === 'connected'
      ? `Quayside: ${counts(facts, false)}`
      : `Quayside: ${engine === undefined || engine.state === 'connecting' ? 'looking for Docker' : 'Docker not reachable'}`;
  const text = engine?.state === 'connected' && machine !== undefined ? `${first}\n${machine}` : first;
  return shorten(text, TOOLTIP_CHARACTERS);
}

/** A line that was found is news for so long; a figure for as long as it lasts. */
const NEWS_MS = 600_000;

/** What rules told that still holds, and is not in "Needs attention" by itself. */
function alertsOf({ notices, attention, now }: TrayFacts): readonly AlertNotice[] {
  const known = new Set(attention.map(({ container }) => container.id));
  return notices.filter(({ kind, endedAt, time, container }) => {
    if (kind === 'log' || kind === 'appLog') return Math.abs(now - Date.parse(time)) < NEWS_MS;
    const isFigure = kind === 'cpu' || kind === 'memory' || kind === 'disk';
    return isFigure && endedAt === null && (container === null || !known.has(container));
  });
}

const needing = (facts: TrayFacts): number => facts.attention.length + alertsOf(facts).length;

const attentionItems = (facts: TrayFacts): readonly TrayItem[] =>
  [
    ...facts.attention.map((one) => ({
      words: `${one.container.name} ${one.words}`,
      address: `/container/${one.container.id}/logs`,
    })),
    ...alertsOf(facts).map((notice) => ({ words: notice.title, address: noticeAddress(notice) })),
  ]
    .slice(0, ATTENTION_ITEMS)
    .map(({ words: text, address }) => ({
      label: shorten(plain(text), LABEL_CHARACTERS),
      act: { do: 'show', address },
    }));

function busiest({ samples, containers, now }: TrayFacts): readonly TrayItem[] {
  const running = new Map(containers.filter(({ state }) => state === 'running').map((one) => [one.id, one]));
  return samples
    .flatMap((sample) => {
      const container = running.get(sample.container);
      const isFresh = Math.abs(now - Date.parse(sample.time)) < SAMPLE_HOLDS_MS;
      return container && isFresh && sample.cpuPercent !== null ? [{ sample, container }] : [];
    })
    .sort((a, b) => (b.sample.cpuPercent ?? 0) - (a.sample.cpuPercent ?? 0))
    .slice(0, BUSIEST)
    .map(({ sample, container }) => {
      const figures = `${words(wholePercent(sample.cpuPercent))}, ${words(memory(sample.memoryBytes))}`;
      return { label: `${shorten(container.name, 48)}: ${plain(figures)}`, items: containerItems(container) };
    });
}

const containerItems = ({ id, name }: Container): readonly TrayItem[] => [
  { label: 'Logs', act: { do: 'show', address: `/container/${id}/logs` } },
  { label: 'Terminal', act: { do: 'show', address: `/container/${id}/terminal` } },
  { label: 'Restart', act: { do: 'restart', name, containers: [id] } },
  { label: 'Stop', act: { do: 'stop', name, containers: [id] } },
];

function stacks({ containers }: TrayFacts): readonly TrayItem[] {
  const byName = groupedBy(containers, ({ stack }) => (stack === undefined ? [] : [stack]));
  if (byName.size === 0) return [];
  const names = [...byName.keys()].sort((a, b) => a.localeCompare(b));
  const items = names
    .slice(0, STACKS)
    // A label holds anything.
    .map((name) => ({
      label: shorten(visibleText(name), LABEL_CHARACTERS),
      items: stackItems(name, byName.get(name) ?? []),
    }));
  const left = names.length - STACKS;
  const rest: TrayItem[] =
    left > 0 ? ['line', { label: plural(left, 'more stack'), act: { do: 'show', address: '/containers' } }] : [];
  return [{ label: 'Stacks', items: [...items, ...rest] }];
}

/** An act that would change nothing is left out. */
function stackItems(name: string, containers: readonly Container[]): readonly TrayItem[] {
  const idsOf = (isMeant: (container: Container) => boolean): string[] =>
    containers.filter(isMeant).map(({ id }) => id);
  const act = (label: string, verb: ContainerVerb, ids: readonly string[]): readonly TrayItem[] =>
    ids.length === 0 ? [] : [{ label, act: { do: verb, name, containers: ids } }];
  const on = idsOf(isRunning);
  return [
    ...act(
      'Start',
      'start',
      idsOf((one) => !isRunning(one)),
    ),
    ...act('Stop', 'stop', on),
    ...act('Restart', 'restart', on),
    { label: 'Logs', act: { do: 'show', address: `/logs?stack=${encodeURIComponent(name)}` } },
  ];
}

function remoteItem({ remote, viewers }: TrayFacts): TrayItem {
  if (remote.state !== 'on') {
    const state = remote.state === 'starting' ? 'starting' : 'off';
    return { label: `Remote access: ${state}`, act: { do: 'show', address: '/remote' } };
  }
  return {
    label: `Remote access: on, ${viewers === 0 ? 'no viewers' : plural(viewers, 'viewer')}`,
    items: [
      { label: remote.url, act: { do: 'show', address: '/remote' } },
      { label: 'Copy address', act: { do: 'copy', text: remote.url } },
      { label: 'Show pairing code', act: { do: 'show', address: '/remote?code=new' } },
    ],
  };
}
