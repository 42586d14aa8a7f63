import { itemOf, NOTE } from '#shared/lines/chunk.ts';
import { asideOf, isAside } from '#renderer/terminal/log/asides.ts';
import { timeWords } from '#renderer/terminal/log/line-words.ts';
import type { RowLayout } from '#renderer/terminal/log/row-layout.ts';

/** `shown`: as on the screen, with its times and without what is filtered out; `held`: every line here, as it came. */
export type ExportLines = 'shown' | 'held';

/** How lines are written: `times` puts Docker's own time before each, `jsonl` makes an item of `logs:read` of it. */
export interface ExportForm {
  readonly lines: ExportLines;
  readonly format: 'log' | 'jsonl';
  readonly times: boolean;
}

const LINES_A_SLICE = 2000;

/** The lines of a pane as parts of a file. In slices, for 100,000 lines take 350 ms. */
export async function exportText(layout: RowLayout, form: ExportForm): Promise<string[]> {
  const parts: string[] = [];
  let part = '';
  let count = 0;
  for (const seq of seqsOf(layout, form.lines)) {
    const source = layout.sources[layout.lines.source(seq)]?.name;
    part += `${form.format === 'jsonl' ? jsonOf(layout, seq, source) : textOf(layout, seq, source, form)}\n`;
    count += 1;
    if (count % LINES_A_SLICE > 0) continue;
    parts.push(part);
    part = '';
    await new Promise((resolve) => setTimeout(resolve));
  }
  return [...parts, part];
}

function* seqsOf(layout: RowLayout, lines: ExportLines): Generator<number> {
  const { first, next } = layout.lines;
  if (lines === 'held') for (let seq = first; seq < next; seq++) yield seq;
  else
    for (let seq: number | null = layout.count > 0 ? layout.first : null; seq !== null; seq = layout.shown.after(seq))
      yield seq;
}

function textOf(layout: RowLayout, seq: number, source: string | undefined, { lines, times }: ExportForm): string {
  const { lines: held } = layout;
  const name = source === undefined ? '' : `${source} `;
  if (lines === 'shown') {
    const time = timeWords(held, seq, layout.times, layout.hasMillis, layout.now);
    return `${name}${time === '' ? '' : `${time} `}${layout.text(seq)}`;
  }
  const text = isAside(held, seq) ? `-- ${asideOf(held, seq).text} --` : held.raw(seq);
  return `${name}${times ? `${held.isoTime(seq)} ` : ''}${text}`;
}

/** An item as on the wire; of merged logs with the container's name, and what is missing here as a mark in words. */
function jsonOf({ lines }: RowLayout, seq: number, source: string | undefined): string {
  const of = source === undefined ? {} : { container: source };
  const timeOf = (): string => lines.isoTime(seq);
  if ((lines.flag(seq) & NOTE) === 0)
    return JSON.stringify({ ...of, ...itemOf(lines.flag(seq), lines.raw(seq), timeOf) });
  const { text, isLoss } = asideOf(lines, seq);
  return JSON.stringify({ ...of, time: timeOf(), ...(isLoss && { mark: 'missed' }), text });
}
