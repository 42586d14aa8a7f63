export const TABS = ['logs', 'stats', 'terminal', 'files', 'query', 'environment', 'inspect'] as const;
export type Tab = (typeof TABS)[number];

export const TAB_NAMES: Record<Tab, string> = {
  logs: 'Logs',
  stats: 'Stats',
  terminal: 'Terminal',
  files: 'Files',
  query: 'Query',
  environment: 'Environment',
  inspect: 'Inspect',
};

export const isTab = (text: string): text is Tab => (TABS as readonly string[]).includes(text);
