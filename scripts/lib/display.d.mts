/** A screen of its own (Xvfb) and a session bus: what programs with a window need, and how to end both. */
export function startDisplay(): Promise<{ env: Record<string, string>; stop(): void }>;
