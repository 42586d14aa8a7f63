import { roleName } from '#renderer/views/viewer/role-words.ts';

/** The roles that somebody from the network can have, as a picker offers them. */
export const ROLES = (['viewer', 'operator', 'admin'] as const).map((value) => ({ value, label: roleName(value) }));
