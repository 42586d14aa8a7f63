import type { JobContext } from '#main/jobs/jobs.ts';

const TELL_SHARE = 0.01;

/** Tells how much of about `expected` bytes has gone by. Not all of it until the end: what comes of it is still to be done. */
export async function* counted(
  bytes: AsyncIterable<Uint8Array>,
  expected: number,
  context: JobContext,
): AsyncGenerator<Uint8Array, void, undefined> {
  let count = 0;
  let told = 0;
  for await (const some of bytes) {
    yield some;
    count += some.length;
    const share = expected === 0 ? 0 : Math.min(0.99, count / expected);
    if (share - told < TELL_SHARE) continue;
    told = share;
    context.progress(share);
  }
}
