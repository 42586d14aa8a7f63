const KINDS: Readonly<Record<string, string>> = {
  file: '-',
  folder: 'd',
  link: 'l',
  device: 'c',
  pipe: 'p',
  socket: 's',
};

/** Type and permission bits as `ls -l` writes them: "drwxr-xr-x". */
export function fileMode(type: string, mode: number): string {
  const triple = (shift: number, special: number, letter: string): string => {
    const bits = mode >> shift;
    const runs = (bits & 1) !== 0;
    const last = (mode & special) === 0 ? (runs ? 'x' : '-') : runs ? letter : letter.toUpperCase();
    return `${bits & 4 ? 'r' : '-'}${bits & 2 ? 'w' : '-'}${last}`;
  };
  return `${KINDS[type] ?? '-'}${triple(6, 0o4000, 's')}${triple(3, 0o2000, 's')}${triple(0, 0o1000, 't')}`;
}
