import { timeWords } from '#renderer/terminal/log/line-words.ts';
import type { RowLayout } from '#renderer/terminal/log/row-layout.ts';

const LINES_A_SLICE = 2000;

/** All lines shown, as text: time and source as on the screen, one line each. In slices, for 100,000 lines take 350 ms. */
export async function shownText(layout: RowLayout): Promise<string> {
  const parts: string[] = [];
  let part = '';
  let count = 0;
  for (let seq: number | null = layout.count > 0 ? layout.first : null; seq !== null; seq = layout.shown.after(seq)) {
    const time = timeWords(layout.lines, seq, layout.times, layout.hasMillis, layout.now);
    const source = layout.sources[layout.lines.source(seq)]?.name;
    part += `${source === undefined ? '' : `${source} `}${time === '' ? '' : `${time} `}${layout.text(seq)}\n`;
    count += 1;
    if (count % LINES_A_SLICE > 0) continue;
    parts.push(part);
    part = '';
    await new Promise((resolve) => setTimeout(resolve));
  }
  return parts.join('') + part;
}
