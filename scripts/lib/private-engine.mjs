// A Docker engine of our own: for the tests (test/engine.ts) and for `npm start -- --sample`.
//
// It runs in its own network, mount and pid namespaces, so that it lives beside any other engine
// (docker0 and the iptables chains are not shared), and the kernel ends all of it with the process
// that started it, even by kill -9: setpriv kills unshare with us, unshare kills the first process
// of the namespace, and with that one everything in it and every mount goes.
//
// PID 1 of the namespace is a shell that reaps, not dockerd: so dockerd can be killed and started
// again while, by live-restore, its containers live on.
import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const ANSWER_MS = 30_000;
/** Attempts to start a dockerd. */
const STARTS = 3;
const INIT = 'ip link set lo up && echo ready; while :; do sleep 1000 & wait; done';
export const IMAGE = 'quayside/busybox:1';

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export function ping(socketPath) {
  return new Promise((resolve) => {
    const asked = request({ socketPath, path: '/_ping', timeout: 1000 }, (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200);
    });
    asked.on('error', () => resolve(false)).on('timeout', () => asked.destroy());
    asked.end();
  });
}

/** The one child of a process that forked once (unshare --fork, nsenter --pid). */
async function childOf(pid) {
  for (let i = 0; i < 200; i++) {
    const [child] = fs.readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
    if (child) return Number(child);
    await pause(5);
  }
  throw new Error(`process ${pid} has no child`);
}

class PrivateEngine {
  #namespace;
  #dockerd;
  #dockerdPid;
  #initPid;
  #log;
  #isStopped = false;
  #diskMiB;

  constructor({ diskMiB } = {}) {
    this.#diskMiB = diskMiB;
    this.home = fs.mkdtempSync(join(tmpdir(), 'qs-engine-'));
    this.socketPath = join(this.home, 'docker.sock');
    this.host = `unix://${this.socketPath}`;
    this.#log = join(this.home, 'dockerd.log');
  }

  async open() {
    if (this.#diskMiB !== undefined) await this.#mountDisk(this.#diskMiB);
    const unshare = [
      'unshare',
      '--net',
      '--mount',
      '--pid',
      '--fork',
      '--kill-child',
      '--mount-proc',
      'sh',
      '-c',
      INIT,
    ];
    this.#namespace = spawn('setpriv', ['--pdeathsig', 'KILL', ...unshare], { stdio: ['ignore', 'pipe', 'pipe'] });
    let complaint = '';
    this.#namespace.stderr.on('data', (chunk) => (complaint += chunk));
    const ready = once(this.#namespace.stdout, 'data').then(() => true);
    const failed = once(this.#namespace, 'exit').then(() => false);
    if (!(await Promise.race([ready, failed]))) {
      throw new Error(`A private Docker engine needs root with the right to make namespaces: ${complaint.trim()}`);
    }
    this.#initPid = await childOf(this.#namespace.pid);
    await this.start();
    await this.#importBusybox();
  }

  /** A file as a disk of its own, mounted where everybody sees it: so that it can be full without anything else being so. */
  async #mountDisk(diskMiB) {
    const [image, data] = [join(this.home, 'disk.img'), join(this.home, 'data')];
    fs.mkdirSync(data);
    fs.closeSync(fs.openSync(image, 'w'));
    fs.truncateSync(image, diskMiB * 2 ** 20);
    try {
      await execute('mkfs.ext4', ['-q', '-m', '0', image]);
      await execute('mount', ['-o', 'loop', image, data]);
    } catch (error) {
      throw new Error(`An engine with a small disk needs root with the right to mount a file: ${error.message}`, {
        cause: error,
      });
    }
  }

  /** Starts dockerd and waits until it answers. */
  async start() {
    if (this.#dockerd) throw new Error('the engine runs already');
    // A dockerd whose containerd is not there within its own 15 s ends: on a machine that is busy for a moment.
    for (let left = STARTS - 1; !(await this.#startOnce()); left--)
      if (left === 0) throw new Error(`dockerd did not start:\n${this.logTail()}`);
    this.#dockerdPid = await childOf(this.#dockerd.pid);
  }

  /** True: it answers. False: it has ended by itself. */
  async #startOnce() {
    const { home } = this;
    // Left by a killed dockerd; its number can by then belong to another process.
    fs.rmSync(join(home, 'pid'), { force: true });
    const inside = ['nsenter', '-t', String(this.#initPid), '-n', '-m', '-p'];
    const dockerd = ['dockerd', `--host=${this.host}`, `--data-root=${home}/data`, `--exec-root=${home}/exec`];
    const options = [`--pidfile=${home}/pid`, '--live-restore', '--shutdown-timeout=2'];
    const log = fs.openSync(this.#log, 'a');
    const child = spawn('setpriv', ['--pdeathsig', 'KILL', ...inside, ...dockerd, ...options], {
      stdio: ['ignore', log, log],
    });
    fs.closeSync(log);
    this.#dockerd = child;
    child.once('exit', () => {
      if (this.#dockerd === child) this.#dockerd = this.#dockerdPid = undefined;
    });
    const deadline = Date.now() + ANSWER_MS;
    while (!(await ping(this.socketPath))) {
      if (this.#dockerd !== child) return false;
      if (Date.now() > deadline) throw new Error(`dockerd does not answer:\n${this.logTail()}`);
      await pause(25);
    }
    return true;
  }

  /** Kills dockerd at once; its containers live on. */
  async kill() {
    const child = this.#dockerd;
    if (!child) return;
    const gone = once(child, 'exit');
    process.kill(this.#pid(), 'SIGKILL');
    child.kill('SIGCONT'); // nsenter stopped itself if dockerd was hung
    await gone;
  }

  /** Stops dockerd in its tracks: it still takes connections, but answers nothing. */
  hang() {
    process.kill(this.#pid(), 'SIGSTOP');
  }

  resume() {
    process.kill(this.#pid(), 'SIGCONT');
    this.#dockerd.kill('SIGCONT'); // nsenter stops itself when its child is stopped
  }

  /** A program in the engine's namespaces: its loopback is the engine's, and it ends with the engine. */
  spawnInside(command, ...args) {
    const inside = ['nsenter', '-t', String(this.#initPid), '-n', '-m', '-p', command, ...args];
    return spawn('setpriv', ['--pdeathsig', 'KILL', ...inside], { stdio: ['pipe', 'pipe', 'pipe'] });
  }

  #pid() {
    if (this.#dockerdPid === undefined) throw new Error('the engine does not run');
    return this.#dockerdPid;
  }

  docker(...args) {
    return execute('docker', ['--host', this.host, ...args], { env: cleanEnv(), maxBuffer: 1 << 26 });
  }

  logTail() {
    return fs.readFileSync(this.#log, 'utf8').slice(-2000);
  }

  async stop() {
    if (this.#isStopped) return;
    this.#isStopped = true;
    const { home } = this;
    const child = this.#namespace;
    if (child && child.exitCode === null && child.signalCode === null) {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    }
    const daemon = this.#dockerd;
    if (daemon && daemon.exitCode === null && daemon.signalCode === null) {
      const gone = once(daemon, 'exit');
      daemon.kill('SIGKILL'); // a stopped nsenter does not notice that its child has gone
      await gone;
    }
    if (this.#diskMiB !== undefined) unmountDisk(home);
    // The last processes of the namespace let go of the folder a moment after its first one.
    await fs.promises.rm(home, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  }

  async #importBusybox() {
    const busybox = ['/bin/busybox', '/usr/bin/busybox'].find((file) => fs.existsSync(file));
    if (!busybox) throw new Error('busybox-static is missing');
    const bin = join(this.home, 'image', 'bin');
    const { stdout } = await execute(busybox, ['--list']);
    fs.mkdirSync(bin, { recursive: true });
    fs.mkdirSync(join(this.home, 'image', 'tmp'));
    fs.copyFileSync(busybox, join(bin, 'busybox'));
    for (const applet of stdout.split('\n')) {
      if (applet && applet !== 'busybox') fs.symlinkSync('busybox', join(bin, applet));
    }
    const archive = join(this.home, 'image.tar');
    await execute('tar', ['-C', join(this.home, 'image'), '-cf', archive, '.']);
    await this.docker('import', archive, IMAGE);
  }
}

/** The docker CLI must not follow the user's own context or proxies here. */
function cleanEnv() {
  const env = { ...process.env };
  for (const name of ['DOCKER_HOST', 'DOCKER_CONTEXT', 'DOCKER_TLS_VERIFY', 'DOCKER_CERT_PATH']) delete env[name];
  return env;
}

/** `diskMiB`: its data has a disk of its own of this size. */
export async function startPrivateEngine(options) {
  sweepLeftBehind();
  const engine = new PrivateEngine(options);
  fs.writeFileSync(join(engine.home, 'owner'), String(process.pid));
  try {
    await engine.open();
    return engine;
  } catch (error) {
    await engine.stop(); // else it outlives the run and holds this process open
    throw error;
  }
}

/** What still writes to it keeps it until it has ended; nobody sees it any more. */
function unmountDisk(home) {
  try {
    execFileSync('umount', ['-l', join(home, 'data')], { stdio: 'ignore' });
  } catch {
    // It never was mounted.
  }
}

/** A run ended by kill -9 leaves its folder behind (never a process, and no mount but a small disk): the next takes it away. */
function sweepLeftBehind() {
  for (const name of fs.readdirSync(tmpdir())) {
    if (!name.startsWith('qs-engine-')) continue;
    const home = join(tmpdir(), name);
    try {
      const owner = Number(fs.readFileSync(join(home, 'owner'), 'utf8'));
      if (fs.existsSync(`/proc/${owner}`)) continue;
      if (fs.existsSync(join(home, 'disk.img'))) unmountDisk(home);
      fs.rmSync(home, { recursive: true, force: true });
    } catch {
      // Just being made, or not ours to remove.
    }
  }
}
