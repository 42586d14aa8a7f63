// Stands in for Electron's own default app in the fall-back runtime: loads the application named on
// the command line (`electron .`) and honours `-r <module>`, which Playwright uses.
// An ES module with a top-level await, so that `ready` waits until the application is loaded; with
// CommonJS and an asynchronous import, registerSchemesAsPrivileged came too late.
import * as fs from 'node:fs';
import Module from 'node:module';
import * as path from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron/main';

function parse(argv) {
  const required = [];
  for (let i = 0; i < argv.length; i++) {
    const argument = argv[i];
    if (argument === '-r' || argument === '--require') required.push(argv[++i]);
    else if (argument.startsWith('--app=')) return { required, target: argument.slice('--app='.length) };
    else if (argument === '--version' || argument === '-v') return { required, version: true };
    else if (!argument.startsWith('-')) return { required, target: argument };
  }
  return { required };
}

const asked = parse(process.argv.slice(1));
if (asked.version) {
  console.log(`v${process.versions.electron}`);
  process.exit(0);
}
if (!asked.target) {
  console.error('usage: electron <folder>');
  process.exit(2);
}
if (asked.required.length > 0) Module._preloadModules(asked.required);

try {
  Object.defineProperty(process, 'defaultApp', { configurable: false, enumerable: true, value: true });
  const folder = path.resolve(asked.target);
  const manifest = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
  if (manifest.version) app.setVersion(manifest.version);
  app.name = manifest.productName ?? manifest.name ?? app.name;
  app.setDesktopName(manifest.desktopName ?? `${app.name}.desktop`);
  app.setAppPath(folder);
  await import(pathToFileURL(Module._resolveFilename(folder, null, true)).href);
} catch (error) {
  console.error(error);
  process.exit(1);
}
