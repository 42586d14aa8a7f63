import type { Clock } from '#shared/base/clock.ts';
import type { Api } from '#renderer/transport/api.ts';
import { LogFeed } from '#renderer/stores/log-feed.ts';
import type { SettingsStore } from '#renderer/stores/settings-store.ts';
import type { Visibility } from '#renderer/stores/visibility.ts';

/** Logs that were looked at lately stay, so that going back shows them where they were left. */
const KEPT = 6;

export class LogsStore {
  readonly #feeds = new Map<string, LogFeed>();
  readonly #api: Api;
  readonly #clock: Clock;
  readonly #visibility: Visibility;
  readonly #settings: SettingsStore;

  constructor(api: Api, clock: Clock, visibility: Visibility, settings: SettingsStore) {
    this.#api = api;
    this.#clock = clock;
    this.#visibility = visibility;
    this.#settings = settings;
  }

  feed(container: string): LogFeed {
    const { logPaneLines, logReplayLines } = this.#settings.value;
    const sizes = { paneLines: logPaneLines, replayLines: logReplayLines };
    let feed = this.#feeds.get(container);
    if (feed) {
      this.#feeds.delete(container);
      feed.keep(logPaneLines);
    } else feed = new LogFeed(container, this.#api, this.#clock, this.#visibility, sizes);
    // Last used last: the oldest one that nobody has open is given up first.
    this.#feeds.set(container, feed);
    for (const [id, other] of this.#feeds) {
      if (this.#feeds.size <= KEPT) break;
      if (!other.isOpen && other !== feed) this.#feeds.delete(id);
    }
    return feed;
  }
}
