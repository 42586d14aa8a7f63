import { describe, expect, it } from 'vitest';
import { cpuTop, memoryTop } from '#renderer/charts/spark.ts';

const GIB = 2 ** 30;

describe('scales of the small lines', () => {
  it('CPU: its own peak, at least 5 %', () => {
    expect(cpuTop([])).toBe(5);
    expect(cpuTop([1, null, 2])).toBe(5);
    expect(cpuTop([1, 180, null])).toBe(180);
  });
  it('memory: its limit where use comes near it, else 1.25 of its peak', () => {
    expect(memoryTop([0.6 * GIB], GIB)).toBe(GIB);
    expect(memoryTop([0.4 * GIB], GIB)).toBe(0.5 * GIB);
    expect(memoryTop([8], null)).toBe(10);
    expect(memoryTop([null], null)).toBe(1.25);
  });
});
