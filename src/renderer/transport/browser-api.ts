import { toDisposable } from '#shared/base/disposable.ts';
import type { Client } from '#shared/client/client.ts';
import type { CallIn, CommandName, Result } from '#shared/contract/index.ts';
import { MACHINE_SETTINGS, settings as settingsShape, type Settings } from '#shared/contract/settings.ts';
import type { Watcher } from '#shared/client/watcher.ts';
import type { Api } from '#renderer/transport/api.ts';

const KEY = 'quayside.settings';

/**
 * The client as a browser's stores see it: how the page looks is the browser's own affair and kept there, for the
 * server's settings are of the computer that it runs on and no viewer's business.
 */
export function browserApi(client: Client): Api {
  let watcher: Watcher<'settings'> | undefined;
  const tell = (settings: Settings): void => watcher?.onWhole?.(settings);
  // Another tab of this browser changed them.
  const onStorage = (event: StorageEvent): void => {
    if (event.key === KEY) tell(readSettings());
  };
  return {
    get state() {
      return client.state;
    },
    get hello() {
      return client.hello;
    },
    onState: (listener) => client.onState(listener),
    subscribe: (channel, params, given, options) => {
      if (channel !== 'settings') return client.subscribe(channel, params, given, options);
      watcher = given as unknown as Watcher<'settings'>;
      addEventListener('storage', onStorage);
      queueMicrotask(() => tell(readSettings()));
      const end = toDisposable(() => {
        watcher = undefined;
        removeEventListener('storage', onStorage);
      });
      return { dispose: () => end.dispose(), input: () => Promise.resolve() };
    },
    call: async <C extends CommandName>(command: C, params: CallIn<C>): Promise<Result<C>> => {
      if (command !== 'settings.set') return client.call(command, params);
      const ofMachine = MACHINE_SETTINGS.filter((key) => key in params);
      if (ofMachine.length > 0) {
        const all = (await client.call('settings.set', params as CallIn<'settings.set'>)) as Settings;
        return { ...readSettings(), ...Object.fromEntries(ofMachine.map((key) => [key, all[key]])) } as Result<C>;
      }
      const settings = settingsShape.parse({ ...readSettings(), ...params });
      localStorage.setItem(KEY, JSON.stringify(settings));
      return settings as Result<C>;
    },
  };
}

/** What this browser kept; what is no longer understood gives way to what is usual. */
function readSettings(): Settings {
  try {
    return settingsShape.parse(JSON.parse(localStorage.getItem(KEY) ?? '{}'));
  } catch {
    return settingsShape.parse({});
  }
}
