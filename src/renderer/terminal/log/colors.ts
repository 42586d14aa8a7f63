import type { ITheme } from '@xterm/xterm';

/** The colours that rows are drawn with, as "#rrggbb". */
export interface LogColors {
  background: string;
  text: string;
  text2: string;
  text3: string;
  bad: string;
  warn: string;
  rowError: string;
  rowWarn: string;
  match: string;
  matchCurrent: string;
  onMatchCurrent: string;
  selection: string;
  link: string;
  thumb: string;
  focus: string;
  /** Of merged sources, in the order of use: amber comes last (design section 7). */
  series: readonly string[];
}

type Rgb = readonly [number, number, number];

function parse(color: string): { rgb: Rgb; alpha: number } {
  const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(color);
  if (hex) return { rgb: [1, 2, 3].map((i) => Number.parseInt(hex[i] as string, 16)) as unknown as Rgb, alpha: 1 };
  const parts = color.match(/[\d.]+/g)?.map(Number) ?? [];
  const [red = 0, green = 0, blue = 0, alpha = 1] = parts;
  return { rgb: [red, green, blue], alpha };
}

const toHex = (rgb: Rgb): string => `#${rgb.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`;

/** A half-transparent colour as it looks on a ground: a terminal cell knows no transparency. */
function over(color: string, ground: string, alphaOf?: number): string {
  const top = parse(color);
  const under = parse(ground).rgb;
  const alpha = alphaOf ?? top.alpha;
  return toHex(top.rgb.map((part, i) => part * alpha + (under[i] as number) * (1 - alpha)) as unknown as Rgb);
}

const token = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** The tokens of the series' colours, in the order of use. */
export const SERIES = ['--chart-1', '--chart-3', '--chart-6', '--chart-4', '--chart-5', '--chart-2'] as const;

export function logColors(): LogColors {
  const background = token('--term-bg');
  return {
    background,
    text: token('--term-fg'),
    text2: token('--text-2'),
    text3: token('--text-3'),
    bad: token('--state-bad'),
    warn: token('--state-warn'),
    rowError: token('--log-row-error'),
    rowWarn: token('--log-row-warn'),
    match: token('--match'),
    matchCurrent: token('--match-current'),
    onMatchCurrent: token('--on-match-current'),
    selection: over(token('--term-selection'), background),
    link: token('--link'),
    thumb: over(token('--text-3'), background, 0.42),
    focus: token('--focus'),
    series: SERIES.map(token),
  };
}

const ANSI = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const;

/** "#rrggbbaa": of half-transparent colours xterm reads only these, and takes white at 30 % for what it cannot read. */
function translucent(color: string, alphaOf?: number): string {
  const { rgb, alpha } = parse(color);
  const byte = Math.round((alphaOf ?? alpha) * 255);
  return toHex(rgb) + byte.toString(16).padStart(2, '0');
}

/**
 * The tokens as xterm wants them; for the log painter and for terminals. `isFinding`: the selection of a terminal without
 * the focus is the current match of its search, and stands in that colour; xterm draws selections over the search's marks.
 */
export function terminalTheme(isFinding = false): ITheme {
  const selection = translucent(token('--term-selection'));
  const theme: Record<string, string> = {
    background: token('--term-bg'),
    foreground: token('--term-fg'),
    cursor: token('--term-cursor'),
    cursorAccent: token('--term-bg'),
    selectionBackground: selection,
    // Not quite opaque: xterm thins an opaque selection to 30 %.
    selectionInactiveBackground: isFinding ? translucent(token('--match-current'), 0.998) : selection,
  };
  for (const name of ANSI) {
    theme[name] = token(`--ansi-${name}`);
    theme[`bright${name[0]?.toUpperCase()}${name.slice(1)}`] = token(`--ansi-bright-${name}`);
  }
  return theme;
}

/** Calls back when the page changes its theme. */
export function onThemeChange(listener: () => void): { dispose(): void } {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  return { dispose: () => observer.disconnect() };
}

/** A colour as SGR parameters. */
export function sgrColor(hex: string, isGround = false): string {
  const [red, green, blue] = parse(hex).rgb;
  return `${isGround ? 48 : 38};2;${red};${green};${blue}`;
}
