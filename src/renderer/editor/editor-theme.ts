import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** Of the tokens alone, so that the theme follows without the editor being told. */
const LOOK = EditorView.theme({
  '&': { height: '100%', color: 'var(--text-1)', backgroundColor: 'var(--bg-sunken)', fontSize: 'var(--fs-log)' },
  // The ring is drawn over it: the gutter would cover this one.
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--font-mono)', lineHeight: 'var(--lh-log)', fontVariantLigatures: 'none' },
  '.cm-content': { caretColor: 'var(--text-1)', padding: '8px 0' },
  '.cm-cursor': { borderLeftColor: 'var(--text-1)' },
  '.cm-gutters': { backgroundColor: 'var(--bg-sunken)', color: 'var(--text-3)', border: '0' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'var(--editor-line)' },
  '.cm-activeLineGutter': { color: 'var(--text-1)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'var(--editor-selection) !important',
  },
  '.cm-matchingBracket, &.cm-focused .cm-matchingBracket': {
    backgroundColor: 'transparent',
    outline: '1px solid var(--border-strong)',
  },
  '.cm-searchMatch': { backgroundColor: 'var(--accent-soft)', outline: '1px solid var(--accent)' },
  '.cm-panels': { backgroundColor: 'var(--bg-raised)', color: 'var(--text-1)', borderColor: 'var(--border)' },
  '.cm-panels.cm-panels-top': { borderBottom: '1px solid var(--border)' },
  '.cm-panel.cm-search': { padding: '6px 32px 6px 12px', fontFamily: 'var(--font-ui)', fontSize: 'var(--fs-13)' },
  '.cm-panel.cm-search label': { fontSize: 'var(--fs-12)', color: 'var(--text-2)' },
  '.cm-textfield': {
    backgroundColor: 'var(--bg-surface)',
    color: 'var(--text-1)',
    border: '1px solid var(--border-strong)',
    borderRadius: 'var(--r-2)',
    fontSize: 'var(--fs-13)',
  },
  '.cm-button': {
    backgroundColor: 'var(--bg-raised)',
    backgroundImage: 'none',
    color: 'var(--text-1)',
    border: '1px solid var(--border-2)',
    borderRadius: 'var(--r-2)',
    fontSize: 'var(--fs-12)',
  },
  '.cm-panel.cm-search [name=close]': { color: 'var(--text-2)', fontSize: 'var(--fs-16)', minWidth: '24px' },
  '.cm-tooltip': {
    backgroundColor: 'var(--bg-raised)',
    color: 'var(--text-1)',
    border: '1px solid var(--border-2)',
    borderRadius: 'var(--r-2)',
    boxShadow: 'var(--shadow-2)',
    fontFamily: 'var(--font-ui)',
    fontSize: 'var(--fs-13)',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': {
    fontFamily: 'var(--font-mono)',
    fontSize: 'var(--fs-12)',
    maxHeight: '14em',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '3px 10px' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    backgroundColor: 'var(--bg-selected)',
    color: 'var(--text-1)',
  },
  '.cm-completionDetail': {
    color: 'var(--text-3)',
    fontStyle: 'normal',
    fontFamily: 'var(--font-ui)',
    marginLeft: '14px',
  },
  '.cm-completionMatchedText': { textDecoration: 'none', color: 'var(--accent)' },
  '.cm-diagnostic': { padding: '6px 10px', borderLeft: '3px solid var(--state-warn)', maxWidth: '60ch' },
  '.cm-diagnostic-error': { borderLeftColor: 'var(--state-bad)' },
  '.cm-lintRange-error': { backgroundImage: 'none', borderBottom: '2px solid var(--state-bad)' },
  '.cm-lintRange-warning': { backgroundImage: 'none', borderBottom: '2px solid var(--state-warn)' },
  '.cm-lint-marker': { width: '12px', height: '12px' },
  '.cm-foldPlaceholder': { backgroundColor: 'var(--bg-hover)', color: 'var(--text-2)', border: '0' },
  // Differences: the side, or a bar at the edge, tells them as well, so that colour is never alone.
  '&.cm-merge-a .cm-changedLine, .cm-deletedChunk': {
    backgroundColor: 'var(--state-bad-soft)',
  },
  '&.cm-merge-b .cm-changedLine, .cm-insertedLine': {
    backgroundColor: 'var(--state-ok-soft)',
  },
  '&.cm-merge-a .cm-changedText, .cm-deletedChunk .cm-deletedText': {
    background: 'none',
    textDecoration: 'underline 2px var(--state-bad)',
  },
  '&.cm-merge-b .cm-changedText': { background: 'none', textDecoration: 'underline 2px var(--state-ok)' },
  // Its marks are in none of our fonts.
  '.cm-collapsedLines:before, .cm-collapsedLines:after': { content: '""', marginInline: '0' },
  '.cm-collapsedLines': {
    background: 'var(--bg-hover)',
    color: 'var(--text-2)',
    fontFamily: 'var(--font-ui)',
    fontSize: 'var(--fs-12)',
  },
});

const COLOURS = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: 'var(--accent)' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--state-ok)' },
  { tag: [tags.comment, tags.lineComment], color: 'var(--text-3)', fontStyle: 'italic' },
  { tag: [tags.bool, tags.null, tags.number], color: 'var(--state-warn)' },
  { tag: [tags.typeName, tags.labelName, tags.keyword, tags.meta], color: 'var(--link)' },
  { tag: [tags.punctuation, tags.separator, tags.squareBracket, tags.brace], color: 'var(--text-2)' },
]);

export const editorLook: Extension = [LOOK, syntaxHighlighting(COLOURS)];
