/** Start without a window; the tray shows it. */
export const HIDDEN = '--hidden';

/** The desktop entry by which a Linux desktop starts a command at sign-in (freedesktop.org autostart specification). */
export function autostartEntry(command: readonly [string, ...string[]]): string {
  const lines = [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Quayside',
    'Comment=See and act on local Docker containers',
    `Exec=${command.map(execWord).join(' ')}`,
    // Skipped where the program was removed.
    `TryExec=${stringValue(command[0])}`,
    'Icon=quayside',
    'Terminal=false',
    'StartupNotify=false',
  ];
  return `${lines.join('\n')}\n`;
}

/** Escapes of any string in a desktop entry. */
const stringValue = (text: string): string =>
  text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\t', '\\t').replaceAll('\r', '\\r');

/** A word of Exec: quoted, its field codes doubled; then escaped as any string. */
const execWord = (word: string): string =>
  stringValue(
    /^[\w@+=:,./-]+$/.test(word) ? word : `"${word.replace(/["`$\\]/g, (char) => `\\${char}`).replaceAll('%', '%%')}"`,
  );
