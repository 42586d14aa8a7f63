import type { Completion, CompletionContext, CompletionResult, CompletionSource } from '@codemirror/autocomplete';
import { composeSpot, keysAt } from '#renderer/editor/compose-place.ts';

const WORD = /[\w.-]*$/;
/** Keys whose value is one of the services beside it. */
const SERVICE_LISTS = new Set(['depends_on', 'links']);

/** Keys and values of compose, as its place in the text allows them; what is refused is not offered. */
export const composeCompletion: CompletionSource = (context: CompletionContext): CompletionResult | null => {
  const { state, pos, explicit } = context;
  const line = state.doc.lineAt(pos);
  const before = state.sliceDoc(line.from, pos);
  if (/(^|\s)#/.test(before)) return null;
  const word = WORD.exec(before)?.[0] ?? '';
  if (word === '' && !explicit) return null;
  const lines = state.doc.toString().split('\n');
  const { place, path, key, taken } = composeSpot(lines, line.number - 1, before);
  const from = pos - word.length;
  if (place === undefined) {
    const last = path.at(-1);
    return last !== undefined && SERVICE_LISTS.has(last) ? { from, options: servicesOf(lines) } : null;
  }
  const keys = keysAt(place);
  if (key !== undefined) {
    const values = Object.hasOwn(keys, key) ? keys[key]?.values : undefined;
    return values ? { from, options: values.map((label) => ({ label, type: 'constant' })) } : null;
  }
  const options = Object.entries(keys)
    .filter(([name, { support }]) => support === 'yes' && !taken.has(name))
    .map(([label, { help }]): Completion => ({ label, detail: help, type: 'property', apply: `${label}: ` }));
  return { from, options, validFor: /^[\w.-]*$/ };
};

/** Names below `services`, by their indentation. */
function servicesOf(lines: readonly string[]): Completion[] {
  const start = lines.findIndex((line) => /^services\s*:/.test(line));
  if (start < 0) return [];
  const found: string[] = [];
  let indent: number | undefined;
  for (const line of lines.slice(start + 1)) {
    if (/^\S/.test(line) && !line.startsWith('#')) break;
    const name = /^(\s+)([\w.-]+)\s*:/.exec(line);
    if (!name) continue;
    indent ??= name[1]?.length;
    if (name[1]?.length === indent && name[2] !== undefined) found.push(name[2]);
  }
  return found.map((label) => ({ label, type: 'variable' }));
}
