import { type Env, SIMULATED_CONTEXT } from '#main/engine/discovery.ts';

/** What the docker CLI and its plugins need of this program's own; a compose file sees no other variable of ours. */
const KEPT = [
  'PATH',
  'HOME',
  'USER',
  'LANG',
  'TMPDIR',
  'XDG_RUNTIME_DIR',
  'SSH_AUTH_SOCK',
  'DOCKER_CONFIG',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'http_proxy',
  'https_proxy',
  'no_proxy',
  // Without these no program starts on Windows.
  'SystemRoot',
  'USERPROFILE',
  'APPDATA',
  'LOCALAPPDATA',
  'ProgramData',
  'ProgramFiles',
  'TEMP',
  'TMP',
];
const TLS = ['DOCKER_TLS', 'DOCKER_TLS_VERIFY', 'DOCKER_CERT_PATH'];

/** The environment by which the docker CLI reaches the same engine as this program does; undefined where it cannot. */
export function cliEnv(env: Env, engine: { context: string; endpoint: string }): Record<string, string> | undefined {
  const { context, endpoint } = engine;
  if (context === SIMULATED_CONTEXT) return undefined;
  const take = (names: readonly string[]): Record<string, string> =>
    Object.fromEntries(names.flatMap((name) => (env[name] ? [[name, env[name]]] : [])));
  const isByAddress = context === 'default' || context.startsWith('unix://');
  // Certificates of a context are the CLI's own to find.
  if (!isByAddress) return { ...take(KEPT), DOCKER_CONTEXT: context };
  return { ...take(KEPT), DOCKER_HOST: endpoint, ...(endpoint.startsWith('unix:') ? {} : take(TLS)) };
}
