import { randomBytes } from 'node:crypto';
import { dirname, join } from 'node:path';
import type { Disposable } from '#shared/base/disposable.ts';
import type { ConnectionsReport } from '#shared/contract/connections.ts';
import type { Container } from '#shared/contract/containers.ts';
import type { BuildLine, TransferState } from '#shared/contract/image-jobs.ts';
import type { DeployLine } from '#shared/contract/stacks.ts';
import { AppError, toAppError } from '#shared/protocol/errors.ts';
import { Alerts } from '#main/alerts/alerts.ts';
import { ALERTS_SOURCE } from '#main/alerts/alert-feeds.ts';
import { VolumeHelpers } from '#main/volumes/volume-helpers.ts';
import { ContainerCare } from '#main/containers/container-care.ts';
import { StatsKeeper } from '#main/channels/stats-keeper.ts';
import { LogKeeping } from '#main/channels/log-keeping.ts';
import { LogSearches } from '#main/channels/log-searches.ts';
import { metricsIntervalMs } from '#main/channels/host.ts';
import { toDockerEvent } from '#main/channels/events.ts';
import { createSources } from '#main/channels/index.ts';
import { openExport } from '#main/channels/log-export.ts';
import { openMergedExport } from '#main/channels/log-export-merged.ts';
import { openKeptExport } from '#main/commands/kept-export.ts';
import { seesPrivate } from '#main/commands/kept-reading.ts';
import { readLogItems } from '#main/channels/log-read.ts';
import { TerminalSessions } from '#main/channels/terminals.ts';
import type { Caller } from '#main/commands/handler.ts';
import { createHandlers } from '#main/commands/index.ts';
import { DbQueries } from '#main/databases/db-queries.ts';
import { QueryHistory } from '#main/databases/query-history.ts';
import { configFolder } from '#main/engine/discovery.ts';
import { isLoopback } from '#main/doors/lan/origins.ts';
import { StatsFiles } from '#main/engine/cgroup/stats-files.ts';
import type { Engine } from '#main/engine/engine.ts';
import { createEngines } from '#main/engine/engines.ts';
import { startCommandFor, startDocker } from '#main/engine/start-docker.ts';
import { manyMore } from '#main/engine/simulated/many-more.ts';
import { SimulatedEngine } from '#main/engine/simulated/simulated-engine.ts';
import { diskUses } from '#main/engine/disk-uses.ts';
import { engineInfoOf } from '#main/engine/engine-info.ts';
import { thisProcess } from '#main/host/own-processes.ts';
import { SystemHost } from '#main/host/host.ts';
import { History } from '#main/history/history.ts';
import { RegistryLogins } from '#main/images/registry-logins.ts';
import { Jobs } from '#main/jobs/jobs.ts';
import { JoinedActs } from '#main/jobs/joined-acts.ts';
import { ProgressFeed } from '#main/jobs/progress-feed.ts';
import { stackImages } from '#main/commands/stack-images.ts';
import { Stacks } from '#main/stacks/stacks.ts';
import { Hub } from '#main/hub/hub.ts';
import { type Auditor, noAuditor } from '#main/session/auditor.ts';
import { connectionsReport } from '#main/session/connections-report.ts';
import { createDispatch } from '#main/session/dispatch.ts';
import { Presence } from '#main/session/presence.ts';
import { Rights } from '#main/session/rights.ts';
import { Sessions } from '#main/session/sessions.ts';
import { Transfers } from '#main/session/transfers.ts';
import { dockerDisks } from '#main/compose/docker-disks.ts';
import { LastSamples } from '#main/compose/last-samples.ts';
import { openIncidents } from '#main/compose/open-incidents.ts';
import { openRemoteAccess } from '#main/compose/open-remote-access.ts';
import { lazySecurity } from '#main/compose/lazy-security.ts';
import { noteTerminals } from '#main/compose/note-terminals.ts';
import { openAppLog } from '#main/compose/open-app-log.ts';
import type { ComposeOptions, Core } from '#main/compose/options.ts';

export type { Question } from '#main/commands/deps.ts';
export type { ComposeOptions, Core, Updates } from '#main/compose/options.ts';

/** `protocol`: `containers.logs` gives at most so many. */
const MAX_LOG_ITEMS = 1000;

/** The person at this computer. */
export const LOCAL_CALLER: Caller = { user: 'local', role: 'local', isLocal: true };

/** The only place that builds and connects everything. Knows no Electron. */
export function compose(options: ComposeOptions): Core {
  const { env, clock, settings, version } = options;
  const appLog = openAppLog(options);
  const log = appLog.of('core');
  log.info(`Quayside ${version} started`, { node: process.version, platform: process.platform, arch: process.arch });
  const newId = (): string => randomBytes(8).toString('hex');
  const toError = (thrown: unknown): AppError =>
    toAppError(thrown, (what, id) => log.error(`unexpected failure ${id}`, { thrown: what }), newId);

  const engines = createEngines({
    env,
    clock,
    settings,
    log: appLog.of('engine'),
    makeSimulated: () => new SimulatedEngine({ clock, more: manyMore(env['QUAYSIDE_SIMULATED_MORE']) }),
  });
  const engineOf = (name: string): Engine => engines.get(name);
  const containersNow = async (engine: string): Promise<Container[]> => {
    await engines.containers(engine).sync();
    return engines.containers(engine).all();
  };
  const knownContainer = (engine: string, id: string): Container | undefined =>
    engines
      .containers(engine)
      .all()
      .find((one) => one.id === id);

  const jobs = new Jobs(clock, toError);
  // Of a transfer each item is the whole; of a build each is a line.
  const imageProgress = {
    transfers: new ProgressFeed<TransferState>(clock, 1),
    builds: new ProgressFeed<BuildLine>(clock, 2000),
  };
  const deploys = new ProgressFeed<DeployLine>(clock, 2000);
  /** Where what is kept lies; undefined where nothing is. */
  const keptFolder = options.store && dirname(options.store.file);
  const history = new History({
    file: '',
    startWorker: () => {
      throw new AppError('not_found', 'No logs are kept by this program.');
    },
    ...options.store,
    onMovedAside: (keptAs) => log.error('a store could not be read; it is kept aside and begun anew', { keptAs }),
  });
  // Of containers that are gone too: their memory before the end is asked for a moment after it.
  const samples = new LastSamples();
  const { incidents, recorder } = openIncidents({
    folder: keptFolder,
    clock,
    engines,
    log: appLog.of('incidents'),
    newId,
    known: (id) => knownContainer('default', id),
    lastSample: (id) => samples.of(id),
  });
  const statsFiles = new StatsFiles({ clock, log: appLog.of('statistics') });
  const searches = new LogSearches(history, jobs, clock);
  const care = new ContainerCare({
    folder: keptFolder === undefined ? '' : join(keptFolder, 'containers'),
    clock,
    engines,
    jobs,
    log: appLog.of('containers'),
    newId,
  });
  const registryLogins = new RegistryLogins(() => configFolder(env));
  const stacks = new Stacks({
    env,
    clock,
    engines,
    jobs,
    log: appLog.of('stacks'),
    feed: deploys,
    care,
    folder: keptFolder ?? '',
    newId,
    images: () => stackImages({ jobs, clock, registryLogins, imageProgress }, () => engineOf('default')),
  });
  const volumeHelpers = new VolumeHelpers(appLog.of('volumes'), clock);
  const sweeping = engines.events().onOpened(() => {
    volumeHelpers
      .sweep(engines.get(), AbortSignal.timeout(SWEEP_MS))
      .catch((thrown: unknown) => log.warn('what an earlier run left was not looked for', { thrown }));
  });
  const queryHistory = new QueryHistory(
    keptFolder === undefined ? '' : join(keptFolder, 'queries'),
    appLog.of('queries'),
  );
  const queries = new DbQueries({ engineOf, jobs, clock, history: queryHistory });
  // Without its worker: a look at two files and the network's counters.
  const machine = new SystemHost({ clock, failed: () => undefined }).watch();
  const presence = new Presence(clock);
  const transfers = new Transfers(clock, () => randomBytes(18).toString('base64url'));
  const security = lazySecurity({
    remote: options.remote,
    clock,
    signInTries: () => settings.get().remoteLimits.signInTries,
    warn: appLog.of('security').warn,
    onEnded: (signIn, reason) => {
      sessions.revoke(signIn, reason);
      void terminals.endSignIn(signIn).catch((thrown: unknown) => log.warn('a terminal did not end', { thrown }));
    },
  });
  const auditor: Auditor = options.remote
    ? {
        note: async (entry) => (await security.get()).audit.note(entry),
        check: async () => (await security.get()).audit.check(),
      }
    : noAuditor;
  const remote = openRemoteAccess({
    clock,
    version,
    pages: options.remote?.pages ?? '',
    security: security.get,
    limits: () => settings.get().remoteLimits,
    toError,
    warn: appLog.of('remote').warn,
    presence,
    transfers,
    engines,
    late: () => ({ sessions, dispatch, hub }),
  });

  const terminals = new TerminalSessions({ engineOf, clock, ended: noteTerminals(auditor, log) });
  const hub = new Hub({
    sources: createSources({
      engines,
      terminals,
      settings,
      clock,
      jobs,
      imageProgress,
      searches,
      queries,
      deploys,
      stackWatch: (engine) => stacks.watch(engine),
      protection: care.protection,
      incidents,
      alerts: () => alerts,
      appLog,
      host: {
        host: new SystemHost({
          clock,
          startWorker: options.startHostWorker,
          failed: (error) => log.warn('processes and disks of this machine are not known', { thrown: error }),
        }),
        intervalMs: metricsIntervalMs(env['QUAYSIDE_METRICS_INTERVAL'], log.warn),
      },
      updates: options.updates,
      statsFiles,
      onSample: (sample) => {
        samples.add(sample);
        statsKeeper?.add(sample);
        alerts.sample(sample);
      },
      own: {
        processes: options.ownProcesses ?? thisProcess,
        streams: () => hub.inspect(),
        isOnBattery: options.isOnBattery ?? (() => false),
      },
      network: { presence, remote, pairing: async () => (await security.get()).pairing },
    }),
    clock,
    newEpoch: () => randomBytes(4).toString('hex'),
    toError,
    engineReady: (engine, signal) => engines.whenConnected(engine, signal),
    replayFor: (channel) => (channel === 'logs:stream' ? settings.get().logReplayLines : undefined),
  });
  const alerts = new Alerts({
    engines,
    hub,
    clock,
    incidents,
    appLog,
    log: appLog.of(ALERTS_SOURCE),
    folder: keptFolder === undefined ? '' : join(keptFolder, 'alerts'),
    newId,
    diskShares: dockerDisks(engines, engineOf),
    secrets: {
      text: async () => (await security.get()).webhooks.text(),
      keep: async (text) => (await security.get()).webhooks.keep(text),
    },
    notify: options.notify,
  });
  const keeping = new LogKeeping({ hub, history, engines, settings, clock, log: appLog.of('logs') });
  if (options.store) keeping.start();
  const statsKeeper = options.store && new StatsKeeper({ hub, history, settings, clock, log: appLog.of('statistics') });
  statsKeeper?.start();
  if (statsKeeper) engines.events().onEvent((event) => statsKeeper.event(toDockerEvent(event)));
  const connections = (): ConnectionsReport => connectionsReport(presence, hub);
  const rights = new Rights({
    isNetworkAllowed: () => settings.get().remoteAllowActs,
    resolveContainer: (engine, ref) => engines.resolveContainer(engine, ref),
    containerFacts: async (engine, id) => {
      await containersNow(engine);
      return knownContainer(engine, id);
    },
    knownContainer,
  });
  const handlers = createHandlers({
    engineOf,
    containersNow,
    protection: care.protection,
    removedContainers: care.removedContainers,
    replacements: care.replacements,
    stacks,
    listContexts: () => Promise.resolve(engines.list()),
    selectContext: (context) => engines.select('default', context),
    startCommand: () => startCommandFor(engines.status().endpoint, settings.get().dockerStartCommand),
    startDocker,
    engineInfo: (engine, signal) => engineInfoOf(engineOf(engine), signal),
    diskUse: diskUses(engineOf, clock),
    settings,
    keptStats: async (container, from, until) =>
      (await statsKeeper?.read(container, from, until)) ?? { points: [], samples: [], events: [] },
    areFilesUsed: (container) => statsFiles.isUsed(container),
    appLog,
    terminals,
    clock,
    readLogItems: (engine, container, range, signal) =>
      readLogItems(engines, engine, container, range, MAX_LOG_ITEMS, signal),
    openExport: async ({ engine, container, containers, service }, caller, signal) => {
      if (service !== undefined) {
        await keeping.flush();
        return openKeptExport(history, service, seesPrivate(caller));
      }
      const from = engines.get(engine);
      return container === undefined
        ? openMergedExport(from, containers ?? [], clock.now(), signal)
        : openExport(from, container, clock.now(), signal);
    },
    askWhereToSave: options.askWhereToSave,
    askWhichFile: options.askWhichFile,
    askWhichFolder: options.askWhichFolder,
    openFolder: options.openFolder,
    jobs,
    acts: new JoinedActs(jobs, clock),
    volumeHelpers,
    queries,
    imageProgress,
    registryLogins,
    history,
    incidents,
    alerts,
    startSearch: (query, user) => searches.start(query, user),
    flushKept: () => keeping.flush(),
    security: security.get,
    remote,
    presence,
    transfers,
    connections,
    loadUpdate: async () => {
      if (!options.updates) throw new AppError('not_found', 'There is no newer version of Quayside.');
      await options.updates.load();
    },
    hasWindow: options.remote?.ask !== undefined,
    confirm: async (question, { caller, signal }) => {
      const ask = options.remote?.ask;
      if (!ask || caller.remote) return;
      const isYes = await ask(question);
      if (!isYes || signal.aborted)
        throw new AppError('forbidden', 'This was not confirmed at this computer.', { reason: 'cancelled' });
    },
    isLoopback,
  });
  const dispatch = createDispatch({ handlers, clock, rights, auditor, warn: log.warn });
  const sessions = new Sessions({
    presence,
    ownerBack: (user) => terminals.ownerBack(user),
    ownerGone: (user) => terminals.ownerGone(user),
    ports: {
      clock,
      hub,
      version,
      newId,
      toError,
      rights,
      auditor,
      dispatch,
      checkOwner: (channel, params, caller) => {
        if (channel === 'search:progress') searches.checkOwner(String(params['job']), caller.user);
        else if (channel === 'db:query:result') queries.checkOwner(String(params['query']), caller);
        else terminals.checkOwner(String(params['session']), caller);
      },
      input: (params, data, caller) => terminals.input(String(params['session']), data, caller),
    },
  });
  let wasAllowed = settings.get().remoteAllowActs;
  const forbidding = settings.onChange(({ remoteAllowActs }) => {
    // What was opened while it was allowed ends with it.
    if (wasAllowed && !remoteAllowActs)
      void terminals.endRemote().catch((thrown: unknown) => log.warn('a terminal did not end', { thrown }));
    wasAllowed = remoteAllowActs;
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
    startRemote: async () => {
      const { remoteHost: host, remotePort: port, remoteTls } = settings.get();
      await remote.start({ host, port, isTls: remoteTls && !isLoopback(host) }).catch((thrown: unknown) => {
        log.warn('remote access did not start', { thrown });
      });
    },
    security: security.get,
    openSession: (link, caller) => sessions.open(link, { caller }),
    receive: async (ticket, sent, signal) => {
      try {
        await transfers.receive(ticket, LOCAL_CALLER, sent, signal);
        return undefined;
      } catch (thrown) {
        return toError(thrown);
      }
    },
    machine: () => machine.sample(),
    samples: () => samples.all(),
    log,
    dispose: async () => {
      changes.dispose();
      forbidding.dispose();
      care.dispose();
      sweeping.dispose();
      await volumeHelpers.dispose();
      await keeping.close();
      await statsKeeper?.close();
      await recorder?.close();
      await alerts.close();
      await incidents.dispose();
      sessions.close('server_stopping');
      await remote.stop();
      await terminals.endAll();
      terminals.dispose();
      presence.dispose();
      transfers.dispose();
      await jobs.dispose();
      await queryHistory.flush();
      imageProgress.transfers.dispose();
      imageProgress.builds.dispose();
      stacks.dispose();
      deploys.dispose();
      hub.dispose();
      await history.dispose();
      await engines.dispose();
      await security.dispose();
      log.info('Quayside ends');
      await appLog.close();
    },
  };
}

const SWEEP_MS = 60_000;
