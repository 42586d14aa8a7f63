// The words of compose's specification, place by place: what the reader knows and what the editor offers.

/** `no`: refused at its line. `ignored`: has no meaning for one engine, and is said. */
export type KeySupport = 'yes' | 'no' | 'ignored';
export interface ComposeKey {
  readonly help: string;
  readonly support: KeySupport;
  /** What it may be, where that is a short list. */
  readonly values?: readonly string[];
}
type Keys = Readonly<Record<string, ComposeKey>>;

const yes = (help: string, values?: readonly string[]): ComposeKey => ({
  help,
  support: 'yes',
  ...(values && { values }),
});
const no = (help: string): ComposeKey => ({ help, support: 'no' });
const ignored = (help: string): ComposeKey => ({ help, support: 'ignored' });
const FLAG = ['true', 'false'];
const RESTARTS = ['no', 'always', 'unless-stopped', 'on-failure'];

const root: Keys = {
  name: yes('Name of the project'),
  version: ignored('It is obsolete and means nothing'),
  services: yes('What runs, by name'),
  networks: yes('Networks that the services are in'),
  volumes: yes('Named volumes'),
  secrets: yes('Files with secrets, mounted below /run/secrets'),
  configs: yes('Files with settings, mounted where a service wants them'),
  include: no('Other compose files'),
  models: no('Models of machine learning'),
};

const service: Keys = {
  image: yes('Image that it runs'),
  build: yes('Folder that its image is built from'),
  command: yes("Instead of the image's command"),
  entrypoint: yes("Instead of the image's entrypoint"),
  environment: yes('Variables, as a map or as a list of NAME=value'),
  env_file: yes('Files with variables'),
  labels: yes('Labels of its containers'),
  ports: yes('Ports on this machine, as "8080:80"'),
  expose: yes('Ports that other services use; for reading only'),
  volumes: yes('Volumes, folders and tmpfs'),
  networks: yes('Networks that it is in'),
  network_mode: yes('host, none, service:NAME or container:NAME', ['host', 'none', 'bridge']),
  depends_on: yes('Services that start before it'),
  healthcheck: yes('How Docker finds out whether it works'),
  restart: yes('When Docker starts it again', RESTARTS),
  deploy: yes('How many, and with what limits'),
  scale: yes('How many containers'),
  profiles: yes('It belongs to the stack only while one of these is active'),
  container_name: yes('Name of its only container'),
  hostname: yes('Name of the host inside'),
  user: yes('User that it runs as'),
  working_dir: yes('Folder that it begins in'),
  tty: yes('With a terminal', FLAG),
  stdin_open: yes('Standard input stays open', FLAG),
  privileged: yes('With all rights on this machine', FLAG),
  read_only: yes('Its own files cannot be written', FLAG),
  init: yes('A small init takes care of processes', FLAG),
  cap_add: yes('Rights of the kernel that it gets'),
  cap_drop: yes('Rights of the kernel that it loses'),
  security_opt: yes('Options of security'),
  devices: yes('Devices of this machine'),
  extra_hosts: yes('Further names and their addresses'),
  dns: yes('Name servers'),
  sysctls: yes('Settings of the kernel'),
  ulimits: yes('Limits of the kernel'),
  shm_size: yes('Size of /dev/shm'),
  tmpfs: yes('Folders in memory'),
  mem_limit: yes('Most memory'),
  cpus: yes('Most processors'),
  pids_limit: yes('Most processes'),
  stop_signal: yes('Signal that ends it'),
  stop_grace_period: yes('How long it may take to end'),
  logging: yes('Where its output goes'),
  secrets: yes('Secrets that it reads'),
  configs: yes('Configs that it reads'),
  extends: yes('A service that this one builds on'),
  platform: yes('Platform of its image, as linux/arm64'),
  pull_policy: yes('When its image is pulled', ['always', 'missing', 'never', 'build']),
  annotations: no('Annotations of the runtime'),
  attach: ignored('It is for the output of compose up'),
  blkio_config: no('Limits of disks'),
  cgroup: yes('Control group'),
  cgroup_parent: yes('Control group above'),
  cpu_count: no('Count of processors on Windows'),
  cpu_percent: no('Share of processors on Windows'),
  cpu_period: no('Period of the scheduler'),
  cpu_quota: no('Quota of the scheduler'),
  cpu_rt_period: no('Period of the real-time scheduler'),
  cpu_rt_runtime: no('Time of the real-time scheduler'),
  cpu_shares: yes('Weight among containers'),
  cpuset: yes('Which processors'),
  credential_spec: no('Credentials on Windows'),
  develop: ignored('It is only used by compose watch'),
  device_cgroup_rules: yes('Rules for devices'),
  dns_opt: yes('Options of the resolver'),
  dns_search: yes('Domains that are searched'),
  domainname: yes('Domain of the host inside'),
  external_links: no('Links to containers outside'),
  gpus: yes('Graphics processors: all, or a list'),
  group_add: yes('Further groups'),
  ipc: yes('host, private, shareable, service:NAME or container:NAME: whose memory it shares', [
    'host',
    'private',
    'shareable',
  ]),
  isolation: no('Isolation on Windows'),
  label_file: no('Files with labels'),
  links: yes('Services that start before it, with further names'),
  mac_address: no('Hardware address'),
  mem_reservation: yes('Memory that it should get'),
  mem_swappiness: yes('How soon memory is swapped'),
  memswap_limit: yes('Memory and swap'),
  models: no('Models of machine learning'),
  oom_kill_disable: yes('Not to be killed for memory'),
  oom_score_adj: yes('How soon it is killed for memory'),
  pid: yes('host, service:NAME or container:NAME: whose processes it sees', ['host']),
  post_start: no('Commands after its start'),
  pre_stop: no('Commands before its end'),
  provider: no('Somebody else runs it'),
  runtime: yes('Another runtime'),
  storage_opt: no('Options of the storage driver'),
  use_api_socket: no('The engine’s socket inside'),
  userns_mode: yes('Users of this machine'),
  uts: yes('Host name of this machine'),
  volumes_from: no('Volumes of another'),
};

const build: Keys = {
  context: yes('Folder that is sent to the engine'),
  dockerfile: yes('Its Dockerfile, inside of the folder'),
  args: yes('Build arguments'),
  target: yes('Stage to build'),
  no_cache: yes('Everything is built anew', FLAG),
  tags: no('Further names of the image'),
  labels: no('Labels of the image'),
  dockerfile_inline: no('The text of a Dockerfile'),
  additional_contexts: no('Further folders'),
  cache_from: no('Where layers are taken from'),
  cache_to: no('Where layers go'),
  entitlements: no('Rights of the build'),
  extra_hosts: no('Further names and addresses'),
  isolation: no('Isolation on Windows'),
  network: no('Network of the build'),
  platforms: no('Several platforms'),
  privileged: no('With all rights'),
  provenance: no('Where it came from'),
  pull: no('Base images are pulled'),
  sbom: no('List of its parts'),
  secrets: no('Secrets of the build'),
  shm_size: no('Size of /dev/shm'),
  ssh: no('Keys of the build'),
  ulimits: no('Limits of the kernel'),
};

const healthcheck: Keys = {
  test: yes('Command: ["CMD", …], ["CMD-SHELL", "…"], ["NONE"] or a text'),
  interval: yes('Between two checks, as 30s'),
  timeout: yes('Most that a check may take'),
  retries: yes('Failures in a row that count'),
  start_period: yes('Failures at the start that do not count'),
  disable: yes("Without the image's own check", FLAG),
  start_interval: no('Between two checks at the start'),
};

const deploy: Keys = {
  replicas: yes('How many containers'),
  resources: yes('Limits'),
  restart_policy: yes('When Docker starts it again'),
  labels: ignored('Labels of a swarm’s service'),
  mode: ignored('It is for a swarm'),
  placement: ignored('It is for a swarm'),
  update_config: ignored('It is for a swarm'),
  rollback_config: ignored('It is for a swarm'),
  endpoint_mode: ignored('It is for a swarm'),
};

/** The keys of each place; a place that is not here takes any key. */
export const COMPOSE_KEYS = {
  root,
  service,
  build,
  healthcheck,
  deploy,
  resources: { limits: yes('Most that it gets'), reservations: yes('Least that it gets') },
  reservations: {
    cpus: ignored('It is for a swarm'),
    memory: yes('Memory that it should get'),
    pids: ignored('It is for a swarm'),
    devices: yes('Devices, as graphics processors'),
    generic_resources: ignored('It is for a swarm'),
  },
  deviceRequest: {
    driver: yes('As nvidia'),
    count: yes('How many, or all'),
    device_ids: yes('Which ones'),
    capabilities: yes('What they can do, as [gpu]'),
    options: yes('Options of the driver'),
  },
  limits: { cpus: yes('Most processors'), memory: yes('Most memory'), pids: yes('Most processes') },
  restartPolicy: {
    condition: yes('When Docker starts it again', ['none', 'on-failure', 'any']),
    max_attempts: yes('Most tries'),
    delay: ignored('Docker chooses it'),
    window: ignored('It is for a swarm'),
  },
  port: {
    target: yes('Port in the container'),
    published: yes('Port on this machine'),
    host_ip: yes('Address of this machine'),
    protocol: yes('tcp, udp or sctp', ['tcp', 'udp', 'sctp']),
    mode: ignored('It is for a swarm'),
    name: ignored('It is for reading only'),
    app_protocol: ignored('It is for reading only'),
  },
  mount: {
    type: yes('volume, bind or tmpfs', ['volume', 'bind', 'tmpfs']),
    source: yes('Name of a volume, or a path'),
    target: yes('Path in the container'),
    read_only: yes('It cannot be written', FLAG),
    bind: yes('Options of a bind'),
    volume: yes('Options of a volume'),
    tmpfs: yes('Options of a tmpfs'),
    consistency: ignored('It means nothing on Linux'),
  },
  mountBind: {
    create_host_path: yes('A missing folder is made', FLAG),
    propagation: yes('Of mounts below'),
    selinux: no('Label of SELinux'),
    recursive: no('Of mounts below'),
  },
  mountVolume: { nocopy: no('Nothing is copied into it'), subpath: no('A folder of the volume') },
  mountTmpfs: { size: yes('Most bytes'), mode: yes('Rights, as 1777') },
  fileUse: {
    source: yes('Its name'),
    target: yes('Path in the container'),
    uid: ignored('A bound file keeps its owner'),
    gid: ignored('A bound file keeps its group'),
    mode: ignored('A bound file keeps its rights'),
  },
  dependency: {
    condition: yes('When it may start', ['service_started', 'service_healthy', 'service_completed_successfully']),
    restart: ignored('It is for compose restart'),
    required: yes('Whether it may be missing', FLAG),
  },
  serviceNetwork: {
    aliases: yes('Further names in this network'),
    ipv4_address: yes('Its address'),
    ipv6_address: yes('Its address'),
    priority: no('Order of the networks'),
    link_local_ips: no('Link-local addresses'),
    mac_address: no('Hardware address'),
    driver_opts: no('Options of the driver'),
    gw_priority: no('Order of the gateways'),
    interface_name: no('Name of the interface'),
  },
  logging: { driver: yes('Driver'), options: yes('Its options') },
  ulimit: { soft: yes('Soft limit'), hard: yes('Hard limit') },
  network: {
    name: yes('Its name at the engine'),
    driver: yes('Driver, bridge by default'),
    driver_opts: yes('Options of the driver'),
    external: yes('It is there already', FLAG),
    internal: yes('Nothing gets out', FLAG),
    attachable: yes('Others may join', FLAG),
    enable_ipv6: yes('With IPv6', FLAG),
    enable_ipv4: no('Without IPv4'),
    ipam: yes('Addresses'),
    labels: yes('Labels'),
  },
  ipam: { driver: no('Driver of addresses'), config: yes('Subnets'), options: no('Options of the driver') },
  ipamConfig: {
    subnet: yes('As 172.28.0.0/16'),
    gateway: yes('Address of the gateway'),
    ip_range: yes('Addresses that are given out'),
    aux_addresses: no('Addresses that are taken'),
  },
  volume: {
    name: yes('Its name at the engine'),
    driver: yes('Driver, local by default'),
    driver_opts: yes('Options of the driver'),
    external: yes('It is there already', FLAG),
    labels: yes('Labels'),
  },
  file: {
    file: yes('A file beside the compose file'),
    environment: yes('A variable that holds it'),
    content: yes('The text itself'),
    name: ignored('It is for a swarm'),
    external: no('It is there already'),
    labels: ignored('It is for a swarm'),
    template_driver: no('Templates'),
  },
  extends: { service: yes('Its name'), file: yes('Its file') },
  envFile: { path: yes('The file'), required: yes('Whether it may be missing', FLAG), format: no('How it is read') },
} as const satisfies Readonly<Record<string, Keys>>;
export type ComposePlace = keyof typeof COMPOSE_KEYS;

/** The known word nearest to one that is not known; undefined where none is near. */
export function nearestWord(wrong: string, known: Iterable<string>): string | undefined {
  let best: string | undefined;
  // A third of it may be wrong: more is another word.
  let least = Math.max(1, Math.floor(wrong.length / 3)) + 1;
  for (const word of known) {
    const distance = distanceOf(wrong.toLowerCase().replaceAll('-', '_'), word);
    if (distance >= least) continue;
    least = distance;
    best = word;
  }
  return best;
}

/** Letters to change, add, leave out or swap with the next one. */
function distanceOf(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const isSame = a[i - 1] === b[j - 1];
      let value = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (isSame ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        value = Math.min(value, (before[j - 2] ?? 0) + 1);
      next.push(value);
    }
    before = row;
    row = next;
  }
  return row[b.length] ?? 0;
}
