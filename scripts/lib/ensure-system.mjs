// Debian packages: what is missing is installed, or the command for it is printed.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isRoot, plainError, run } from './process.mjs';

const lib = (name) => [`/usr/lib/x86_64-linux-gnu/${name}`, `/usr/lib/aarch64-linux-gnu/${name}`, `/usr/lib64/${name}`];
// Each package with the files of which one is there once it is installed: no dpkg call is needed.
const GROUPS = {
  desktop: {
    'libgtk-3-0': lib('libgtk-3.so.0'),
    libnss3: lib('libnss3.so'),
    libasound2: lib('libasound.so.2'),
    libgbm1: lib('libgbm.so.1'),
    libxss1: lib('libXss.so.1'),
    libxtst6: lib('libXtst.so.6'),
  },
  engine: {
    'docker.io': ['/usr/sbin/dockerd', '/usr/bin/dockerd'],
    iptables: ['/usr/sbin/iptables', '/sbin/iptables'],
    iproute2: ['/usr/sbin/ip', '/sbin/ip', '/usr/bin/ip', '/bin/ip'],
    'busybox-static': ['/usr/bin/busybox', '/bin/busybox'],
  },
  test: {
    curl: ['/usr/bin/curl'],
    'docker-registry': ['/usr/bin/docker-registry'],
    xvfb: ['/usr/bin/Xvfb'],
    dbus: ['/usr/bin/dbus-daemon'],
    chromium: ['/usr/bin/chromium'],
    'xdg-utils': ['/usr/bin/xdg-open'],
    procps: ['/usr/bin/pgrep'],
    // Does the work for the compose plugin that the tests stand in for.
    'docker-compose': ['/usr/bin/docker-compose'],
    // What the images of the query tests are made of; no service of theirs is started.
    postgresql: ['13', '14', '15', '16', '17', '18'].map((version) => `/usr/lib/postgresql/${version}/bin/postgres`),
    'redis-server': ['/usr/bin/redis-server'],
    sqlite3: ['/usr/bin/sqlite3'],
    'mariadb-server-core': ['/usr/sbin/mariadbd'],
    'mariadb-client-core': ['/usr/bin/mariadb'],
  },
};

/** @param {('desktop' | 'engine' | 'test')[]} groups */
export async function ensureSystem(groups) {
  if (process.platform !== 'linux') return 'nothing to do here';
  const missing = groups
    .flatMap((group) => Object.entries(GROUPS[group]))
    .filter(([, files]) => !files.some((file) => existsSync(file)))
    .map(([name]) => name);
  if (missing.length === 0) return 'all there';
  const command = `apt-get install -y --no-install-recommends ${missing.join(' ')}`;
  if (!isRoot || !existsSync('/etc/debian_version')) {
    throw plainError(`Some system packages are missing. On Debian or Ubuntu:\n\n  sudo ${command}\n`);
  }
  await withoutServices(() => install(missing));
  return `installed ${missing.join(' ')}`;
}

async function install(packages) {
  const apt = (...args) =>
    run(['apt-get', '-q', '-y', '-o', 'DPkg::Lock::Timeout=300', '-o', 'Dpkg::Use-Pty=0', ...args], {
      quiet: true,
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  const attempt = () => apt('install', '--no-install-recommends', ...packages);
  let result = await attempt();
  if (result.code !== 0) {
    await apt('update'); // no package lists yet, or old ones
    result = await attempt();
  }
  if (result.code !== 0) throw plainError(`apt-get install failed:\n${result.output.slice(-2000)}`);
}

const POLICY = '/usr/sbin/policy-rc.d';
const MARK = '# Put here by Quayside while it installs packages; safe to delete.';

/**
 * Debian starts a service as soon as its package is installed; an engine is not started unasked.
 * policy-rc.d is Debian's way to say so. A file that somebody else put there is neither changed nor
 * removed (container images often have one that says the same); ours carries a mark, so that one
 * left behind by a killed run is known and taken away by the next.
 */
async function withoutServices(work) {
  const isOurs = () => existsSync(POLICY) && readFileSync(POLICY, 'utf8').includes(MARK);
  const remove = () => isOurs() && rmSync(POLICY, { force: true });
  if (!existsSync(POLICY)) writeFileSync(POLICY, `#!/bin/sh\n${MARK}\nexit 101\n`, { mode: 0o755, flag: 'wx' });
  process.once('exit', remove);
  try {
    return await work();
  } finally {
    remove();
    process.off('exit', remove);
  }
}
