import type { AuditRecord } from '#shared/contract/audit.ts';
import { roleName } from '#renderer/views/viewer/role-words.ts';

/** What was done, as a person says it; `tried` where it was refused. */
const ACTS: Readonly<Record<string, readonly [done: string, tried: string]>> = {
  'auth.login': ['Signed in', 'Tried to sign in'],
  'auth.logout': ['Signed out', 'Tried to sign out'],
  'auth.pair': ['Paired', 'Tried a pairing code'],
  'auth.refresh': ['Renewed the sign-in', 'Used an old sign-in again'],
  'audit.resumed': ['Began a new audit log', 'Began a new audit log'],
  'audit.export': ['Exported the audit log', 'Tried to export the audit log'],
  'audit.query': ['Read the audit log', 'Tried to read the audit log'],
  'connections.revoke': ['Revoked a connection', 'Tried to revoke a connection'],
  'containers.kill': ['Killed', 'Tried to kill'],
  'containers.pause': ['Paused', 'Tried to pause'],
  'containers.restart': ['Restarted', 'Tried to restart'],
  'containers.start': ['Started', 'Tried to start'],
  'containers.stop': ['Stopped', 'Tried to stop'],
  'containers.top': ['Read processes', 'Tried to read processes'],
  'containers.unpause': ['Went on', 'Tried to unpause'],
  'devices.revoke': ['Revoked a device', 'Tried to revoke a device'],
  'devices.update': ['Changed a device', 'Tried to change a device'],
  'pairing.answer': ['Answered a device', 'Tried to let a device in'],
  'pairing.cancel': ['Ended the pairing code', 'Tried to end the pairing code'],
  'pairing.create': ['Made a pairing code', 'Tried to make a pairing code'],
  'remote.start': ['Turned remote access on', 'Tried to turn remote access on'],
  'remote.stop': ['Turned remote access off', 'Tried to turn remote access off'],
  'settings.set': ['Changed settings', 'Tried to change settings'],
  subscribe: ['Watched', 'Tried to watch'],
  'terminal.close': ['Closed a terminal', 'Tried to close a terminal'],
  'terminal.ended': ['Terminal ended', 'Terminal ended'],
  'terminal.open': ['Opened a terminal', 'Tried to open a terminal'],
  'tokens.create': ['Made a token', 'Tried to make a token'],
  'tokens.revoke': ['Revoked a token', 'Tried to revoke a token'],
  'update.load': ['Loaded a newer Quayside', 'Tried to load a newer Quayside'],
  'users.create': ['Made a user', 'Tried to make a user'],
  'users.remove': ['Removed a user', 'Tried to remove a user'],
  'users.update': ['Changed a user', 'Tried to change a user'],
};

export function actWords({ action, result }: AuditRecord): string {
  const words = ACTS[action];
  if (!words) return result === 'denied' ? `Tried ${action}` : action;
  return words[result === 'denied' ? 1 : 0];
}

export const whoWords = ({ actor, door }: AuditRecord): string =>
  door === 'window' && actor === 'local' ? 'This computer' : actor;

/** On what: the thing by name, else what the details say. */
export function onWords(record: AuditRecord): string {
  const { target, details, action, code } = record;
  if (target) return target.name ?? (/^[0-9a-f]{64}$/.test(target.id) ? target.id.slice(0, 12) : target.id);
  if (action === 'auth.pair' && code === 'unauthorized') return 'wrong code';
  if (action === 'auth.login' && code === 'unauthorized') return 'wrong name or password';
  if (code === 'too_many') return 'too many tries';
  if (action === 'auth.pair' && record.role !== undefined) return `as ${roleName(record.role)}`;
  if (action === 'settings.set')
    return Object.keys(details ?? {})
      .map(settingWords)
      .join(', ');
  const { role } = details ?? {};
  const words = ['name', 'channel', 'command', 'reason'].map((key) => details?.[key]);
  return [typeof role === 'string' ? roleName(role) : undefined, ...words]
    .filter((value) => typeof value === 'string')
    .join(', ');
}

const SETTINGS: Readonly<Record<string, string>> = {
  remoteHost: 'network',
  remotePort: 'port',
  remoteTls: 'encryption',
  remoteAutostart: 'start with Quayside',
  remoteAskToLetIn: 'asking before letting in',
  remoteAllowActs: 'terminals, files and queries from the network',
  remoteLimits: 'limits',
};
const settingWords = (key: string): string => SETTINGS[key] ?? key;

export interface Outcome {
  readonly words: string;
  readonly isGood: boolean;
}

export function resultWords({ result, code }: AuditRecord): Outcome {
  if (result === 'ok') return { words: 'Done', isGood: true };
  if (result === 'error') return { words: 'Failed', isGood: false };
  return { words: code === 'forbidden' ? 'Not allowed' : 'Refused', isGood: false };
}

/** All that a record shows, for the filter. */
export const auditText = (record: AuditRecord): string =>
  [whoWords(record), actWords(record), onWords(record), resultWords(record).words, record.address, record.action]
    .join(' ')
    .toLowerCase();
