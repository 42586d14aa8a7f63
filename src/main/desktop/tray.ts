import { join } from 'node:path';
import { nativeImage } from 'electron/common';
import { app, clipboard, dialog, Menu, type MenuItemConstructorOptions, Tray } from 'electron/main';
import { systemClock } from '#shared/base/clock.ts';
import { DisposableStore, toDisposable, type Disposable } from '#shared/base/disposable.ts';
import type { Client } from '#shared/client/client.ts';
import type { SettingsStore } from '#main/settings/settings-port.ts';
import type { ContainerVerb, TrayAct, TrayIcon, TrayItem, TrayLook } from '#main/tray/tray-model.ts';
import { TrayWatch } from '#main/tray/tray-watch.ts';
import type { WindowDoor } from '#main/desktop/window-door.ts';

export interface TrayParts {
  /** With the rights of the person at this computer. */
  readonly client: Client;
  readonly door: WindowDoor;
  readonly settings: SettingsStore;
  /** Folder of the program's pictures. */
  readonly resources: string;
  /** Shows the window, at an address of its own where one is given. */
  readonly show: (address: string | undefined) => void;
}

/** The tray: what it shows is `main/tray`; here it is drawn, and its acts are done. */
export function openTray({ client, door, settings, resources, show }: TrayParts): Disposable {
  const store = new DisposableStore();
  const run = (act: TrayAct): void => {
    switch (act.do) {
      case 'show':
        return show(act.address);
      case 'copy':
        return void clipboard.writeText(act.text);
      case 'quit':
        return app.quit();
      default:
        void actOn(client, act);
    }
  };
  const icons = iconsIn(join(resources, 'tray'));
  let tray: Tray | undefined;
  const draw = (look: TrayLook): void => {
    if (!tray) {
      tray = new Tray(icons[look.icon]);
      // Windows and some desktops of Linux tell of a click; the menu does all of it as well.
      tray.on('click', () => show(undefined));
    } else tray.setImage(icons[look.icon]);
    tray.setToolTip(look.tooltip);
    // Set anew each time: on Linux a menu that was handed over does not change.
    tray.setContextMenu(Menu.buildFromTemplate(templateOf(look.menu, run)));
  };
  store.add(
    new TrayWatch({
      client,
      clock: systemClock,
      machine: () => door.machine(),
      samples: () => door.samples(),
      dismissed: () => settings.get().dismissed,
      onLook: draw,
    }),
  );
  store.add(toDisposable(() => tray?.destroy()));
  return store;
}

const templateOf = (items: readonly TrayItem[], run: (act: TrayAct) => void): MenuItemConstructorOptions[] =>
  items.map((item) => {
    if (item === 'line') return { type: 'separator' };
    // An "&" would underline the next letter.
    const label = item.label.replaceAll('&', '&&');
    if ('items' in item) return { label, submenu: templateOf(item.items, run) };
    return 'act' in item ? { label, click: () => run(item.act) } : { label, enabled: false };
  });

function iconsIn(folder: string): Record<TrayIcon, Electron.NativeImage> {
  // macOS draws a template in the colour of its bar; the others get one that shows on light and dark.
  const end = process.platform === 'darwin' ? 'Template.png' : '.png';
  const icon = (name: TrayIcon): Electron.NativeImage => nativeImage.createFromPath(join(folder, `${name}${end}`));
  return { well: icon('well'), attention: icon('attention'), unreachable: icon('unreachable') };
}

const COMMANDS = {
  start: 'containers.start',
  stop: 'containers.stop',
  restart: 'containers.restart',
} as const satisfies Record<ContainerVerb, string>;

/** What fails is said at once: whoever asked looks at the screen, and the window may be hidden. */
async function actOn(client: Client, act: Extract<TrayAct, { do: ContainerVerb }>): Promise<void> {
  const done = await Promise.allSettled(
    act.containers.map((container) => client.call(COMMANDS[act.do], { container })),
  );
  const errors = done.flatMap((one) => (one.status === 'rejected' ? [(one.reason as Error).message] : []));
  if (errors.length === 0) return;
  const detail = [...new Set(errors)].join('\n');
  await dialog.showMessageBox({
    type: 'error',
    message: `Couldn't ${act.do} ${act.name}.`,
    detail,
    buttons: ['Close'],
  });
}
