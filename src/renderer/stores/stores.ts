import { reaction } from 'mobx';
import type { Clock } from '#shared/base/clock.ts';
import { type Disposable, DisposableStore, toDisposable } from '#shared/base/disposable.ts';
import type { Api } from '#renderer/transport/api.ts';
import type { ViewerConnection } from '#renderer/transport/viewer-connection.ts';
import { ActsStore } from '#renderer/stores/acts-store.ts';
import { announceConnection } from '#renderer/stores/announce-connection.ts';
import { AlertsStore } from '#renderer/stores/alerts-store.ts';
import { AnnouncerStore } from '#renderer/stores/announcer-store.ts';
import { AuditStore } from '#renderer/stores/audit-store.ts';
import { AppLogStore } from '#renderer/stores/app-log-store.ts';
import { AttentionStore } from '#renderer/stores/attention-store.ts';
import { CommandsStore } from '#renderer/stores/commands-store.ts';
import { ContainerEditStore } from '#renderer/stores/container-edit-store.ts';
import { type ContainerListStore, createContainerList } from '#renderer/stores/container-list-store.ts';
import { ConnectionStore } from '#renderer/stores/connection-store.ts';
import { ContainersStore } from '#renderer/stores/containers-store.ts';
import { DevicesStore } from '#renderer/stores/devices-store.ts';
import { DetailsStore } from '#renderer/stores/details-store.ts';
import { EngineStore } from '#renderer/stores/engine-store.ts';
import { EventsStore } from '#renderer/stores/events-store.ts';
import { FilesStore } from '#renderer/stores/files-store.ts';
import { HistoryStore } from '#renderer/stores/history-store.ts';
import { HostStore } from '#renderer/stores/host-store.ts';
import { ImageActsStore } from '#renderer/stores/image-acts-store.ts';
import { createImageList, type ImageListStore } from '#renderer/stores/image-list-store.ts';
import { ImagesStore } from '#renderer/stores/images-store.ts';
import { IncidentsStore } from '#renderer/stores/incidents-store.ts';
import { JobProgressStore } from '#renderer/stores/job-progress-store.ts';
import { JobsStore } from '#renderer/stores/jobs-store.ts';
import { LogExportsStore } from '#renderer/stores/log-exports-store.ts';
import { LogsMergedStore } from '#renderer/stores/logs-merged-store.ts';
import { LogsStore } from '#renderer/stores/logs-store.ts';
import { MachineStore } from '#renderer/stores/machine-store.ts';
import { OwnCostStore } from '#renderer/stores/own-cost-store.ts';
import { PortsStore } from '#renderer/stores/ports-store.ts';
import { PresenceStore } from '#renderer/stores/presence-store.ts';
import { QueriesStore } from '#renderer/stores/queries-store.ts';
import { RemoteStore } from '#renderer/stores/remote-store.ts';
import { SessionStore } from '#renderer/stores/session-store.ts';
import { tellSettingsNotice } from '#renderer/stores/settings-notice.ts';
import { SettingsStore } from '#renderer/stores/settings-store.ts';
import { DraftMemory, type DraftStorage } from '#renderer/stores/draft-memory.ts';
import { StackActsStore } from '#renderer/stores/stack-acts-store.ts';
import { StackAppliersStore } from '#renderer/stores/stack-appliers-store.ts';
import { StackDetailsStore } from '#renderer/stores/stack-details-store.ts';
import { StackDraftsStore } from '#renderer/stores/stack-drafts-store.ts';
import { createStackList, type StackListStore } from '#renderer/stores/stack-list-store.ts';
import { StacksStore } from '#renderer/stores/stacks-store.ts';
import { StatsStore } from '#renderer/stores/stats-store.ts';
import { TerminalsStore } from '#renderer/stores/terminals-store.ts';
import { UpdateStore } from '#renderer/stores/update-store.ts';
import { UsersStore } from '#renderer/stores/users-store.ts';
import { ToastsStore } from '#renderer/stores/toasts-store.ts';
import { VolumeActsStore } from '#renderer/stores/volume-acts-store.ts';
import { createVolumeList, type VolumeListStore } from '#renderer/stores/volume-list-store.ts';
import { NetworkActsStore } from '#renderer/stores/network-acts-store.ts';
import { createNetworkList, type NetworkListStore } from '#renderer/stores/network-list-store.ts';
import { NetworksStore } from '#renderer/stores/networks-store.ts';
import { VolumesStore } from '#renderer/stores/volumes-store.ts';
import { Visibility } from '#renderer/stores/visibility.ts';

/** Everything a view reads. Made once a window. */
export interface Stores {
  readonly api: Api;
  readonly clock: Clock;
  readonly visibility: Visibility;
  readonly session: SessionStore;
  readonly connection: ConnectionStore;
  readonly presence: PresenceStore;
  readonly remote: RemoteStore;
  readonly devices: DevicesStore;
  readonly users: UsersStore;
  readonly audit: AuditStore;
  readonly engine: EngineStore;
  readonly containers: ContainersStore;
  readonly containerEdit: ContainerEditStore;
  readonly list: ContainerListStore;
  readonly stats: StatsStore;
  readonly details: DetailsStore;
  readonly files: FilesStore;
  readonly ports: PortsStore;
  readonly logs: LogsStore;
  readonly logsMerged: LogsMergedStore;
  readonly logExports: LogExportsStore;
  readonly history: HistoryStore;
  readonly incidents: IncidentsStore;
  readonly alerts: AlertsStore;
  readonly jobs: JobsStore;
  readonly jobProgress: JobProgressStore;
  readonly images: ImagesStore;
  readonly imageActs: ImageActsStore;
  readonly imageList: ImageListStore;
  readonly volumes: VolumesStore;
  readonly volumeActs: VolumeActsStore;
  readonly volumeList: VolumeListStore;
  readonly networks: NetworksStore;
  readonly networkActs: NetworkActsStore;
  readonly networkList: NetworkListStore;
  readonly stacks: StacksStore;
  readonly stackActs: StackActsStore;
  readonly stackAppliers: StackAppliersStore;
  readonly stackDetails: StackDetailsStore;
  readonly stackDrafts: StackDraftsStore;
  readonly stackList: StackListStore;
  readonly terminals: TerminalsStore;
  readonly queries: QueriesStore;
  readonly settings: SettingsStore;
  readonly acts: ActsStore;
  readonly commands: CommandsStore;
  readonly toasts: ToastsStore;
  readonly announcer: AnnouncerStore;
  readonly events: EventsStore;
  readonly machine: MachineStore;
  readonly host: HostStore;
  readonly ownCost: OwnCostStore;
  readonly appLog: AppLogStore;
  readonly attention: AttentionStore;
  readonly update: UpdateStore;
}

/** `isMac`: the keyboard has Cmd where others have Ctrl. `viewer`: the page is in a browser and this its way here. */
/** `drafts`: where what is typed and not saved outlives the page. */
export function createStores(
  api: Api,
  clock: Clock,
  isMac = false,
  viewer?: ViewerConnection,
  drafts?: DraftStorage,
): Stores {
  const visibility = new Visibility();
  const settings = new SettingsStore(api);
  const containers = new ContainersStore(api, clock);
  const events = new EventsStore(api);
  const announcer = new AnnouncerStore(clock);
  const toasts = new ToastsStore(clock, announcer);
  const stats = new StatsStore(api, clock, visibility);
  const acts = new ActsStore(api, toasts);
  const stacks = new StacksStore(api, visibility);
  const attention = new AttentionStore({ containers, events, stats, stacks, settings, visibility }, clock);
  const logs = new LogsStore(api, clock, visibility, settings);
  const jobs = new JobsStore(api);
  const session = new SessionStore(api);
  const connection = new ConnectionStore(viewer);
  const presence = new PresenceStore(api, session);
  const remote = new RemoteStore(api, session, settings, connection);
  const engine = new EngineStore(api);
  const containerEdit = new ContainerEditStore({ api, jobs, toasts, connection });
  const images = new ImagesStore({ api, clock, visibility, engine, events, jobs, containers });
  const imageActs = new ImageActsStore({ api, jobs, toasts, connection });
  const volumes = new VolumesStore({ api, clock, visibility, engine, events, containers });
  const volumeActs = new VolumeActsStore({ api, toasts, jobs, connection });
  const networks = new NetworksStore({ api, clock, visibility, engine, events, containers });
  const networkActs = new NetworkActsStore({ api, toasts });
  const stackDrafts = new StackDraftsStore(api, clock, {
    memory: drafts && new DraftMemory(drafts, () => clock.now()),
    scope: () => `${engine.status?.endpoint ?? ''} ${session.hello?.user.name ?? ''}`,
  });
  const stackDetails = new StackDetailsStore(api, stackDrafts, () => clock.now());
  const stackActs = new StackActsStore({ api, jobs, toasts, drafts: stackDrafts, details: stackDetails, stacks });
  return {
    api,
    clock,
    visibility,
    session,
    connection,
    presence,
    remote,
    devices: new DevicesStore(api, clock, presence),
    users: new UsersStore(api, clock, session),
    audit: new AuditStore(api, clock, () => [presence.viewers, remote.state, remote.pairing]),
    engine,
    containers,
    containerEdit,
    list: createContainerList({ containers, acts, containerEdit, stats, settings, attention }, clock),
    stats,
    details: new DetailsStore(api, clock, visibility),
    ports: new PortsStore({ api, clock, visibility, engine, events }),
    files: new FilesStore({ api, jobs, toasts, connection }),
    logs,
    logsMerged: new LogsMergedStore(logs, clock),
    logExports: new LogExportsStore({ api, jobs, toasts, connection }),
    history: new HistoryStore(api),
    incidents: new IncidentsStore(api),
    alerts: new AlertsStore(api, session),
    jobs,
    jobProgress: new JobProgressStore(api, visibility),
    images,
    imageActs,
    imageList: createImageList({ images, imageActs, settings }, clock),
    volumes,
    volumeActs,
    volumeList: createVolumeList({ volumes, volumeActs, settings }, clock),
    networks,
    networkActs,
    networkList: createNetworkList({ networks, networkActs, settings }, clock),
    stacks,
    stackActs,
    stackAppliers: new StackAppliersStore({ api, session, details: stackDetails }),
    stackDetails,
    stackDrafts,
    stackList: createStackList({ stacks, stackActs, settings }, clock),
    terminals: new TerminalsStore(api),
    queries: new QueriesStore(api),
    settings,
    acts,
    commands: new CommandsStore(settings, clock, isMac, connection.isBrowser),
    toasts,
    announcer,
    events,
    machine: new MachineStore(stats, clock, visibility),
    appLog: new AppLogStore(api, clock),
    ownCost: new OwnCostStore(api, visibility),
    host: new HostStore(api, clock, visibility, engine, toasts),
    attention,
    update: new UpdateStore(api, session),
  };
}

/** What is open as long as the window is: cheap state that every screen needs. */
export function openStores(stores: Stores): Disposable {
  const store = new DisposableStore();
  store.add(stores.session.open(stores.api));
  store.add(stores.connection.open());
  store.add(stores.presence.open());
  store.add(stores.remote.open());
  store.add(stores.settings.open());
  store.add(stores.engine.open());
  store.add(stores.containers.open());
  store.add(stores.containerEdit.open());
  store.add(stores.events.open());
  store.add(stores.incidents.open());
  store.add(stores.alerts.open());
  store.add(stores.jobs.open());
  store.add(stores.update.open());
  store.add(stores.machine.open());
  store.add(stores.appLog.open(stores.session));
  store.add(announceConnection(stores));
  store.add(tellSettingsNotice(stores.api, stores.session, stores.toasts));
  // Figures of a removed container go with it.
  const stop = reaction(
    () => [...stores.containers.removed.keys()],
    (ids) =>
      ids.forEach((id) => {
        stores.stats.forget(id);
        stores.list.selection.forget(id);
      }),
  );
  store.add(toDisposable(stop));
  return store;
}
