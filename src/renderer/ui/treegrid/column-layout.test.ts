import { describe, expect, it } from 'vitest';
import type { ColumnChoice } from '#renderer/ui/treegrid/column.ts';
import {
  clampWidth,
  type ColumnShape,
  inOrder,
  leastWidth,
  shownColumns,
  tracks,
  withMoved,
  withShown,
  withStep,
  withWidth,
} from '#renderer/ui/treegrid/column-layout.ts';

const COLUMNS: readonly ColumnShape[] = [
  { id: 'name', width: 170, grow: 1, isName: true },
  { id: 'image', width: 120, grow: 1, hideBelow: 900 },
  { id: 'cpu', width: 118 },
  { id: 'ports', width: 76 },
  { id: 'pids', width: 60, isExtra: true },
];
const choice = (more: Partial<ColumnChoice> = {}): ColumnChoice => ({ order: [], hidden: null, widths: {}, ...more });
const ids = (columns: readonly ColumnShape[]): string => columns.map(({ id }) => id).join(' ');

describe('columns', () => {
  it('leaves out what is extra, and what a narrow grid has no room for', () => {
    expect(ids(shownColumns(COLUMNS, choice(), 1000))).toBe('name image cpu ports');
    expect(ids(shownColumns(COLUMNS, choice(), 800))).toBe('name cpu ports');
  });

  it('shows what was chosen by hand in any width', () => {
    const chosen = withShown(COLUMNS, choice(), 1000, 'pids', true);
    expect(ids(shownColumns(COLUMNS, chosen, 700))).toBe('name image cpu ports pids');
    expect(ids(shownColumns(COLUMNS, withShown(COLUMNS, chosen, 700, 'cpu', false), 700))).toBe(
      'name image ports pids',
    );
    expect(ids(shownColumns(COLUMNS, withShown(COLUMNS, choice(), 1000, 'name', false), 1000))).toContain('name');
  });

  it('keeps the chosen order and puts a column of a later version where it belongs', () => {
    expect(ids(inOrder(COLUMNS, choice({ order: ['ports', 'cpu'] })))).toBe('name image ports pids cpu');
    expect(ids(inOrder(COLUMNS, choice({ order: ['gone', 'pids', 'image', 'cpu', 'ports'] })))).toBe(
      'name pids image cpu ports',
    );
  });

  it('moves by drag and by step, never before the name', () => {
    expect(ids(inOrder(COLUMNS, withMoved(COLUMNS, choice(), 'ports', 'image')))).toBe('name ports image cpu pids');
    expect(ids(inOrder(COLUMNS, withMoved(COLUMNS, choice(), 'ports', 'name')))).toBe('name ports image cpu pids');
    expect(ids(inOrder(COLUMNS, withMoved(COLUMNS, choice(), 'image', null)))).toBe('name cpu ports pids image');
    expect(ids(inOrder(COLUMNS, withStep(COLUMNS, choice(), 1000, 'image', 1)))).toBe('name cpu image ports pids');
    expect(ids(inOrder(COLUMNS, withStep(COLUMNS, choice(), 1000, 'ports', -1)))).toBe('name image ports cpu pids');
    expect(withStep(COLUMNS, choice(), 1000, 'image', -1).order).toEqual([]);
  });

  it('gives fixed and growing tracks, and fills up when nothing grows', () => {
    const shown = shownColumns(COLUMNS, choice(), 800);
    expect(tracks(shown, {})).toBe('42px minmax(170px, 1fr) 118px 76px 0 42px');
    expect(tracks(shown, { name: 300 })).toBe('42px 300px 118px 76px minmax(0, 1fr) 42px');
    expect(leastWidth(shown, { name: 300 })).toBe(42 + 300 + 118 + 76 + 42);
  });

  it('keeps widths within what the settings hold', () => {
    expect([clampWidth(3), clampWidth(120.4), clampWidth(99_999)]).toEqual([40, 120, 2000]);
    expect(withWidth(choice({ widths: { cpu: 90 } }), 'ports', 10).widths).toEqual({ cpu: 90, ports: 40 });
  });
});
