// What looks like a secret does not leave the engine's side.
import { COVERED } from '#shared/contract/container-edit.ts';
import { isSecretName, isSecretVariable } from '#shared/format/secret-name.ts';

export const MASK = COVERED;
/** Labels take 200 KB; what is shown is cut (engine A.7). */
const MAX_SHOWN = 4096;

/** A name and password inside of an address; of a length, or a text of many beginnings is read again from each. */
const CREDENTIALS = /(:\/\/[^/\s:]{1,256}:)[^@\s]{1,1024}@/;

const shown = (value: string): string => (value.length > MAX_SHOWN ? `${value.slice(0, MAX_SHOWN)}…` : value);

/** Labels with the values of secret-like keys masked and long ones cut. */
export function maskLabels(labels: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(labels).map(([key, value]) => [shown(key), isSecretName(key) ? MASK : shown(value)]),
  );
}

export type Insight = 'names' | 'masked' | 'all';

/**
 * Docker's inspect answer for a reader: `names` takes environment values and arguments out, `masked` hides the secret-like
 * ones, `all` shows everything (only at this computer). The given object is not changed.
 */
export function maskInspect(inspect: Readonly<Record<string, unknown>>, insight: Insight): Record<string, unknown> {
  if (insight === 'all') return { ...inspect };
  const copy = structuredClone(inspect) as Record<string, unknown>;
  const config = record(copy['Config']);
  if (config) {
    if (Array.isArray(config['Env'])) config['Env'] = config['Env'].map((entry) => maskEnv(String(entry), insight));
    const labels = record(config['Labels']);
    if (labels)
      config['Labels'] = Object.fromEntries(
        Object.entries(labels).map(([key, value]) => [key, isSecretName(key) ? MASK : value]),
      );
    config['Cmd'] = maskArguments(config['Cmd'], insight);
    config['Entrypoint'] = maskArguments(config['Entrypoint'], insight);
    const health = record(config['Healthcheck']);
    if (health && insight === 'names') delete health['Test'];
    else if (health) health['Test'] = maskArguments(health['Test'], insight);
  }
  copy['Args'] = maskArguments(copy['Args'], insight, 0);
  const healthState = record(record(copy['State'])?.['Health']);
  if (healthState && insight === 'names') delete healthState['Log'];
  const driver = record(record(record(copy['HostConfig'])?.['LogConfig'])?.['Config']);
  if (driver) for (const key of Object.keys(driver)) if (isSecretName(key)) driver[key] = MASK;
  return copy;
}

/** Docker's inspect answer of a volume for a reader: `names` takes values of driver options out (a share's address, who signs in there). */
export function maskVolume(inspect: Readonly<Record<string, unknown>>, insight: Insight): Record<string, unknown> {
  if (insight === 'all') return { ...inspect };
  const copy = structuredClone(inspect) as Record<string, unknown>;
  const options = record(copy['Options']);
  if (options)
    copy['Options'] = Object.fromEntries(
      Object.entries(options).map(([key, value]) => [
        key,
        insight === 'names' || isSecretName(key) ? MASK : maskMountOptions(String(value)),
      ]),
    );
  return maskLabelsOf(copy);
}

/** Docker's inspect answer of something that has nothing to hide but values of its labels. */
export function maskLabelsOf(inspect: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const labels = record(inspect['Labels']);
  if (!labels) return { ...inspect };
  const masked = Object.entries(labels).map(([key, value]) => [key, isSecretName(key) ? MASK : value]);
  return { ...inspect, Labels: Object.fromEntries(masked) };
}

/** "addr=10.0.0.1,username=shop,password=…", as `mount` takes them. */
const maskMountOptions = (text: string): string =>
  text
    .split(',')
    .map((part) => {
      const equals = part.indexOf('=');
      return equals > 0 && isSecretName(part.slice(0, equals)) ? `${part.slice(0, equals)}=${MASK}` : part;
    })
    .join(',')
    .replace(CREDENTIALS, `$1${MASK}@`);

function maskEnv(entry: string, insight: Insight): string {
  const equals = entry.indexOf('=');
  const name = equals < 0 ? entry : entry.slice(0, equals);
  if (equals < 0) return name;
  if (insight === 'names') return name;
  return isSecretVariable(name) || CREDENTIALS.test(entry) ? `${name}=${MASK}` : entry;
}

/** The arguments of a process with what looks like a secret hidden. */
export const maskCommand = (command: readonly string[]): string[] => maskArguments(command, 'masked') as string[];

/** The program itself stays (`keep` = 1), its arguments go or, where they name a secret, are hidden. */
function maskArguments(value: unknown, insight: Insight, keep = 1): unknown {
  if (!Array.isArray(value)) return value;
  if (insight === 'names') return value.slice(0, keep);
  let isNextSecret = false;
  return value.map((argument) => {
    const text = String(argument);
    const wasSecret = isNextSecret;
    isNextSecret = text.startsWith('-') && !text.includes('=') && isSecretName(text);
    if (wasSecret) return MASK;
    if (CREDENTIALS.test(text)) return text.replace(CREDENTIALS, `$1${MASK}@`);
    return text.includes('=') && isSecretName(text.slice(0, text.indexOf('=')))
      ? `${text.slice(0, text.indexOf('='))}=${MASK}`
      : text;
  });
}

function record(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}

/** `NAME=value` and `NAME="some value"` anywhere in a line. */
const ASSIGNED = /\b([A-Za-z_]\w*)=("(?:[^"\\]|\\.)*"|'[^']*'|[^\s"']+)/g;

/** A line of a Dockerfile or a shell: `names` takes every assigned value out, `masked` the secret-like ones. */
export function maskText(text: string, insight: Insight): string {
  if (insight === 'all') return shown(text);
  const masked = text.replace(ASSIGNED, (whole, name: string) =>
    insight === 'names' || isSecretVariable(name) ? `${name}=${MASK}` : whole,
  );
  return shown(masked.replace(CREDENTIALS, `$1${MASK}@`));
}
