import type { ImageProgress } from '#main/engine/image-json.ts';
import type { TransferLayer } from '#shared/contract/image-jobs.ts';

type LayerStatus = TransferLayer['status'];

interface Layer {
  readonly id: string;
  status: LayerStatus;
  bytesDone: number;
  bytesTotal: number | null;
  /** Of the unpacking, 0 to 1. */
  unpacked: number;
  retryInSeconds: number | null;
}

/** Fetching takes the longer part of a layer's time, unpacking the rest. */
const FETCH_SHARE = 0.8;

const STATUSES: readonly [RegExp, LayerStatus][] = [
  [/^(Pulling fs layer|Waiting|Preparing)/, 'waiting'],
  [/^(Downloading|Pushing)/, 'moving'],
  [/^(Verifying Checksum|Download complete)/, 'fetched'],
  [/^Extracting/, 'unpacking'],
  [/^(Pull complete|Already exists|Pushed|Layer already exists|Mounted from)/, 'done'],
  [/^Retrying in/, 'retrying'],
];

/** What Docker tells of a pull or a push, layer by layer, added up. The share never goes back. */
export class TransferProgress {
  readonly #layers = new Map<string, Layer>();
  #share = 0;
  /** The last thing said of the whole: "Status: Downloaded newer image for nginx:1.27". */
  summary: string | undefined;

  /** True: it tells of more than before, and is not only a count-down or the same once more. */
  take({ id, status, currentBytes, totalBytes }: ImageProgress): boolean {
    if (status === undefined) return false;
    const known = STATUSES.find(([pattern]) => pattern.test(status))?.[1];
    if (id === undefined || known === undefined) {
      this.summary = status;
      return true;
    }
    const layer = this.#layerOf(id);
    const was = `${layer.status} ${layer.bytesDone} ${layer.unpacked}`;
    layer.status = known;
    layer.retryInSeconds = known === 'retrying' ? Number(/\d+/.exec(status)?.[0] ?? 0) : null;
    if (known === 'moving') {
      // After a broken connection Docker goes on where it was, and counts only what is left.
      const whole = Math.max(layer.bytesTotal ?? 0, totalBytes ?? 0);
      const before = totalBytes === undefined ? 0 : whole - totalBytes;
      layer.bytesDone = currentBytes === undefined ? layer.bytesDone : before + currentBytes;
      layer.bytesTotal = whole === 0 ? null : whole;
    } else if (known === 'unpacking') {
      const total = totalBytes ?? layer.bytesTotal;
      if (total) layer.unpacked = Math.min(1, (currentBytes ?? 0) / total);
    }
    if (known === 'fetched' || known === 'unpacking' || known === 'done')
      layer.bytesDone = layer.bytesTotal ?? layer.bytesDone;
    return known !== 'retrying' && was !== `${layer.status} ${layer.bytesDone} ${layer.unpacked}`;
  }

  get layers(): TransferLayer[] {
    return [...this.#layers.values()].map(({ id, status, bytesDone, bytesTotal }) => ({
      id,
      status,
      bytesDone,
      bytesTotal,
    }));
  }

  get bytesDone(): number {
    return this.#sum(({ bytesDone }) => bytesDone);
  }

  /** Of the layers whose size is known by now: Docker names it when it begins to fetch one. */
  get bytesTotal(): number {
    return this.#sum(({ bytesTotal, bytesDone }) => bytesTotal ?? bytesDone);
  }

  /** 0 to 1, null while no layer is known. A layer of unknown size counts like the middle of the others. */
  get share(): number | null {
    const layers = [...this.#layers.values()];
    if (layers.length === 0) return null;
    const known = layers.flatMap(({ bytesTotal }) => bytesTotal ?? []);
    const usual = known.length > 0 ? known.reduce((sum, bytes) => sum + bytes, 0) / known.length : 1;
    const weights = layers.map(({ bytesTotal }) => Math.max(1, bytesTotal ?? usual));
    const whole = weights.reduce((sum, weight) => sum + weight, 0);
    const done = layers.reduce((sum, layer, i) => sum + (weights[i] ?? 0) * shareOf(layer), 0);
    this.#share = Math.max(this.#share, done / whole);
    return this.#share;
  }

  /** Seconds until Docker's own next attempt, where a layer waits for one. */
  get retryInSeconds(): number | null {
    const waiting = [...this.#layers.values()].flatMap(({ retryInSeconds }) => retryInSeconds ?? []);
    return waiting.length === 0 ? null : Math.min(...waiting);
  }

  #layerOf(id: string): Layer {
    let layer = this.#layers.get(id);
    if (!layer) {
      layer = { id, status: 'waiting', bytesDone: 0, bytesTotal: null, unpacked: 0, retryInSeconds: null };
      this.#layers.set(id, layer);
    }
    return layer;
  }

  #sum(of: (layer: Layer) => number): number {
    return [...this.#layers.values()].reduce((sum, layer) => sum + of(layer), 0);
  }
}

function shareOf({ status, bytesDone, bytesTotal, unpacked }: Layer): number {
  if (status === 'done') return 1;
  if (status === 'fetched') return FETCH_SHARE;
  if (status === 'unpacking') return FETCH_SHARE + (1 - FETCH_SHARE) * unpacked;
  return bytesTotal ? FETCH_SHARE * Math.min(1, bytesDone / bytesTotal) : 0;
}
