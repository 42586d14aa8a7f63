import { yaml } from '@codemirror/lang-yaml';
import { MergeView, unifiedMergeView } from '@codemirror/merge';
import { EditorState, type Extension } from '@codemirror/state';
import { EditorView, keymap, lineNumbers } from '@codemirror/view';
import { defaultKeymap } from '@codemirror/commands';
import { useEffect, useRef } from 'react';
import { editorLook } from '#renderer/editor/editor-theme.ts';
import '#renderer/editor/editor.css';

const READING: Extension = [
  lineNumbers(),
  EditorState.readOnly.of(true),
  EditorView.lineWrapping,
  editorLook,
  yaml(),
  keymap.of(defaultKeymap),
];
const UNCHANGED = { margin: 3, minSize: 6 };

const named = (label: string): Extension => EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' });

/** Two texts and what changed between them: side by side, or in one where there is no room for two. */
export function TextDifference({
  before,
  after,
  beforeLabel,
  afterLabel,
  isNarrow,
}: {
  before: string;
  after: string;
  beforeLabel: string;
  afterLabel: string;
  isNarrow: boolean;
}) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const parent = place.current;
    if (!parent) return;
    const made = isNarrow
      ? new EditorView({
          parent,
          state: EditorState.create({
            doc: after,
            extensions: [
              READING,
              named(`${beforeLabel}, then ${afterLabel}`),
              unifiedMergeView({ original: before, mergeControls: false, collapseUnchanged: UNCHANGED }),
            ],
          }),
        })
      : new MergeView({
          parent,
          a: { doc: before, extensions: [READING, named(beforeLabel)] },
          b: { doc: after, extensions: [READING, named(afterLabel)] },
          collapseUnchanged: UNCHANGED,
        });
    return () => made.destroy();
  }, [before, after, beforeLabel, afterLabel, isNarrow]);
  return (
    <div className="text-difference">
      {isNarrow ? null : (
        <div className="difference-heads">
          <span className="t2">{beforeLabel}</span>
          <span className="t2">{afterLabel}</span>
        </div>
      )}
      <div className="difference-texts" ref={place} />
    </div>
  );
}
