import { type Disposable, toDisposable } from '#shared/base/disposable.ts';
import type { Watcher } from '#shared/client/watcher.ts';
import type { Container } from '#shared/contract/containers.ts';
import type { ChannelName, Item, ParamsIn, Whole } from '#shared/contract/index.ts';
import { DEFAULT_SETTINGS, type Settings } from '#shared/contract/settings.ts';
import { FakeApi } from '#testing/fake-api.ts';
import { hostileContainers, sampleContainers } from '#testing/gallery/sample-containers.ts';
import { withImageIds } from '#testing/gallery/sample-images.ts';

type Feed<C extends ChannelName> = (watcher: Watcher<C>, params: ParamsIn<C>) => Disposable | undefined;

/**
 * The server that the gallery plays: its containers, what the address asks for, and which channel is filled how. Each
 * screen's part (`play-*.ts`) adds its own channels here and its commands to `api.handlers`.
 */
export class GalleryWorld {
  readonly api = new FakeApi();
  readonly query = new URLSearchParams(location.search);
  readonly startedAt = Date.now();
  readonly isEmpty = this.query.has('empty');
  /** As they are set, until the page is loaded anew. */
  settings: Settings = {
    ...DEFAULT_SETTINGS,
    theme: (this.query.get('theme') as Settings['theme'] | null) ?? 'system',
    ...(this.query.get('access') === 'on' ? { remoteHost: '192.168.1.24' } : {}),
  };
  readonly #containers = containersFor(this.query);
  readonly #feeds = new Map<ChannelName, Feed<ChannelName>>();

  constructor() {
    this.api.onSubscribe = (channel, params, watcher) =>
      this.#feeds.get(channel)?.(watcher, params as ParamsIn<ChannelName>);
  }

  get containers(): Container[] {
    return [...this.#containers.values()];
  }

  container(id: unknown): Container | undefined {
    return this.#containers.get(String(id));
  }

  change(id: unknown, more: Partial<Container>): void {
    const container = this.container(id);
    if (!container) return;
    this.#containers.set(container.id, { ...container, ...more });
    this.api.watcher('containers', {}).onItems?.([{ upsert: [{ ...container, ...more }] }], 0);
  }

  /** Fills each subscription of a channel by itself. */
  feed<C extends ChannelName>(channel: C, feed: Feed<C>): void {
    this.#feeds.set(channel, (watcher, params) => feed(watcher, params as ParamsIn<C>));
  }

  /** Sends a state's value once; undefined: nothing is known yet. */
  whole<C extends ChannelName>(channel: C, value: () => Whole<C> | undefined): void {
    this.feed(channel, (watcher) => {
      queueMicrotask(() => {
        const whole = value();
        if (whole !== undefined) watcher.onWhole?.(whole);
      });
      return undefined;
    });
  }

  /** Sends items once. */
  items<C extends ChannelName>(channel: C, items: () => readonly Item<C>[]): void {
    this.feed(channel, (watcher) => {
      queueMicrotask(() => watcher.onItems?.(items(), 0));
      return undefined;
    });
  }

  /** Nothing moves at rate 0, so that a picture is the same whenever it is taken. */
  every(ms: number, run: () => void): Disposable | undefined {
    if (this.query.get('rate') === '0') return undefined;
    const timer = setInterval(run, ms);
    return toDisposable(() => clearInterval(timer));
  }
}

/** An answer that takes its time, as the engine's does. */
export const later = <T>(ms: number, value: () => T): Promise<T> =>
  new Promise((resolve) => setTimeout(() => resolve(value()), ms));

/** Which plan of a prune is asked for. */
export const whichOf = ({ filters }: Record<string, unknown>): string =>
  String((filters as { which?: string } | undefined)?.which);

export const now = (): string => new Date().toISOString();

function containersFor(query: URLSearchParams): Map<string, Container> {
  const found = query.has('empty') ? [] : withImageIds(sampleContainers());
  const many = Array.from({ length: Number(query.get('many') ?? 0) }, (_, i) => {
    const id = `f${String(i).padStart(5, '0')}`.padEnd(64, '0');
    return { ...(sampleContainers()[0] as Container), id, name: `many-${i}`, stack: `stack-${i % 20}` };
  });
  const hostile = query.has('hostile') ? hostileContainers() : [];
  return new Map([...found, ...many, ...hostile].map((container) => [container.id, container]));
}
