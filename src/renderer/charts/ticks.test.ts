import { describe, expect, it } from 'vitest';
import { aligned, peakOf } from '#renderer/charts/aligned.ts';
import {
  axisLabels,
  binaryScale,
  decimalScale,
  memoryUnit,
  percentScale,
  rateUnit,
  splits,
} from '#renderer/charts/ticks.ts';

const MIB = 2 ** 20;

describe('axis scales', () => {
  it.each([
    [52, [0, 20, 40, 60]],
    [3, [0, 1, 2, 3, 4]],
    [97, [0, 50, 100]],
    [400, [0, 100, 200, 300, 400]],
    [0.01, [0, 1, 2, 3, 4]],
  ])('percent up to %s', (peak, values) => expect(splits(decimalScale(peak, 4))).toEqual(values));

  it.each([
    [4, [0, 5, 10]],
    [52, [0, 25, 50, 75, 100]],
    [104.9, [0, 25, 50, 75, 100]],
  ])('a share up to %s ends at 100', (peak, values) => expect(splits(percentScale(peak, 10))).toEqual(values));

  it.each([
    [312, [0, 128, 256, 384]],
    [512, [0, 128, 256, 384, 512]],
    [520, [0, 256, 512, 768]],
  ])('memory up to %s MiB', (peak, values) =>
    expect(splits(binaryScale(peak * MIB, 1024)).map((value) => value / MIB)).toEqual(values),
  );

  it('has one unit, on the top label', () => {
    expect(axisLabels([0, 0.5e6, 1e6, 1.5e6], rateUnit(1.5e6))).toEqual(['0', '0.5', '1.0', '1.5\u202fMB/s']);
    expect(axisLabels([0, 256 * MIB, 512 * MIB], memoryUnit(512 * MIB))).toEqual(['0', '256', '512\u202fMiB']);
    expect(axisLabels([0, 200, 400], rateUnit(400))).toEqual(['0', '200', '400\u202fB/s']);
  });
});

describe('aligned', () => {
  it('keeps gaps as gaps', () => {
    const rows = [
      { t: 1, v: 5 },
      { t: 2, v: null },
      { t: 3, v: 7 },
      { t: 60, v: 9 },
    ];
    const data = aligned(rows, (row) => row.t, [(row) => row.v]);
    expect(data).toEqual([
      [1, 2, 3, 31.5, 60],
      [5, null, 7, null, 9],
    ]);
    expect(peakOf(data)).toBe(9);
    expect(peakOf(aligned([], () => 0, [() => 0]))).toBe(0);
  });
});
