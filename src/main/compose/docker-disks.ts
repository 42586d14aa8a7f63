import type { Engine } from '#main/engine/engine.ts';
import { engineInfoOf } from '#main/engine/engine-info.ts';
import type { Engines } from '#main/engine/engines.ts';
import { diskShares, ROOT } from '#main/host/disk-shares.ts';

/** As of any read. */
const INFO_MS = 5000;

/** How full the disk is, and the one Docker keeps its data on where that is this computer's. */
export function dockerDisks(engines: Engines, engineOf: (name: string) => Engine): () => ReturnType<typeof diskShares> {
  let folder: string | undefined;
  engines.onChanged(() => (folder = undefined));
  return async () => {
    if (folder === undefined && engines.status().state === 'connected') {
      const info = await engineInfoOf(engineOf('default'), AbortSignal.timeout(INFO_MS)).catch(() => undefined);
      if (info) folder = info.isRemote ? ROOT : info.rootDir;
    }
    return diskShares(folder === undefined ? [ROOT] : [ROOT, folder]);
  };
}
