import type { Settings } from '#shared/contract/settings.ts';
import { size } from '#shared/format/bytes.ts';
import { count, words } from '#shared/format/quantity.ts';

export const SECTIONS = [
  { id: 'appearance', title: 'Appearance' },
  { id: 'window', title: 'Window and tray' },
  { id: 'docker', title: 'Docker' },
  { id: 'logs', title: 'Logs' },
  { id: 'terminal', title: 'Terminal' },
  { id: 'charts', title: 'Charts' },
  { id: 'notifications', title: 'Notifications' },
  { id: 'app-log', title: 'App log' },
  { id: 'shortcuts', title: 'Shortcuts' },
] as const;
export type SectionId = (typeof SECTIONS)[number]['id'];

export type SettingKey = keyof Settings;
type Plain = string | number;

export interface Choice {
  readonly value: Plain;
  readonly label: string;
}

interface Base {
  readonly key: SettingKey;
  readonly section: SectionId;
  readonly name: string;
  /** What it does, for somebody who has not met it. */
  readonly text: string;
  /** Other words that find it. */
  readonly synonyms?: string;
}

/** `own`: the section draws it by hand. */
export type SettingSpec = Base &
  (
    | { readonly kind: 'segments' | 'pick'; readonly choices: readonly Choice[] }
    | { readonly kind: 'switch' }
    | { readonly kind: 'own' }
  );

type Row<K extends SettingKey> = Omit<Base, 'key'> & { readonly key: K };

export const segments = <K extends SettingKey>(
  row: Row<K>,
  choices: readonly { value: Settings[K] & Plain; label: string }[],
): SettingSpec => ({ ...row, kind: 'segments', choices });
export const pick = <K extends SettingKey>(
  row: Row<K>,
  choices: readonly { value: Settings[K] & Plain; label: string }[],
): SettingSpec => ({ ...row, kind: 'pick', choices });
export const onOff = (row: Base): SettingSpec => ({ ...row, kind: 'switch' });
export const own = (row: Base): SettingSpec => ({ ...row, kind: 'own' });

export const lines = (...values: number[]): { value: number; label: string }[] =>
  values.map((value) => ({ value, label: count(value) }));
export const bytes = (...values: number[]): { value: number; label: string }[] =>
  values.map((value) => ({ value, label: words(size(value)) }));
export const pixels = [12, 13, 14, 15, 16, 18, 20, 24].map((value) => ({ value, label: `${value} px` }));
