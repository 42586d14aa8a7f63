import { onOff, own, pick, segments, type SettingSpec } from '#renderer/views/settings/setting-spec.ts';

/** Appearance, window and tray, Docker. */
export const FRAME_SETTINGS: readonly SettingSpec[] = [
  segments(
    {
      key: 'theme',
      section: 'appearance',
      name: 'Theme',
      text: 'System follows the operating system as it changes.',
      synonyms: 'dark light night colour color appearance',
    },
    [
      { value: 'system', label: 'System' },
      { value: 'light', label: 'Light' },
      { value: 'dark', label: 'Dark' },
    ],
  ),
  segments(
    {
      key: 'density',
      section: 'appearance',
      name: 'Density',
      text: 'Height of the rows in lists.',
      synonyms: 'compact',
    },
    [
      { value: 'comfortable', label: 'Comfortable' },
      { value: 'compact', label: 'Compact' },
    ],
  ),
  pick(
    {
      key: 'zoom',
      section: 'appearance',
      name: 'Zoom',
      text: 'Size of everything in the window.',
      synonyms: 'larger smaller text size scale',
    },
    [80, 90, 100, 110, 125, 150, 175, 200].map((value) => ({ value, label: `${value} %` })),
  ),
  onOff({
    key: 'sidebarFolded',
    section: 'appearance',
    name: 'Fold the sidebar',
    text: 'Shows signs without names. A narrow window does so by itself.',
    synonyms: 'rail',
  }),
  onOff({
    key: 'split',
    section: 'appearance',
    name: 'List and detail side by side',
    text: 'In windows of 1,600 px and more.',
    synonyms: 'split wide',
  }),
  onOff({
    key: 'closeToTray',
    section: 'window',
    name: 'Keep running in the tray',
    text: 'Closing the window hides it; the tray brings it back. Where no tray is shown, closing quits.',
    synonyms: 'close hide background minimize quit',
  }),
  onOff({
    key: 'startWithSystem',
    section: 'window',
    name: 'Start with the system',
    text: 'When you sign in to this computer.',
    synonyms: 'autostart login boot startup',
  }),
  onOff({
    key: 'startHidden',
    section: 'window',
    name: 'Start without the window',
    text: 'When it starts with the system: in the tray alone.',
    synonyms: 'autostart hidden background login',
  }),
  onOff({
    key: 'lookForUpdates',
    section: 'window',
    name: 'Look for new versions',
    text: 'Once a day; one is named in the status bar. A package manager updates what it installed itself.',
    synonyms: 'update upgrade release',
  }),
  own({
    key: 'dockerContext',
    section: 'docker',
    name: 'Socket or context',
    text: 'Which Docker engine Quayside shows.',
    synonyms: 'engine host podman colima rootless',
  }),
  own({
    key: 'dockerStartCommand',
    section: 'docker',
    name: 'Start command',
    text: 'What "Start Docker" runs when the engine is down. Empty: what the system offers, where it does.',
    synonyms: 'systemctl service daemon',
  }),
];
