import { useLocation } from 'wouter';
import type { Settings } from '#shared/contract/settings.ts';
import { useCommands } from '#renderer/views/use-commands.ts';
import { useStores } from '#renderer/views/stores-context.tsx';

/** Percent; the design asks for 80 to 200. */
const ZOOMS = [80, 90, 100, 110, 125, 150, 175, 200];

/** The zoom one step up or down from where it is. */
export function nextZoom(zoom: number, step: 1 | -1): number {
  const next = step > 0 ? ZOOMS.find((one) => one > zoom) : ZOOMS.findLast((one) => one < zoom);
  return next ?? zoom;
}

const LANDMARKS = 'header.topbar, nav.sidebar, main.main, aside, footer.status';
const FOCUSABLE = 'a[href], button:not(:disabled), input, [tabindex="0"]';

/** The next landmark that can take the focus (F6 goes round, the terminal included). */
function goToLandmark(step: 1 | -1): void {
  const marks = [...document.querySelectorAll<HTMLElement>(LANDMARKS)];
  const has = marks.findIndex((mark) => mark.contains(document.activeElement));
  // From nowhere, as after a screen was changed by its key, what one came for is the next.
  const at = has >= 0 ? has : marks.findIndex(({ id }) => id === 'main') - step;
  for (let i = 1; i <= marks.length; i++) {
    const mark = marks[(at + step * i + marks.length * 2) % marks.length];
    const wished = mark?.querySelectorAll<HTMLElement>('[data-focus-first], [aria-current="page"]') ?? [];
    const others = mark?.querySelectorAll<HTMLElement>(FOCUSABLE) ?? [];
    for (const one of [...wished, ...others]) {
      one.focus();
      // What is not drawn at this width does not take it.
      if (document.activeElement === one) return;
    }
  }
}

/** What the frame itself can do, on every screen. */
export function useFrameCommands(isNarrow: boolean): void {
  const [, go] = useLocation();
  const { settings, announcer, session, connection } = useStores();
  const set = (change: Partial<Settings>, words?: string): void => {
    void settings.set(change);
    if (words !== undefined) announcer.say(words);
  };
  const zoom = (percent: number): void => set({ zoom: percent }, `Zoom ${percent} %`);
  useCommands({
    'history.back': () => window.history.back(),
    'history.forward': () => window.history.forward(),
    'pane.next': () => goToLandmark(1),
    'pane.previous': () => goToLandmark(-1),
    'sidebar.fold': isNarrow ? undefined : () => set({ sidebarFolded: !settings.value.sidebarFolded }),
    'density.switch': () => {
      const density = settings.value.density === 'compact' ? 'comfortable' : 'compact';
      set({ density }, `Density: ${density}`);
    },
    // A browser has its own zoom, on the same keys.
    'zoom.in': connection.isBrowser ? undefined : () => zoom(nextZoom(settings.value.zoom, 1)),
    'zoom.out': connection.isBrowser ? undefined : () => zoom(nextZoom(settings.value.zoom, -1)),
    'zoom.reset': connection.isBrowser ? undefined : () => zoom(100),
    'theme.system': () => set({ theme: 'system' }),
    'theme.dark': () => set({ theme: 'dark' }),
    'theme.light': () => set({ theme: 'light' }),
    'go.overview': () => go('/overview'),
    'go.containers': () => go('/containers'),
    'go.logs': () => go('/logs'),
    'go.images': session.can('images.list') ? () => go('/images') : undefined,
    'go.volumes': session.can('volumes.list') ? () => go('/volumes') : undefined,
    'go.networks': session.can('networks.list') ? () => go('/networks') : undefined,
    'go.stacks': session.can('stacks.list') ? () => go('/stacks') : undefined,
    'go.remote': session.can('devices.list') ? () => go('/remote') : undefined,
    'go.activity': () => go('/activity'),
    'go.host': session.can('system.info') ? () => go('/host') : undefined,
    'go.appLog': session.can('appLogs.query') ? () => go('/app-log') : undefined,
    'go.logSearch': () => go('/logs/search'),
    'go.ports': session.can('ports.list') ? () => go('/host/ports') : undefined,
    'go.alerts': session.can('alerts.set') ? () => go('/app-log/alerts') : undefined,
    'go.settings': () => go('/settings'),
  });
}
