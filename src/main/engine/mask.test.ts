import { describe, expect, it } from 'vitest';
import { MASK, maskInspect, maskLabels, maskText } from '#main/engine/mask.ts';

const inspect = {
  Args: ['--password', 'hunter2', '--port', '80'],
  Config: {
    Env: [
      'KEY=a',
      'SIGNING_KEY=b',
      'REDIS_PASS=c',
      'PGPASSWORD=d',
      'URL=postgres://u:p@db/x',
      'NODE_ENV=production',
      'BARE',
    ],
    Cmd: ['server', '--token=t0p', 'run'],
    Labels: { 'api.key': 'x', tier: 'web' },
  },
};
const envOf = (value: Record<string, unknown>): string[] => (value['Config'] as { Env: string[] }).Env;

describe('an inspect answer', () => {
  it('shows operators values, but none that a name calls secret', () => {
    const masked = maskInspect(inspect, 'masked');
    expect(envOf(masked)).toEqual([
      `KEY=${MASK}`,
      `SIGNING_KEY=${MASK}`,
      `REDIS_PASS=${MASK}`,
      `PGPASSWORD=${MASK}`,
      `URL=${MASK}`,
      'NODE_ENV=production',
      'BARE',
    ]);
    expect(masked['Args']).toEqual(['--password', MASK, '--port', '80']);
    expect(JSON.stringify(masked)).not.toMatch(/hunter2|t0p|:p@/);
  });

  it('shows viewers names and the program alone', () => {
    const text = JSON.stringify(maskInspect(inspect, 'names'));
    expect(text).toContain('NODE_ENV');
    expect(text).not.toMatch(/production|hunter2|t0p|run|--port/);
  });

  it('shows everything at this computer, and the given object stays as it was', () => {
    expect(maskInspect(inspect, 'all')).toEqual(inspect);
  });
});

it('labels keep their keys, secret ones lose their value and long ones are cut', () => {
  const { 'api.key': key, long = '' } = maskLabels({ 'api.key': 'x', long: 'y'.repeat(200_000) });
  expect(key).toBe(MASK);
  expect(long.length).toBeLessThan(5000);
});

it('takes secrets out of a line that made an image', () => {
  const line = '/bin/sh -c #(nop)  ENV API_TOKEN=tok_1 MODE="fast lane" curl https://ada:pw@host/';
  expect(maskText(line, 'all')).toBe(line);
  expect(maskText(line, 'masked')).toBe(
    `/bin/sh -c #(nop)  ENV API_TOKEN=${MASK} MODE="fast lane" curl https://ada:${MASK}@host/`,
  );
  expect(maskText(line, 'names')).toContain(`API_TOKEN=${MASK} MODE=${MASK} curl`);
});
