import type { ITheme } from '@xterm/xterm';

export interface SgrStyle {
  color?: string;
  background?: string;
  isBold: boolean;
  isItalic: boolean;
  isUnderlined: boolean;
  isStruck: boolean;
}

const NAMES = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const;
const BRIGHT = [
  'brightBlack',
  'brightRed',
  'brightGreen',
  'brightYellow',
  'brightBlue',
  'brightMagenta',
  'brightCyan',
  'brightWhite',
] as const;

const hex = (...rgb: number[]): string => `#${rgb.map((part) => part.toString(16).padStart(2, '0')).join('')}`;

/** One of xterm's 256 colours as "#rrggbb". */
function indexed(index: number, theme: ITheme): string {
  if (index < 8) return theme[NAMES[index] ?? 'white'] ?? '#ffffff';
  if (index < 16) return theme[BRIGHT[index - 8] ?? 'brightWhite'] ?? '#ffffff';
  if (index >= 232) return hex(...Array<number>(3).fill(8 + (index - 232) * 10));
  const part = (step: number): number => (step === 0 ? 0 : 55 + step * 40);
  const cube = index - 16;
  return hex(part(Math.floor(cube / 36)), part(Math.floor(cube / 6) % 6), part(cube % 6));
}

/** What the complete SGR state of a run looks like. */
export function sgrStyle(sgr: string, theme: ITheme): SgrStyle {
  const style: SgrStyle = { isBold: false, isItalic: false, isUnderlined: false, isStruck: false };
  let isInverse = false;
  const codes = sgr === '' ? [] : sgr.split(';').map(Number);
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i] as number;
    if (code === 38 || code === 48) {
      const isRgb = codes[i + 1] === 2;
      const color = isRgb ? hex(...codes.slice(i + 2, i + 5)) : indexed(codes[i + 2] ?? 0, theme);
      if (code === 38) style.color = color;
      else style.background = color;
      i += isRgb ? 4 : 2;
    } else if (code >= 30 && code <= 37) style.color = indexed(code - 30, theme);
    else if (code >= 40 && code <= 47) style.background = indexed(code - 40, theme);
    else if (code >= 90 && code <= 97) style.color = indexed(code - 82, theme);
    else if (code >= 100 && code <= 107) style.background = indexed(code - 92, theme);
    else if (code === 1) style.isBold = true;
    else if (code === 3) style.isItalic = true;
    else if (code === 4) style.isUnderlined = true;
    else if (code === 7) isInverse = true;
    else if (code === 9) style.isStruck = true;
  }
  if (!isInverse) return style;
  const color = style.background ?? theme.background ?? '#000000';
  return { ...style, color, background: style.color ?? theme.foreground ?? '#ffffff' };
}

function luminance(color: string): number {
  const part = (at: number): number => {
    const value = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5);
}

/** WCAG 2 contrast of two colours "#rrggbb". */
export function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

/** The colour, moved towards white or black as far as it needs for the contrast. */
export function lifted(color: string, ground: string, wanted: number): string {
  if (contrast(color, ground) >= wanted) return color;
  const target = luminance(ground) < 0.18 ? 255 : 0;
  for (let step = 1; step <= 10; step++) {
    const moved = hex(
      ...[1, 3, 5].map((at) => {
        const part = Number.parseInt(color.slice(at, at + 2), 16);
        return Math.round(part + ((target - part) * step) / 10);
      }),
    );
    if (contrast(moved, ground) >= wanted) return moved;
  }
  return target === 255 ? '#ffffff' : '#000000';
}
