/** Where settings are kept: electron-store on the desktop, a file of the same form without a display. */
export interface JsonFile {
  /** What the file holds, unchecked; `{}` when there is none. */
  read(): unknown;
  write(value: Readonly<Record<string, unknown>>): void;
}
