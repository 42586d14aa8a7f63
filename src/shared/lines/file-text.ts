import type { LogItem } from '#shared/contract/logs.ts';

/** So much text is one piece of a file on its way. */
export const PAGE_CHARS = 64 * 1024;

/** A line of a `.log` file; what is said between the lines is set off from what a container wrote. */
export function lineText(item: LogItem, hasTimes: boolean): string {
  const text = 'mark' in item ? `-- ${item.text} --` : item.text;
  return hasTimes ? `${item.time} ${text}\n` : `${text}\n`;
}
