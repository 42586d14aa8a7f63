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
  /** At the foot of the sidebar. */
  readonly isAtFoot?: boolean;
}

/** The screens that exist, in the order of the sidebar. */
export const SCREENS: readonly Screen[] = [
  { path: '/overview', name: 'Overview', icon: 'overview', command: 'go.overview' },
  { path: '/containers', also: '/container/', name: 'Containers', icon: 'containers', command: 'go.containers' },
  { path: '/logs', name: 'Logs', icon: 'logs', command: 'go.logs' },
  { path: '/activity', name: 'Activity', icon: 'activity', command: 'go.activity' },
  { path: '/host', name: 'Host', icon: 'host', command: 'go.host', needs: 'system.info' },
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
