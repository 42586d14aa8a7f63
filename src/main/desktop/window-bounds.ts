export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export const MIN_WIDTH = 900;
export const MIN_HEIGHT = 600;
const DEFAULT_WIDTH = 1280;
const DEFAULT_HEIGHT = 800;
/** So much of the title bar must be on a screen, or nobody could take hold of the window. */
const GRIP_WIDTH = 120;
const GRIP_HEIGHT = 24;

export interface KeptWindow extends Rectangle {
  readonly isMaximized: boolean;
}

/** What window.json says, or undefined where that is no window. Checked by hand: the window waits for it, and zod takes 14 ms to load. */
export function keptWindow(raw: unknown): KeptWindow | undefined {
  if (typeof raw !== 'object' || raw === null) return undefined;
  const { x, y, width, height, isMaximized } = raw as Readonly<Record<string, unknown>>;
  if (!isWhole(x) || !isWhole(y) || !isWhole(width) || !isWhole(height) || width <= 0 || height <= 0) return undefined;
  return { x, y, width, height, isMaximized: isMaximized === true };
}

const isWhole = (value: unknown): value is number => Number.isSafeInteger(value);

/**
 * Where a window opens. Kept bounds hold as long as the window can be reached on one of the screens as
 * they are now (a monitor may be gone); else it opens in the middle of the first.
 * @param screens work areas, in CSS pixels, the main screen first
 */
export function fitBounds(kept: Rectangle | undefined, screens: readonly Rectangle[]): Rectangle {
  const home = kept ? screens.find((screen) => hasGrip(kept, screen)) : undefined;
  if (kept && home) return { ...kept, ...fitSize(kept, home) };
  const screen = screens[0] ?? { x: 0, y: 0, width: DEFAULT_WIDTH, height: DEFAULT_HEIGHT };
  const size = fitSize(kept ?? { width: DEFAULT_WIDTH, height: DEFAULT_HEIGHT }, screen);
  return {
    x: Math.round(screen.x + Math.max(0, screen.width - size.width) / 2),
    y: Math.round(screen.y + Math.max(0, screen.height - size.height) / 2),
    ...size,
  };
}

function fitSize(wanted: Pick<Rectangle, 'width' | 'height'>, screen: Rectangle): { width: number; height: number } {
  return {
    width: Math.max(MIN_WIDTH, Math.min(wanted.width, screen.width)),
    height: Math.max(MIN_HEIGHT, Math.min(wanted.height, screen.height)),
  };
}

function hasGrip(window: Rectangle, screen: Rectangle): boolean {
  const seen = Math.min(window.x + window.width, screen.x + screen.width) - Math.max(window.x, screen.x);
  return seen >= GRIP_WIDTH && window.y >= screen.y && window.y <= screen.y + screen.height - GRIP_HEIGHT;
}
