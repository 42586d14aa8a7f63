/** Environment for a build: what electron-vite asks of an Electron that came another way than its own download. */
export function buildEnv(): Record<string, string>;
