// A screen and a session bus for the end-to-end tests. Not xvfb-run and dbus-run-session: both are
// shell-like parents that leave their server behind when they are killed.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { dyingWithUs } from './process.mjs';

const READY_MS = 15_000;

/** Starts a server that writes one line to the given file descriptor when it is ready. */
function startServer(command, readyFd) {
  const [file, ...args] = [...dyingWithUs('KILL'), ...command];
  const stdio = ['ignore', 'ignore', 'ignore', 'ignore'];
  stdio[readyFd] = 'pipe';
  const child = spawn(file, args, { stdio });
  const line = new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`${command[0]} did not get ready`)), READY_MS);
    child.once('error', reject).once('exit', () => reject(new Error(`${command[0]} ended at once`)));
    createInterface(child.stdio[readyFd]).once('line', (text) => {
      clearTimeout(late);
      resolve(text);
    });
  });
  return { line, stop: () => child.kill('SIGKILL') };
}

/** Resolves to the environment for programs with a window, and to how to end it. */
export async function startDisplay() {
  const servers = [];
  const stop = () => servers.forEach((server) => server.stop());
  const env = {};
  const open = async (command, readyFd) => {
    const server = startServer(command, readyFd);
    servers.push(server);
    return await server.line;
  };
  try {
    const screen = ['-screen', '0', '1280x800x24', '-nolisten', 'tcp'];
    env.DISPLAY = `:${await open(['Xvfb', '-displayfd', '3', ...screen], 3)}`;
    if (existsSync('/usr/bin/dbus-daemon')) {
      const address = ['--session', '--nofork', '--nopidfile', '--print-address=1'];
      env.DBUS_SESSION_BUS_ADDRESS = await open(['dbus-daemon', ...address], 1);
    }
    return { env, stop };
  } catch (error) {
    stop();
    throw error;
  }
}
