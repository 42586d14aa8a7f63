import { describe, expect, it, test } from 'vitest';
import { BuildSteps } from '#main/images/build-steps.ts';
import { baseRegistries } from '#main/images/base-images.ts';
import { Silence } from '#main/images/silence.ts';
import { TransferProgress } from '#main/images/transfer-progress.ts';
import { FakeClock } from '#testing/fake-clock.ts';

describe('a transfer', () => {
  it('adds its layers up, from the first to the last, and never goes back', () => {
    const progress = new TransferProgress();
    expect(progress.share).toBeNull();
    const shares: number[] = [];
    const take = (id: string, status: string, currentBytes?: number, totalBytes?: number): void => {
      progress.take({
        id,
        status,
        ...(currentBytes !== undefined && { currentBytes }),
        ...(totalBytes !== undefined && { totalBytes }),
      });
      shares.push(progress.share ?? -1);
    };
    take('a', 'Pulling fs layer');
    take('b', 'Pulling fs layer');
    take('c', 'Already exists');
    take('a', 'Downloading', 50, 100);
    take('b', 'Downloading', 100, 900);
    take('a', 'Verifying Checksum');
    take('a', 'Download complete');
    take('a', 'Extracting', 100, 100);
    take('a', 'Pull complete');
    take('b', 'Retrying in 5 seconds');
    expect(progress.retryInSeconds).toBe(5);
    take('b', 'Downloading', 900, 900);
    expect(progress.retryInSeconds).toBeNull();
    take('b', 'Pull complete');
    expect(shares).toEqual([...shares].sort((x, y) => x - y));
    expect(shares.at(-1)).toBe(1);
    expect([progress.bytesDone, progress.bytesTotal]).toEqual([1000, 1000]);
    expect(progress.layers.map(({ id, status }) => `${id} ${status}`)).toEqual(['a done', 'b done', 'c done']);
  });

  it('counts on where Docker goes on after a broken connection', () => {
    const progress = new TransferProgress();
    progress.take({ id: 'a', status: 'Downloading', currentBytes: 600, totalBytes: 1000 });
    progress.take({ id: 'a', status: 'Retrying in 5 seconds' });
    progress.take({ id: 'a', status: 'Downloading', currentBytes: 100, totalBytes: 400 });
    expect([progress.bytesDone, progress.bytesTotal]).toEqual([700, 1000]);
    progress.take({ id: 'a', status: 'Download complete' });
    expect(progress.bytesDone).toBe(1000);
  });

  it('knows news from a count-down and from the same once more', () => {
    const progress = new TransferProgress();
    expect(progress.take({ id: 'a', status: 'Downloading', currentBytes: 1, totalBytes: 9 })).toBe(true);
    expect(progress.take({ id: 'a', status: 'Downloading', currentBytes: 1, totalBytes: 9 })).toBe(false);
    for (const left of [3, 2, 1]) expect(progress.take({ id: 'a', status: `Retrying in ${left} seconds` })).toBe(false);
    expect(progress.take({ id: 'a', status: 'Downloading', currentBytes: 1, totalBytes: 9 })).toBe(true);
    expect(progress.take({ status: 'Digest: sha256:1' })).toBe(true);
    expect(progress.take({})).toBe(false);
  });
});

describe('the steps of a build', () => {
  it('are read out of what it prints, in whatever pieces it comes', () => {
    const text = 'Step 1/3 : FROM busybox\n ---> 1c2a\nStep 2/3 : RUN echo one\\\n two\n10 %\r 50 %\r100 %\r\ndone';
    for (const length of [1, 3, 7, 100]) {
      const steps = new BuildSteps();
      const lines: string[] = [];
      for (let at = 0; at < text.length; at += length)
        lines.push(...steps.take({ stream: text.slice(at, at + length) }));
      lines.push(...steps.rest());
      expect(lines).toEqual([
        'Step 1/3 : FROM busybox',
        ' ---> 1c2a',
        'Step 2/3 : RUN echo one\\',
        ' two',
        '100 %',
        'done',
      ]);
      expect([steps.step, steps.steps, steps.instruction]).toEqual([2, 3, 'RUN echo one\\']);
    }
  });

  it('say which one failed', () => {
    const steps = new BuildSteps();
    expect(steps.failure('parse error')).toBeUndefined();
    steps.take({ stream: 'Step 2/3 : RUN make\n' });
    expect(steps.failure("The command '/bin/sh -c make' returned a non-zero code: 2")).toBe(
      'Step 2 of 3 failed with exit code 2: RUN make',
    );
    expect(steps.failure('COPY failed: no source files')).toBe(
      'Step 2 of 3 failed: RUN make. COPY failed: no source files',
    );
  });

  it('are not drowned by the layers of a base image, nor by a line without an end', () => {
    const steps = new BuildSteps();
    expect(steps.take({ status: 'Downloading', id: 'a' })).toEqual([]);
    expect(steps.take({ status: 'Pulling from library/busybox', id: '1' })).toEqual([
      '1: Pulling from library/busybox',
    ]);
    expect(steps.take({ stream: 'x'.repeat(10_000) })[0]).toHaveLength(4000);
  });
});

test('the registries of base images are those that are pulled from', () => {
  const text =
    'ARG V=1\nFROM --platform=linux/arm64 ghcr.io/acme/base:1 AS build\nfrom build as two\nFROM scratch\nFROM nginx\nFROM $BASE';
  expect(baseRegistries(text)).toEqual(['ghcr.io', 'docker.io']);
});

test('silence is told after a minute and each minute after, and broken by news', async () => {
  const clock = new FakeClock();
  const told: number[] = [];
  const silence = new Silence(clock, (seconds) => told.push(seconds));
  await clock.advance(59_000);
  silence.broken();
  await clock.advance(59_000);
  expect(told).toEqual([]);
  await clock.advance(61_000);
  expect(told).toEqual([60, 120]);
  silence.dispose();
  await clock.advance(600_000);
  expect(told).toEqual([60, 120]);
});
