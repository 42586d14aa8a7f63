import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { plainError, root, run, tool } from './process.mjs';

/** `npm ci` when node_modules does not belong to package-lock.json and this Node. */
export async function ensureDeps() {
  const stamp = tool('.quayside-lock');
  const wanted = createHash('sha256')
    .update(readFileSync(`${root}/package-lock.json`))
    .update(process.versions.modules)
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return 'up to date';
  const { code, output } = await run(['npm', 'ci', '--no-audit', '--no-fund', '--loglevel=error'], { quiet: true });
  if (code !== 0) throw plainError(`npm ci failed:\n${output}`);
  writeFileSync(stamp, wanted);
  return 'installed with npm ci';
}
