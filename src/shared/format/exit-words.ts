const MEANINGS: Record<number, string> = {
  125: 'Docker could not start it',
  126: 'the command cannot be run',
  127: 'the command was not found',
  130: 'interrupted',
  134: 'aborted',
  137: 'killed',
  139: 'crashed, bad memory access',
  143: 'asked to end',
};

/** "137 (killed)": an exit code with what it stands for by custom; codes of a program's own stay alone. */
export const exitWords = (code: number): string => (MEANINGS[code] ? `${code} (${MEANINGS[code]})` : String(code));
