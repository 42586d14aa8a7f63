import { Hub, type HubOptions, type HubSubscription } from '#main/hub/hub.ts';
import type { Sources } from '#main/hub/source.ts';
import type { ChannelName } from '#shared/contract/index.ts';
import { channels } from '#shared/contract/index.ts';
import { AppError } from '#shared/protocol/errors.ts';
import type { Credit } from '#shared/protocol/link.ts';
import { packedCount } from '#shared/lines/chunk.ts';
import { FakeClock } from './fake-clock.ts';
import { ManualSource } from './manual-source.ts';

/** Everything a watcher was told, in order. */
export interface Told {
  kind: 'batch' | 'gap' | 'status' | 'end';
  from?: number;
  next?: number;
  items?: readonly unknown[];
  packed?: Uint8Array;
  whole?: boolean;
  dropped?: number | null;
  status?: string;
  reason?: string;
  code?: string;
}

export interface WatcherFixture {
  subscription: HubSubscription;
  told: Told[];
  isReady: boolean;
  items(): unknown[];
}

export interface WatchOptions {
  channel?: ChannelName;
  params?: Record<string, unknown>;
  view?: { tail?: number; points?: number };
  since?: { epoch: string; seq: number };
  credit?: Credit | undefined;
  packed?: boolean;
  audience?: string;
}

/** A hub on a fake clock whose channels are all fed by one manual source. */
export function hubFixture(more: Partial<HubOptions> = {}) {
  const clock = new FakeClock();
  const source = new ManualSource();
  let epochs = 0;
  const engineReady: (() => void)[] = [];
  const sources = Object.fromEntries(Object.keys(channels).map((name) => [name, source])) as unknown as Sources;
  const hub = new Hub({
    sources,
    clock,
    newEpoch: () => String(++epochs).padStart(8, '0'),
    toError: (thrown) => (thrown instanceof AppError ? thrown : new AppError('internal', String(thrown))),
    engineReady: (_engine, signal) =>
      new Promise((resolve) => {
        const ready = (): void => {
          signal.removeEventListener('abort', ready);
          resolve();
        };
        engineReady.push(ready);
        signal.addEventListener('abort', ready);
      }),
    ...more,
  });
  const watch = async (options: WatchOptions = {}): Promise<WatcherFixture> => {
    const told: Told[] = [];
    const fixture = { told, isReady: true } as WatcherFixture;
    fixture.items = () => told.flatMap((one) => (one.kind === 'batch' ? [...(one.items ?? [])] : []));
    const opening = hub.subscribe({
      channel: options.channel ?? 'logs:stream',
      params: options.params ?? { engine: 'default', container: 'c1' },
      view: options.view ?? {},
      since: options.since,
      audience: options.audience ?? '',
      credit: 'credit' in options ? options.credit : { bytes: 4 * 1024 * 1024 },
      wantsPacked: options.packed ?? false,
      isReady: () => fixture.isReady,
      delivery: {
        batch: (data) => told.push({ kind: 'batch', ...data }),
        gap: (data) => told.push({ kind: 'gap', ...data }),
        status: (data) =>
          told.push({ kind: 'status', status: data.status, ...(data.error ? { code: data.error.code } : {}) }),
        end: (data) =>
          told.push({ kind: 'end', reason: data.reason, ...(data.error ? { code: data.error.code } : {}) }),
      },
    });
    await clock.advance(0);
    if (source.openings.length > 0 && !fixture.subscription) {
      // Answerable once ready; tests that want to see the time before call `hub.subscribe` themselves.
      const isFresh = hub.inspect().some((stream) => stream.state === 'starting');
      if (isFresh) source.current.sink.ready();
    }
    fixture.subscription = await opening;
    fixture.subscription.start();
    return fixture;
  };
  return { clock, source, hub, watch, engineBack: () => engineReady.splice(0).forEach((ready) => ready()) };
}

/** Checks what a watcher was told against what the stream carried: each number once, or counted as lost. */
export function account(told: readonly Told[], start: number): { received: number; lost: number; next: number } {
  let next = start;
  let received = 0;
  let lost = 0;
  for (const one of told) {
    if (one.kind === 'gap') {
      if (one.next !== next + (one.dropped ?? 0))
        throw new Error(`gap to ${one.next} from ${next} says ${one.dropped} dropped`);
      lost += one.dropped ?? 0;
      next = one.next ?? next;
    } else if (one.kind === 'batch') {
      const count = one.packed ? packedCount(one.packed) : (one.items?.length ?? 0);
      if (one.from !== next) throw new Error(`batch begins at ${one.from}, expected ${next}`);
      if ((one.from ?? 0) + count !== one.next) throw new Error(`batch ${one.from}+${count} is not ${one.next}`);
      received += count;
      next = one.next ?? next;
    }
  }
  return { received, lost, next };
}
