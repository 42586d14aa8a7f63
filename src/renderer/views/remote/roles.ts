import type { NetworkRole } from '#shared/contract/pairing.ts';
import { useStores } from '#renderer/views/stores-context.tsx';
import { roleName } from '#renderer/views/viewer/role-words.ts';

const ROLES = (['viewer', 'operator', 'admin'] as const).map((value) => ({ value, label: roleName(value) }));
const ROLES_BELOW_ADMIN = ROLES.filter(({ value }) => value !== 'admin');

/** The roles that somebody from the network can be given here: an admin is made at the computer itself. */
export function useRoles(current?: NetworkRole): typeof ROLES {
  const { remote } = useStores();
  return remote.canMakeAdmins || current === 'admin' ? ROLES : ROLES_BELOW_ADMIN;
}
