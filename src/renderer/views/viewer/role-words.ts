import type { CommandName } from '#shared/contract/index.ts';

const NAMES: Readonly<Record<string, string>> = {
  viewer: 'Viewer',
  operator: 'Operator',
  admin: 'Admin',
  local: 'This computer',
};

export const roleName = (role: string): string => NAMES[role] ?? role;

/** What a role chosen for a device allows, in one breath (design section 10). */
export const ROLE_TEXTS = {
  viewer: "Viewers see lists, logs and charts. They can't change anything, open a terminal or read environment values.",
  operator:
    'Operators also start, stop and restart containers and see their processes. Values that look secret stay masked.',
  admin:
    'Admins also let others in, change their roles and read the audit log. Each change they make can reach the whole computer.',
} as const;

/** What somebody may, as sentences; each holds if its command is allowed, so that the list is never a promise. */
export const ALLOWANCES: readonly { readonly text: string; readonly command: CommandName }[] = [
  { text: 'See containers, their state and figures', command: 'containers.list' },
  { text: 'Read logs', command: 'containers.logs' },
  { text: 'Start, stop and restart containers', command: 'containers.restart' },
  { text: 'See the processes of a container', command: 'containers.top' },
  { text: 'Open terminals', command: 'terminal.open' },
  { text: 'See who else watches', command: 'connections.list' },
  { text: 'Let others in, and revoke them', command: 'pairing.create' },
  { text: 'Read the audit log', command: 'audit.query' },
];
