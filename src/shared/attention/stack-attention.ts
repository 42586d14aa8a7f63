import type { Stack } from '#shared/contract/stacks.ts';
import { plural } from '#shared/format/quantity.ts';

/** A stack that is not as its target says, and was meant to be. */
export interface StackAttention {
  /** Another one when it differs in another way, so that a dismissal holds for what was seen. */
  readonly key: string;
  readonly stack: string;
  /** Follows the name: "differs from its target". */
  readonly words: string;
  /** All that differs, one a line. */
  readonly details: string;
}

/** As many characters as a dismissal is kept with. */
const MOST_KEY = 300;

/** Design section 4; a target that was never applied is still being prepared, and nothing is said while one is applied. */
export function stackAttention({
  name,
  job,
  drift,
  lastAppliedAt,
  isUnfinished,
  isChanged,
}: Stack): StackAttention | undefined {
  const differs = drift?.differs ?? false;
  if (job !== null || !differs || (lastAppliedAt === null && !isUnfinished)) return undefined;
  const reasons = drift?.reasons ?? [];
  const count = plural(Math.max(1, reasons.length), 'difference');
  const words = isUnfinished
    ? `was not applied to its end: ${count}`
    : isChanged
      ? `has a changed target that was not applied: ${count}`
      : `differs from its target: ${count}`;
  const key = `stack ${name} ${lastAppliedAt ?? ''} ${reasons.join(' ')}`.slice(0, MOST_KEY);
  return { key, stack: name, words, details: reasons.join('\n') };
}
