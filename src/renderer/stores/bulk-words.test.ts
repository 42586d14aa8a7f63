import { describe, expect, it } from 'vitest';
import { bulkWords, whyNot } from '#renderer/stores/bulk-words.ts';

describe('acts on several', () => {
  it.each([
    ['start', 2, 0, ['already running'], 'Started 2. 1 was already running.'],
    ['stop', 3, 0, [], 'Stopped 3.'],
    ['restart', 0, 0, ['stopped', 'stopped', 'never started'], 'Restarted none. 2 were stopped. 1 was never started.'],
    ['start', 1, 1, [], 'Started 1. 1 failed: why stands under its row.'],
    ['start', 0, 2, [], '2 failed: why stands under their rows.'],
  ] as const)('%s %i %i %j', (verb, done, failed, skipped, words) =>
    expect(bulkWords(verb, done, failed, skipped)).toBe(words),
  );

  it('says why an act does not apply', () => {
    expect(whyNot('start', 'exited')).toBeUndefined();
    expect(whyNot('start', 'running')).toBe('already running');
    expect(whyNot('start', 'paused')).toBe('paused');
    expect(whyNot('stop', 'exited')).toBe('already stopped');
    expect(whyNot('restart', 'created')).toBe('never started');
    expect(whyNot('pause', 'paused')).toBe('already paused');
    expect(whyNot('unpause', 'running')).toBe('already running');
    expect(whyNot('kill', 'removing')).toBe('being removed');
  });
});
