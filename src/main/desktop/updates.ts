import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Disposable, DisposableStore } from '#shared/base/disposable.ts';
import { Emitter } from '#shared/base/emitter.ts';
import type { UpdateState } from '#shared/contract/updates.ts';
import { AppError } from '#shared/protocol/errors.ts';
import type { Updates } from '#main/compose.ts';
import type { SettingsStore } from '#main/settings/settings-port.ts';

/** Not while the window and its containers come up. */
const FIRST_MS = 10_000;
const AGAIN_MS = 24 * 3_600_000;

/**
 * Looks for a newer version where the program brings its own: the packages that electron-builder makes have a file that says
 * where to ask. The .deb has none, for apt updates it, and neither has the source tree.
 */
export class AppUpdates implements Updates, Disposable {
  readonly #settings: SettingsStore;
  readonly #changes = new Emitter<UpdateState>();
  readonly #store = new DisposableStore();
  #state: UpdateState = { state: 'none' };
  #updater: ReturnType<typeof loadUpdater> | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(settings: SettingsStore) {
    this.#settings = settings;
    if (!existsSync(join(process.resourcesPath, 'app-update.yml'))) return;
    this.#plan(FIRST_MS);
    this.#store.add({ dispose: () => clearTimeout(this.#timer) });
  }

  current(): UpdateState {
    return this.#state;
  }

  onChange(listener: (state: UpdateState) => void): Disposable {
    return this.#changes.on(listener);
  }

  async load(): Promise<void> {
    if (this.#state.state === 'none') throw new AppError('not_found', 'There is no newer version of Quayside.');
    if (this.#state.state === 'loading' || this.#state.state === 'ready') return;
    const { version } = this.#state;
    this.#set({ state: 'loading', version });
    try {
      await (await this.#open()).downloadUpdate();
      this.#set({ state: 'ready', version });
    } catch (thrown) {
      const message = thrown instanceof Error ? (thrown.message.split('\n')[0] ?? '') : String(thrown);
      this.#set({ state: 'failed', version, message });
    }
  }

  dispose(): void {
    this.#store.dispose();
    this.#changes.clear();
  }

  #plan(ms: number): void {
    this.#timer = setTimeout(() => {
      void this.#look().finally(() => this.#plan(AGAIN_MS));
    }, ms);
    this.#timer.unref();
  }

  async #look(): Promise<void> {
    if (!this.#settings.get().lookForUpdates || this.#state.state !== 'none') return;
    try {
      const found = await (await this.#open()).checkForUpdates();
      if (found?.isUpdateAvailable) this.#set({ state: 'available', version: found.updateInfo.version });
    } catch {
      // No network, or nobody answers there: tomorrow is soon enough, and no one is told of it.
    }
  }

  #open(): ReturnType<typeof loadUpdater> {
    return (this.#updater ??= loadUpdater());
  }

  #set(state: UpdateState): void {
    this.#state = state;
    this.#changes.fire(state);
  }
}

/** 0.6 MB of code, read when it is first needed. */
async function loadUpdater() {
  const { default: library } = await import('electron-updater');
  const { autoUpdater } = library;
  autoUpdater.autoDownload = false;
  autoUpdater.autoInstallOnAppQuit = true;
  autoUpdater.logger = null;
  // Each failure is the rejection of a call as well; without a listener it would be thrown.
  autoUpdater.on('error', () => undefined);
  return autoUpdater;
}
