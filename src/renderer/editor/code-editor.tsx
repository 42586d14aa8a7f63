import { autocompletion, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyField, historyKeymap } from '@codemirror/commands';
import { yaml } from '@codemirror/lang-yaml';
import { bracketMatching, foldGutter, foldKeymap, indentOnInput, indentUnit } from '@codemirror/language';
import { type Diagnostic, lintGutter, setDiagnostics } from '@codemirror/lint';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { Compartment, EditorState, type Extension, Prec, type Text } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { useEffect, useImperativeHandle, useLayoutEffect, useRef } from 'react';
import { composeCompletion } from '#renderer/editor/compose-completion.ts';
import { editorLook } from '#renderer/editor/editor-theme.ts';
import '#renderer/editor/editor.css';

/** What is wrong, and where; lines and columns count from 1, the end is not part of it. */
export interface EditorProblem {
  readonly line: number;
  readonly column: number;
  readonly endLine?: number | undefined;
  readonly endColumn?: number | undefined;
  readonly message: string;
  readonly severity: 'error' | 'warning';
}

export interface EditorHandle {
  /** Shows a place and puts the cursor there. */
  goTo(line: number, column: number): void;
  focus(): void;
}

export interface CodeEditorProps {
  label: string;
  /** What it begins with; a later text is taken only where `epoch` changed, for the editor itself knows what was typed. */
  text: string;
  epoch: number | string;
  language: 'compose' | 'yaml' | 'plain';
  problems: readonly EditorProblem[];
  isReadOnly?: boolean;
  onEdit?: (text: string) => void;
  /** Ctrl+S. */
  onSave?: () => void;
  handle?: { current: EditorHandle | null };
  /** Where it leaves what can be undone, by its label, for when it is looked at again. */
  memory?: Map<string, unknown>;
}

/** A text with line numbers, search, completion and problems at their lines. Tab leaves it (no trap); Ctrl+] indents. */
export function CodeEditor(props: CodeEditorProps) {
  const { label, epoch, language, problems, isReadOnly = false, handle } = props;
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const changing = useRef(new Compartment());
  const latest = useRef(props);
  useLayoutEffect(() => {
    latest.current = props;
  });
  useEffect(() => {
    const { memory, isReadOnly: cannotWrite = false } = latest.current;
    const config = {
      doc: latest.current.text,
      extensions: [
        base(latest),
        changing.current.of(permission(cannotWrite)),
        // Its own stop for Tab: what can be scrolled can be reached.
        EditorView.contentAttributes.of({
          'aria-label': label,
          tabindex: '0',
          spellcheck: 'false',
          autocapitalize: 'off',
        }),
        language === 'plain' ? [] : [yaml(), foldGutter()],
        language === 'compose' ? autocompletion({ override: [composeCompletion], icons: false }) : [],
      ],
    };
    const left = memory?.get(label);
    const before = left === undefined ? undefined : EditorState.fromJSON(left, config, FIELDS);
    const made = new EditorView({
      state: before ?? EditorState.create(config),
      ...(place.current && { parent: place.current }),
    });
    // Another text came meanwhile: what was typed before is one undo away.
    replaceText(made, config.doc);
    view.current = made;
    return () => {
      memory?.set(label, made.state.toJSON(FIELDS));
      made.destroy();
      view.current = null;
    };
  }, [label, language]);
  useEffect(() => {
    if (view.current) replaceText(view.current, latest.current.text);
  }, [epoch]);
  useEffect(() => {
    view.current?.dispatch({ effects: changing.current.reconfigure(permission(isReadOnly)) });
  }, [isReadOnly]);
  useEffect(() => {
    const now = view.current;
    if (now) now.dispatch(setDiagnostics(now.state, diagnosticsOf(now.state.doc, problems)));
    // A new editor has none yet; while it is written in, it moves those it has itself.
  }, [problems, label, language]);
  useImperativeHandle(handle ?? null, () => ({
    goTo: (line, column) => {
      const now = view.current;
      if (!now) return;
      const at = offsetOf(now.state.doc, line, column);
      now.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: 'center' }) });
      now.focus();
    },
    focus: () => view.current?.focus(),
  }));
  return <div className="code-editor" ref={place} />;
}

function replaceText(view: EditorView, text: string): void {
  const { doc } = view.state;
  if (doc.toString() !== text) view.dispatch({ changes: { from: 0, to: doc.length, insert: text } });
}

/** Of a state that is kept, beside its text and selection. */
const FIELDS = { history: historyField };

const permission = (isReadOnly: boolean): Extension => [
  EditorState.readOnly.of(isReadOnly),
  // It can be read and searched by keys all the same.
  EditorView.editable.of(true),
];

/** As all that can be pressed here: verbs in sentence case. */
const PHRASES = {
  next: 'Next',
  previous: 'Previous',
  all: 'Select all',
  'match case': 'Match case',
  regexp: 'Pattern',
  'by word': 'Whole words',
  replace: 'Replace',
  'replace all': 'Replace all',
  close: 'Close',
};

function base(latest: { readonly current: CodeEditorProps }): Extension {
  return [
    lineNumbers(),
    lintGutter(),
    history(),
    drawSelection(),
    indentUnit.of('  '),
    indentOnInput(),
    bracketMatching(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    highlightSelectionMatches(),
    search({ top: true }),
    EditorState.phrases.of(PHRASES),
    editorLook,
    // Before the editor's own, which would break a line at Ctrl+Enter.
    Prec.highest(
      keymap.of(
        ['Mod-s', 'Mod-Enter'].map((key) => ({
          key,
          run: () => {
            latest.current.onSave?.();
            return true;
          },
        })),
      ),
    ),
    keymap.of([...completionKeymap, ...searchKeymap, ...historyKeymap, ...foldKeymap, ...defaultKeymap]),
    EditorView.updateListener.of(({ docChanged, state }) => {
      if (docChanged) latest.current.onEdit?.(state.doc.toString());
    }),
  ];
}

/** Within the text, whatever it has become since it was looked at. */
function offsetOf(doc: Text, line: number, column: number): number {
  const found = doc.line(Math.min(Math.max(1, line), doc.lines));
  return Math.min(found.from + Math.max(0, column - 1), found.to);
}

function diagnosticsOf(doc: Text, problems: readonly EditorProblem[]): Diagnostic[] {
  return problems.map(({ line, column, endLine, endColumn, message, severity }) => {
    const from = offsetOf(doc, line, column);
    const end = endLine === undefined ? undefined : offsetOf(doc, endLine, endColumn ?? 1);
    const to = end !== undefined && end > from ? end : doc.lineAt(from).to;
    return { from, to: Math.max(from, to), message, severity };
  });
}
