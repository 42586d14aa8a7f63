import type { DeployLine } from '#shared/contract/stacks.ts';

/** What a line of `docker compose up` says, where it is one of its steps. */
export interface ComposeStep {
  readonly stage: DeployLine['stage'];
  /** Of a container, network, volume or image, as compose names it. */
  readonly name: string;
  readonly kind: 'container' | 'network' | 'volume' | 'image';
  readonly message: string;
  /** It is over, and not only begun. */
  readonly isDone: boolean;
}

type Words = readonly [stage: DeployLine['stage'], words: string, isDone: boolean];
/** Compose's own words; `$` is the name. */
const VERBS: Readonly<Record<string, Words>> = {
  Creating: ['create', 'Creating $.', false],
  Created: ['create', 'Created $.', true],
  Recreate: ['create', 'Making $ anew.', false],
  Recreating: ['create', 'Making $ anew.', false],
  Recreated: ['create', 'Made $ anew.', true],
  Starting: ['start', 'Starting $.', false],
  Started: ['start', 'Started $.', true],
  Stopping: ['stop', 'Stopping $.', false],
  Stopped: ['stop', 'Stopped $.', true],
  Removing: ['remove', 'Removing $.', false],
  Removed: ['remove', 'Removed $.', true],
  Waiting: ['health', 'Waiting until $ is healthy.', false],
  Healthy: ['health', '$ is healthy.', true],
  Exited: ['health', '$ has ended.', true],
  Pulling: ['image', 'Pulling $.', false],
  Pulled: ['image', 'Pulled $.', true],
  Building: ['image', 'Building $.', false],
  Built: ['image', 'Built $.', true],
};
const KINDS: Readonly<Record<string, ComposeStep['kind']>> = {
  Container: 'container',
  Network: 'network',
  Volume: 'volume',
  Image: 'image',
  Service: 'image',
};
const PLAIN = /^\s*(Container|Network|Volume|Image|Service)\s+"?([^\s"]+)"?\s+([A-Z][a-z]+)\b/;
/** A pull and a build are told by the service alone. */
const SERVICE = /^\s*([\w.-]+)\s+(Pulling|Pulled|Building|Built)\s*$/;
const LEVEL = /^time="[^"]*" level=(\w+) msg="((?:[^"\\]|\\.)*)"/;

/** By `--progress json` a line is an object, by `plain` it is words; both are read, for what compose prints differs by version. */
export function readComposeStep(line: string): ComposeStep | undefined {
  const said = jsonOf(line);
  if (said) {
    const id = textIn(said, 'id');
    const verb = [textIn(said, 'text'), textIn(said, 'status')].find((word) => Object.hasOwn(VERBS, word));
    if (id === '' || verb === undefined) return undefined;
    const [, kind = '', name = ''] = /^(Container|Network|Volume|Image|Service)\s+"?([^\s"]+)"?$/.exec(id) ?? [];
    return name === '' ? step('Service', id, verb) : step(kind, name, verb);
  }
  const [, kind = '', name = '', verb = ''] = PLAIN.exec(line) ?? [];
  if (Object.hasOwn(VERBS, verb)) return step(kind, name, verb);
  const [, service = '', doing = ''] = SERVICE.exec(line) ?? [];
  return doing === '' ? undefined : step('Service', service, doing);
}

function step(kindWord: string, name: string, verb: string): ComposeStep | undefined {
  const kind = KINDS[kindWord];
  const words = VERBS[verb];
  if (!kind || !words) return undefined;
  const [stage, message, isDone] = words;
  const what = kind === 'network' || kind === 'volume' ? `the ${kind} ${name}` : name;
  return {
    kind,
    name,
    isDone,
    stage: kind === 'network' || kind === 'volume' ? kind : stage,
    message: message.replace('$', () => what).replace(/^t/, 'T'),
  };
}

/** A line that is no step, as somebody can read it: warnings and errors without their time; '' for what says nothing. */
export function composeWords(line: string): string {
  const said = jsonOf(line);
  if (said)
    return textIn(said, 'message') || textIn(said, 'msg') || (said['error'] === true ? textIn(said, 'text') : '');
  const [, , message] = LEVEL.exec(line) ?? [];
  return (message ?? line).replaceAll('\\"', '"').trim();
}

function jsonOf(line: string): Readonly<Record<string, unknown>> | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : undefined;
  } catch {
    // Words that begin with a brace are words.
    return undefined;
  }
}

const textIn = (said: Readonly<Record<string, unknown>>, key: string): string => {
  const value = said[key];
  return typeof value === 'string' ? value : '';
};
