// A .deb from the unpacked program, by electron-installer-debian and dpkg-deb.
import * as fs from 'node:fs';
import * as path from 'node:path';
import { root } from './process.mjs';

// What the binary is linked to; what these need they name themselves. The second names are those of Ubuntu 24.04.
const DEPENDS = [
  'libgtk-3-0 | libgtk-3-0t64',
  'libnss3',
  'libasound2 | libasound2t64',
  'libgbm1',
  'libcups2 | libcups2t64',
  'libatspi2.0-0 | libatspi2.0-0t64',
];
// Loaded when they are there: notices, the keyring, opening a browser.
const RECOMMENDS = ['libnotify4', 'libsecret-1-0', 'xdg-utils'];
const ARCHITECTURES = { x64: 'amd64', arm64: 'arm64', arm: 'armhf' };

/** @returns the path of the .deb that was made in `folder` */
export async function debPackage(unpacked, folder) {
  // Its presence means that the program looks for updates by itself; what dpkg installed, apt updates.
  fs.rmSync(path.join(unpacked, 'resources/app-update.yml'), { force: true });
  const { Installer } = await import('electron-installer-debian');
  const { name, productName, version, homepage, author } = JSON.parse(
    fs.readFileSync(path.join(root, 'package.json'), 'utf8'),
  );
  const icon = (size) => [`${size}x${size}`, path.join(root, `resources/icons/${size}x${size}.png`)];
  const arch = ARCHITECTURES[process.arch];
  const installer = new Installer({
    src: unpacked,
    dest: folder,
    rename: (to) => path.join(to, `${name}_${version}_${arch}.deb`),
    logger: () => {},
    arch,
    name,
    productName,
    version,
    homepage,
    maintainer: author,
    bin: name,
    genericName: 'Docker manager',
    description: 'See and act on local Docker containers',
    productDescription:
      'Logs, statistics and terminals of the containers on this computer, live, in one window; on request also in a browser.',
    section: 'admin',
    categories: ['Development', 'System'],
    mimeType: ['x-scheme-handler/quayside'],
    compression: 'zstd',
    icon: {
      ...Object.fromEntries([48, 128, 256].map(icon)),
      '512x512': path.join(root, 'resources/icon.png'),
      scalable: path.join(root, 'resources/icon.svg'),
    },
  });
  await installer.generateDefaults();
  // The library's own list names a dozen packages that this program does without.
  Object.assign(installer.defaults, { depends: DEPENDS, recommends: RECOMMENDS, suggests: [] });
  await installer.generateOptions();
  fs.rmSync(path.join(unpacked, 'version'), { force: true }); // the library wanted it
  await installer.createStagingDir();
  await installer.createContents();
  await installer.createPackage();
  await installer.movePackage();
  return path.join(folder, `${name}_${version}_${arch}.deb`);
}
