import { isMap, isScalar, Lexer, type Pair, parseDocument, type Scalar, visit } from 'yaml';
import { isSecretVariable } from '#shared/format/secret-name.ts';
import { isTooDeep } from '#main/stacks/compose/too-deep.ts';
import { MASK, maskText } from '#main/engine/mask.ts';
import type { TargetVersion } from '#main/stacks/target-store.ts';

/** Below these stand values that may be anything, and arguments of programs. */
const HIDING = new Set(['environment', 'args', 'content', 'command', 'entrypoint', 'test', 'driver_opts']);

/** A target for who may look and not set: without values of variables, files, and what looks like a secret. */
export function maskedTarget<T extends Pick<TargetVersion, 'compose' | 'env' | 'files'>>(target: T): T {
  return {
    ...target,
    compose: maskedCompose(target.compose),
    env: target.env.split('\n').map(maskedLine).join('\n'),
    files: Object.fromEntries(Object.keys(target.files).map((name) => [name, ''])),
  };
}

/** Of a line of variables only the name stays; one that is neither that nor a comment goes on with a value. */
function maskedLine(line: string): string {
  const name = /^\s*(?:export\s+)?[A-Za-z_][\w.-]*\s*=/.exec(line)?.[0];
  if (name !== undefined) return `${name}${MASK}`;
  return /^\s*(#|$)/.test(line) ? line : MASK;
}

/** The text as it was written, with values cut out of it. One that is no YAML is not shown at all: nobody can say what is in it. */
export function maskedCompose(text: string): string {
  if (isTooDeep(text)) return '';
  const document = parseDocument(text, { prettyErrors: false, keepSourceTokens: false, uniqueKeys: false });
  if (document.errors.length > 0) return '';
  const cuts: { from: number; to: number; text: string }[] = [];
  visit(document, {
    Scalar(key, node, path) {
      if (key === 'key' || !node.range) return;
      const pairs = path.filter(
        (one): one is Pair => !Array.isArray(one) && 'key' in (one as object) && 'value' in (one as object),
      );
      const names = pairs.map(({ key: name }) => (isScalar(name) ? String(name.value) : ''));
      const isHidden = names.some((name) => HIDING.has(name) || (name !== 'secrets' && isSecretVariable(name)));
      const inList = typeof key === 'number';
      const masked = isHidden ? maskOf(node, inList) : maskText(String(node.source ?? node.value ?? ''), 'masked');
      if (node.value === null || (!isHidden && masked === String(node.source ?? node.value ?? ''))) return;
      cuts.push({ from: node.range[0], to: node.range[1], text: isHidden ? masked : JSON.stringify(masked) });
    },
  });
  let shown = text;
  for (const { from, to, text: instead } of cuts.sort((a, b) => b.from - a.from))
    shown = `${shown.slice(0, from)}${instead}${shown.slice(from, to).endsWith('\n') ? '\n' : ''}${shown.slice(to)}`;
  return isMap(document.contents) ? withoutComments(shown) : '';
}

/** What was taken out for a while stands in a comment, with its values. */
function withoutComments(text: string): string {
  let out = '';
  for (const part of new Lexer().lex(text)) {
    // Marks of the reader itself stand for no text: where a document and a scalar begin.
    if (part === '\u0002' || part === '\u0018' || part === '\u001f') continue;
    out += part.startsWith('#') ? '#' : part;
  }
  return out;
}

/** `NAME=value` of a list keeps its name. */
function maskOf(node: Scalar, isItem: boolean): string {
  const value = String(node.value ?? '');
  const at = isItem ? value.indexOf('=') : -1;
  return JSON.stringify(at > 0 ? `${value.slice(0, at)}=${MASK}` : MASK);
}
