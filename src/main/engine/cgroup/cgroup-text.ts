// What the kernel writes into the files of a control group and of a process.

/** A file of one number; null for "max", and where it is none. */
export function numberIn(text: string): number | null {
  const value = Number(text.trim());
  return text.trim() !== '' && Number.isFinite(value) ? value : null;
}

/** The number behind a name in a file of lines "name number"; null where it is not there. */
export function fieldIn(text: string, name: string): number | null {
  // At the begin of a line: "inactive_file" stands in "total_inactive_file" too.
  const at = text.startsWith(`${name} `) ? 0 : text.indexOf(`\n${name} `) + 1;
  if (at === 0 && !text.startsWith(`${name} `)) return null;
  const end = text.indexOf('\n', at);
  return numberIn(text.slice(at + name.length + 1, end < 0 ? undefined : end));
}

export interface Traffic {
  readonly rx_bytes: number;
  readonly tx_bytes: number;
}

/** `/proc/PID/net/dev`: bytes in and out of each interface but the loopback. */
export function trafficIn(text: string): Record<string, Traffic> {
  const found: Record<string, Traffic> = {};
  for (const line of text.split('\n').slice(2)) {
    const colon = line.indexOf(':');
    if (colon < 0) continue;
    const name = line.slice(0, colon).trim();
    const fields = line
      .slice(colon + 1)
      .trim()
      .split(/\s+/);
    if (name !== 'lo') found[name] = { rx_bytes: Number(fields[0]), tx_bytes: Number(fields[8]) };
  }
  return found;
}

export interface BlockEntry {
  readonly op: string;
  readonly value: number;
}

/** `io.stat` of version 2, "8:0 rbytes=1 wbytes=2 rios=3 …", or the file of version 1, "8:0 Read 1", as Docker tells them. */
export function blocksIn(text: string, version: 1 | 2): BlockEntry[] {
  if (version === 2)
    return [...text.matchAll(/ (r|w)bytes=(\d+)/g)].map(([, kind, value]) => ({
      op: kind === 'r' ? 'read' : 'write',
      value: Number(value),
    }));
  return [...text.matchAll(/^\d+:\d+ (\w+) (\d+)$/gm)].map(([, op = '', value]) => ({ op, value: Number(value) }));
}
