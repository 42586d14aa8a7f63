import type { CommandName as ContractCommand } from '#shared/contract/index.ts';
import type { CommandName } from '#renderer/commands/command-list.ts';
import type { IconName } from '#renderer/ui/icons.tsx';

export interface Screen {
  readonly path: string;
  /** Addresses below another path that belong to this screen too. */
  readonly also?: string;
  /** As the sidebar names it; tests rely on it. */
  readonly name: string;
  readonly icon: IconName;
  readonly command: CommandName;
  /** Absent for those who may not do this. */
  readonly needs?: ContractCommand;
  /** Under which it stands in the sidebar; absent for the first ones. */
  readonly group?: 'Resources' | 'System';
  /** At the foot of the sidebar. */
  readonly isAtFoot?: boolean;
  /** In the bar of a phone; the others are behind "More" there. */
  readonly isOnPhone?: boolean;
}

/** The screens that exist, in the order of the sidebar. */
export const SCREENS: readonly Screen[] = [
  { path: '/overview', name: 'Overview', icon: 'overview', command: 'go.overview', isOnPhone: true },
  {
    path: '/containers',
    also: '/container/',
    name: 'Containers',
    icon: 'containers',
    command: 'go.containers',
    isOnPhone: true,
  },
  { path: '/logs', name: 'Logs', icon: 'logs', command: 'go.logs', isOnPhone: true },
  {
    path: '/images',
    also: '/image/',
    name: 'Images',
    icon: 'images',
    command: 'go.images',
    group: 'Resources',
    needs: 'images.list',
  },
  {
    path: '/volumes',
    also: '/volume/',
    name: 'Volumes',
    icon: 'volumes',
    command: 'go.volumes',
    group: 'Resources',
    needs: 'volumes.list',
  },
  {
    path: '/networks',
    also: '/network/',
    name: 'Networks',
    icon: 'networks',
    command: 'go.networks',
    group: 'Resources',
    needs: 'networks.list',
  },
  {
    path: '/stacks',
    also: '/stack/',
    name: 'Stacks',
    icon: 'stacks',
    command: 'go.stacks',
    group: 'Resources',
    needs: 'stacks.list',
  },
  { path: '/activity', name: 'Activity', icon: 'activity', command: 'go.activity', group: 'System', isOnPhone: true },
  { path: '/host', name: 'Host', icon: 'host', command: 'go.host', group: 'System', needs: 'system.info' },
  { path: '/app-log', name: 'App log', icon: 'appLog', command: 'go.appLog', group: 'System', needs: 'appLogs.query' },
  {
    path: '/remote',
    name: 'Remote access',
    icon: 'remote',
    command: 'go.remote',
    needs: 'devices.list',
    isAtFoot: true,
  },
  { path: '/settings', name: 'Settings', icon: 'settings', command: 'go.settings', isAtFoot: true },
];

export const isHere = (screen: Screen, path: string): boolean =>
  path === screen.path ||
  path.startsWith(`${screen.path}/`) ||
  (screen.also !== undefined && path.startsWith(screen.also));
