export const STACK_TABS = ['services', 'target', 'plan', 'history'] as const;
export type StackTab = (typeof STACK_TABS)[number];

export const stackAddress = (name: string, tab: string = 'services'): string =>
  `/stack/${encodeURIComponent(name)}/${tab}`;
