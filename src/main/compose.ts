import { randomBytes } from 'node:crypto';
import type { Clock } from '#shared/base/clock.ts';
import type { Disposable } from '#shared/base/disposable.ts';
import type { Container } from '#shared/contract/containers.ts';
import { AppError, toAppError } from '#shared/protocol/errors.ts';
import type { Link } from '#shared/protocol/link.ts';
import { createSources } from '#main/channels/index.ts';
import { readLogItems } from '#main/channels/log-read.ts';
import { TerminalSessions } from '#main/channels/terminals.ts';
import type { Caller } from '#main/commands/handler.ts';
import { createHandlers } from '#main/commands/index.ts';
import type { Env } from '#main/engine/discovery.ts';
import { RemoteAccess } from '#main/doors/lan/remote-access.ts';
import type { Engine, Log } from '#main/engine/engine.ts';
import { createEngines, type Engines } from '#main/engine/engines.ts';
import { SimulatedEngine } from '#main/engine/simulated/simulated-engine.ts';
import { consoleLog } from '#main/log/console-log.ts';
import { Hub } from '#main/hub/hub.ts';
import { createDispatch } from '#main/session/dispatch.ts';
import type { SecretSeal } from '#main/security/secrets.ts';
import type { Security } from '#main/security/security.ts';
import { Rights } from '#main/session/rights.ts';
import { Session, type SessionPorts, type SessionRules } from '#main/session/session.ts';
import type { SettingsKeeper } from '#main/settings/settings-keeper.ts';

export interface ComposeOptions {
  env: Env;
  clock: Clock;
  settings: SettingsKeeper;
  version: string;
  /** Where remote access keeps its users and secrets, and the page it serves; without it there is none. */
  remote?: { home: string; pages: string; seal?: SecretSeal };
  /** Default: lines on standard error. */
  log?: Log;
}

/** `protocol`: `containers.logs` gives at most so many. */
const MAX_LOG_ITEMS = 1000;

/** The person at this computer. */
export const LOCAL_CALLER: Caller = { user: 'local', role: 'local', isLocal: true };

export interface Core {
  readonly hub: Hub;
  readonly engines: Engines;
  readonly remote: RemoteAccess;
  /** Who may come in over the network. Throws where there is no remote access. */
  security(): Promise<Security>;
  /** A session for one link; it ends with its link, or when it is disposed. */
  openSession(link: Link, caller: Caller, rules?: SessionRules): Session;
  warn(message: string, details?: unknown): void;
  /** Tells everyone, ends streams and terminals with their processes, and settles when nothing is left. */
  dispose(): Promise<void>;
}

/** The only place that builds and connects everything. Knows no Electron. */
export function compose(options: ComposeOptions): Core {
  const { env, clock, settings, version } = options;
  const log = options.log ?? consoleLog(env['QUAYSIDE_LOG']);
  const newId = (): string => randomBytes(8).toString('hex');
  const toError = (thrown: unknown): AppError =>
    toAppError(thrown, (what, id) => log.error(`unexpected failure ${id}`, { thrown: what }), newId);

  const engines = createEngines({
    env,
    clock,
    settings,
    log,
    makeSimulated: () => new SimulatedEngine({ clock }),
  });
  const engineOf = (name: string): Engine => engines.get(name);
  const terminals = new TerminalSessions({ engineOf, clock });
  const hub = new Hub({
    sources: createSources({ engines, terminals, settings, clock }),
    clock,
    newEpoch: () => randomBytes(4).toString('hex'),
    toError,
    engineReady: (engine, signal) => engines.whenConnected(engine, signal),
    replayFor: (channel) => (channel === 'logs:stream' ? settings.get().logReplayLines : undefined),
  });
  const containersNow = async (engine: string): Promise<Container[]> => {
    await engines.containers(engine).sync();
    return engines.containers(engine).all();
  };
  const rights = new Rights({
    isNetworkAllowed: () => settings.get().remoteAllowActs,
    resolveContainer: (engine, ref) => engines.resolveContainer(engine, ref),
    containerFacts: async (engine, id) => (await containersNow(engine)).find((one) => one.id === id),
  });
  const handlers = createHandlers({
    engineOf,
    containersNow,
    listContexts: () => Promise.resolve(engines.list()),
    selectContext: (context) => engines.select('default', context),
    settings,
    terminals,
    clock,
    readLogItems: (engine, container, range, signal) =>
      readLogItems(engines, engine, container, range, MAX_LOG_ITEMS, signal),
  });
  const ports: SessionPorts = {
    clock,
    hub,
    version,
    newId,
    toError,
    rights,
    knownContainer: (engine, id) =>
      engines
        .containers(engine)
        .all()
        .find((one) => one.id === id),
    dispatch: createDispatch({ handlers, clock, rights }),
    checkOwner: (_channel, params, caller) => terminals.checkOwner(String(params['session']), caller),
    input: (params, data, caller) => terminals.input(String(params['session']), data, caller),
  };

  const sessions = new Set<Session>();
  const openSession = (link: Link, caller: Caller, rules?: SessionRules): Session => {
    const session = new Session(link, caller, ports, rules);
    sessions.add(session);
    terminals.ownerBack(caller.user);
    link.onClose(() => {
      sessions.delete(session);
      if (![...sessions].some((other) => other.caller.user === caller.user)) terminals.ownerGone(caller.user);
    });
    return session;
  };
  let opened: Promise<Security> | undefined;
  const security = (): Promise<Security> => {
    const { remote: place } = options;
    if (!place) throw new AppError('not_found', 'There is no remote access here.');
    opened ??= import('#main/security/security.ts').then(({ openSecurity }) =>
      openSecurity({ home: place.home, seal: place.seal, clock, warn: log.warn }),
    );
    return opened;
  };
  const remote = new RemoteAccess({
    now: () => clock.now(),
    toError,
    certificate: async (addresses) => (await security()).certificate(addresses),
    openDeps: async () => ({
      clock,
      version,
      auth: (await security()).auth,
      pages: options.remote?.pages ?? '',
      openSession,
      engine: () => engines.status(),
      toError,
      warn: log.warn,
    }),
  });
  const changes: Disposable = engines.onChanged((engine) => {
    hub.endEngine(engine, 'engine_changed');
    void terminals
      .endEngine(engine)
      .catch((thrown: unknown) => log.warn('a terminal did not end with its engine', { thrown }));
  });

  return {
    hub,
    engines,
    remote,
    security,
    openSession,
    warn: log.warn,
    dispose: async () => {
      changes.dispose();
      for (const session of sessions) session.closing('server_stopping');
      for (const session of [...sessions]) session.dispose();
      await remote.stop();
      await terminals.endAll();
      terminals.dispose();
      hub.dispose();
      await engines.dispose();
    },
  };
}
