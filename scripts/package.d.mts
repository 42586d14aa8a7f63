export type Target = 'deb' | 'dir' | 'AppImage' | 'dmg' | 'nsis';

/** Makes one target from what `npm run build` made, in `folder`. Resolves to the file, or to the folder of the program. */
export function packageApp(target: Target, folder?: string): Promise<string>;
