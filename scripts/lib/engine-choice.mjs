// Which engine a start from the source tree gets when nobody named one.
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

function namedContext() {
  try {
    const folder = process.env.DOCKER_CONFIG ?? join(homedir(), '.docker');
    const { currentContext } = JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8'));
    return currentContext && currentContext !== 'default';
  } catch {
    return false;
  }
}

function hasUsualSocket() {
  const runtime = process.env.XDG_RUNTIME_DIR ?? `/run/user/${process.getuid?.() ?? ''}`;
  const home = homedir();
  return [
    '/var/run/docker.sock',
    `${runtime}/docker.sock`,
    `${home}/.docker/run/docker.sock`,
    `${home}/.docker/desktop/docker.sock`,
  ].some((file) => existsSync(file));
}

/**
 * Simulated data when no engine is named and none is found, so that a newcomer sees the main job on
 * any machine. A named engine is never replaced, however dead: the window says what is wrong with it.
 */
export function engineEnv() {
  const isNamed =
    process.env.DOCKER_HOST || process.env.DOCKER_CONTEXT || process.env.QUAYSIDE_ENGINE || namedContext();
  if (isNamed || process.platform === 'win32' || hasUsualSocket()) return {};
  console.log(
    'No Docker engine was found: showing simulated data. `npm start -- --sample` runs a real one (root, Debian).',
  );
  // The second tells the app why, for its banner: nobody chose the simulation.
  return { QUAYSIDE_ENGINE: 'simulated', QUAYSIDE_ENGINE_BECAUSE: 'none-found' };
}
