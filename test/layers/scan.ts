// Finds what a file imports and says which of it its layer may not.
import { posix } from 'node:path';
import { parseAst } from 'vite';
import type { Layer } from './table.ts';

/** Path below src -> source text. */
export type Sources = ReadonlyMap<string, string>;

/** Every module that a file names: static, re-exported, dynamic and in types alike. */
export function importsOf(path: string, source: string): string[] {
  const found: string[] = [];
  visit(parseAst(source, { lang: path.endsWith('x') ? 'tsx' : 'ts' }), found);
  return found;
}

const IMPORTING = new Set([
  'ImportDeclaration',
  'ExportNamedDeclaration',
  'ExportAllDeclaration',
  'ImportExpression',
  'TSImportType',
  'TSExternalModuleReference',
]);

function visit(node: unknown, found: string[]): void {
  if (Array.isArray(node)) {
    for (const item of node) visit(item, found);
    return;
  }
  if (typeof node !== 'object' || node === null) return;
  const { type, source, argument, expression } = node as Record<string, unknown>;
  if (typeof type === 'string' && IMPORTING.has(type)) {
    const named = literal(source) ?? literal(argument) ?? literal(expression);
    if (named !== undefined) found.push(named);
    // A computed import could be anything, so it counts as one that nobody allows.
    else if (type === 'ImportExpression') found.push('(computed)');
  }
  for (const value of Object.values(node)) visit(value, found);
}

function literal(node: unknown): string | undefined {
  if (typeof node !== 'object' || node === null) return undefined;
  const { value, literal: inner } = node as Record<string, unknown>;
  return typeof value === 'string' ? value : literal(inner);
}

/** One line for each import that is not allowed. */
export function violations(sources: Sources, layers: readonly Layer[]): string[] {
  return [...sources].flatMap(([path, source]) => {
    const layer = layerOf(path, layers);
    if (!layer) return [`${path} is in no layer: give its folder a row in test/layers/table.ts`];
    return importsOf(path, source)
      .filter((name) => !isAllowed(layer, path, name))
      .map((name) => `${path} imports ${name}, which ${layer.path} may not`);
  });
}

const isBelow = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`);

function layerOf(path: string, layers: readonly Layer[]): Layer | undefined {
  return layers.filter((layer) => isBelow(path, layer.path)).toSorted((a, b) => b.path.length - a.path.length)[0];
}

function isAllowed(layer: Layer, importer: string, name: string): boolean {
  const target = targetBelowSrc(importer, name);
  if (target !== undefined) return [layer.path, ...layer.layers].some((folder) => isBelow(target, folder));
  return layer.packages.some((allowed) => (allowed === 'node:' ? name.startsWith('node:') : isBelow(name, allowed)));
}

/** `#shared/x.ts` and `../x.ts` as a path below src; undefined for a package. */
function targetBelowSrc(importer: string, name: string): string | undefined {
  const plain = name.split('?')[0] ?? name;
  if (plain.startsWith('#')) return posix.normalize(plain.slice(1));
  if (plain.startsWith('.')) return posix.normalize(posix.join(posix.dirname(importer), plain));
  return undefined;
}
