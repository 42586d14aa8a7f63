import type { LogViewChoice, Settings } from '#shared/contract/settings.ts';
import type { SettingsStore } from '#renderer/stores/settings-store.ts';
import type { LogDisplay } from '#renderer/terminal/log/log-display.ts';
import { useStores } from '#renderer/views/stores-context.tsx';

/** How a log is shown: what was chosen for this one, else the general setting. */
export type LogLook = { [K in keyof LogViewChoice]-?: NonNullable<LogViewChoice[K]> };

/** Choices kept; the one changed longest ago leaves. */
const KEPT = 300;
const MIN_FONT = 12;
const MAX_FONT = 28;

export function lookOf(settings: Settings, name: string): LogLook {
  const general: LogLook = {
    tail: settings.logTail,
    times: settings.logTimes,
    millis: settings.logMillis,
    wrap: settings.logWrap,
    numbers: settings.logNumbers,
    tint: settings.logTint,
    fontSize: settings.logFontSize,
  };
  // A phone has no room to go sideways (design section 7), nor for half a row of digits.
  if (window.matchMedia('(max-width: 599px)').matches) Object.assign(general, { wrap: true, millis: false });
  const chosen = Object.hasOwn(settings.logViews, name) ? settings.logViews[name] : undefined;
  return Object.assign(general, chosen);
}

function changeLook(settings: SettingsStore, name: string, change: LogViewChoice): void {
  const { [name]: before, ...others } = settings.value.logViews;
  const kept = Object.fromEntries(Object.entries(others).slice(-(KEPT - 1)));
  void settings.set({ logViews: { ...kept, [name]: { ...before, ...change } } });
}

/** The look of the log of this name, and how to change it; observed by the caller. */
export function useLogLook(name: string): {
  look: LogLook;
  change: (change: LogViewChoice) => void;
  resize: (step: number) => void;
} {
  const { settings } = useStores();
  const look = lookOf(settings.value, name);
  const change = (to: LogViewChoice): void => changeLook(settings, name, to);
  return {
    look,
    change,
    resize: (step) => change({ fontSize: Math.max(MIN_FONT, Math.min(MAX_FONT, look.fontSize + step)) }),
  };
}

/** The look as the pane takes it. */
export function displayOf(
  look: LogLook,
  settings: Settings,
  more: Pick<LogDisplay, 'hasStreams' | 'isRaw' | 'sources'>,
): LogDisplay {
  return {
    tail: look.tail,
    times: look.times,
    hasMillis: look.millis,
    isWrapped: look.wrap,
    hasNumbers: look.numbers,
    hasTint: look.tint,
    fontSize: look.fontSize,
    speaksErrors: settings.logSpeakErrors,
    // The system's own colours reach text, and no canvas or cell.
    painter: window.matchMedia('(forced-colors: active)').matches ? 'plain' : settings.logPainter,
    ...more,
  };
}
