// npm run package [-- deb | dir | AppImage | dmg | nsis]
//
// On Linux a .deb, made without any download: electron-builder lays out the program from the Electron that is in
// place, and Debian's own dpkg-deb packs it. electron-builder's targets deb, AppImage, dmg and nsis fetch tools from
// GitHub; the last three are there for machines that can reach it.
import * as fs from 'node:fs';
import * as path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from './build.mjs';
import { debPackage } from './lib/deb-package.mjs';
import { electronInPlace } from './lib/ensure-electron.mjs';
import { main, plainError, root, run, step, tool } from './lib/process.mjs';
import { install } from './setup.mjs';

const OWN_TARGET = { linux: 'deb', darwin: 'dmg', win32: 'nsis' };
const PLATFORM = { AppImage: 'linux', dir: process.platform, deb: 'linux', dmg: 'darwin', nsis: 'win32' };
const FLAG = { linux: '--linux', darwin: '--mac', win32: '--win' };
const dist = path.join(root, 'dist');

/** Makes one target from what `npm run build` made. Resolves to the file or folder. */
export async function packageApp(target, folder = dist) {
  if (PLATFORM[target] !== process.platform)
    throw plainError(
      `${target} cannot be made on ${process.platform}; here: npm run package -- ${OWN_TARGET[process.platform]}`,
    );
  const runtime = electronInPlace();
  if (!runtime) throw plainError('Electron is not in place: run npm run setup.');
  const unpacked = path.join(folder, 'linux-unpacked');
  if (target === 'deb' || target === 'dir') fs.rmSync(unpacked, { recursive: true, force: true });
  const builderTarget = target === 'deb' ? 'dir' : target;
  const options = [
    `-c.electronVersion=${runtime.version}`,
    `-c.electronDist=${fs.realpathSync(tool('electron/dist'))}`,
    `-c.directories.output=${folder}`,
  ];
  const command = [process.execPath, tool('electron-builder/out/cli/cli.js'), FLAG[process.platform], builderTarget];
  const { code, output } = await run([...command, '--publish=never', ...options], { quiet: true });
  if (code !== 0) throw plainError(`electron-builder failed:\n${output.slice(-3000)}`);
  if (process.platform !== 'linux' || builderTarget !== 'dir') return folder;
  // The runtime's own program, for when there is no app, and what says where the runtime came from.
  for (const name of ['resources/default_app.asar', 'quayside-runtime.json'])
    fs.rmSync(path.join(unpacked, name), { force: true });
  return target === 'deb' ? await debPackage(unpacked, folder) : unpacked;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  main(async () => {
    const target = process.argv[2] ?? OWN_TARGET[process.platform];
    if (!(target in PLATFORM))
      throw plainError(`Unknown target ${target}; known: ${Object.keys(PLATFORM).join(', ')}.`);
    await install(['desktop']);
    await step('build', 'building', build);
    let made = '';
    await step('package', 'packing', async () => {
      made = await packageApp(target);
      return path.relative(root, made);
    });
    const { version, from } = electronInPlace();
    if (!from.includes('official'))
      console.log(`[package] Made with Electron ${version} from ${from}. Do not hand it out.`);
  });
}
