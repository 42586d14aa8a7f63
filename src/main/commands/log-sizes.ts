import type { HandlerDeps } from '#main/commands/deps.ts';
import { containerSpecOf } from '#shared/format/container-spec-of.ts';
import { logFilesOf } from '#main/engine/log-files.ts';
import type { Engine } from '#main/engine/engine.ts';
import type { LogSizes } from '#shared/contract/host.ts';
import { AppError } from '#shared/protocol/errors.ts';

/** How a log can be held small is looked up for these alone: each costs an inspect. */
const LARGEST = 10;
/** Docker's own of the driver "local", which always rotates. */
const LOCAL_LIMIT = '20m';

const WHY = {
  remote: "Docker runs on another computer, whose files can't be read from here.",
  simulated: 'Simulated containers have no files.',
  denied: "Docker's folder can be read by root alone.",
  missing: "Docker's folder is not to be seen on this computer.",
} as const;

/** What logs take on disk, by the engine's own files; asked for and never looked at by itself. */
export async function logSizes(deps: HandlerDeps, name: string, signal: AbortSignal): Promise<LogSizes> {
  const engine = deps.engineOf(name);
  const unknown = (why: keyof typeof WHY): LogSizes => ({ bytes: null, why: WHY[why], count: 0, largest: [] });
  if (engine.isSimulated) return unknown('simulated');
  const { rootDir, isRemote } = await deps.engineInfo(name, signal);
  if (isRemote) return unknown('remote');
  const containers = await deps.containersNow(name);
  const { bytes, refusal } = await logFilesOf(
    rootDir,
    containers.map(({ id }) => id),
    signal,
  );
  if (refusal !== undefined) return unknown(refusal);
  const found = containers
    .map(({ id, name: own }) => ({ container: id, name: own, bytes: bytes.get(id) ?? 0 }))
    .filter((one) => one.bytes > 0)
    .sort((a, b) => b.bytes - a.bytes);
  const largest = await Promise.all(
    found.slice(0, LARGEST).map(async (one) => ({ ...one, limit: await limitOf(engine, one.container, signal) })),
  );
  return { bytes: found.reduce((sum, one) => sum + one.bytes, 0), why: null, count: found.length, largest };
}

async function limitOf(engine: Engine, container: string, signal: AbortSignal): Promise<string | null> {
  try {
    const { logDriver, logOptions } = containerSpecOf(await engine.inspect(container, signal));
    return logOptions['max-size'] ?? (logDriver === 'local' ? LOCAL_LIMIT : null);
  } catch (thrown) {
    // Removed since the list.
    if (thrown instanceof AppError && thrown.code === 'not_found') return null;
    throw thrown;
  }
}
