// What is missing is installed; a second run finds all in place and only builds.
import { pathToFileURL } from 'node:url';
import { build } from './build.mjs';
import { ensureDeps } from './lib/ensure-deps.mjs';
import { ensureElectron } from './lib/ensure-electron.mjs';
import { ensureSystem } from './lib/ensure-system.mjs';
import { main, step } from './lib/process.mjs';

/** @param {('desktop' | 'engine' | 'test')[]} groups system packages to have */
export async function install(groups) {
  await Promise.all([
    step('npm packages', 'installing', ensureDeps),
    step('system packages', 'installing, this can take a minute', () => ensureSystem(groups)),
  ]);
  await step('Electron', 'looking for a runtime', async () => {
    const { version, from } = await ensureElectron();
    return `${version} from ${from}`;
  });
}

export async function setup(groups) {
  await install(groups);
  await step('build', 'building', build);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) main(() => setup(['desktop']));
