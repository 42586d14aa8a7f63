import { type ReactNode, useCallback, useState } from 'react';
import { plural } from '#shared/format/quantity.ts';
import { cutEnd, visibleText } from '#shared/format/visible-text.ts';
import { Confirm } from '#renderer/ui/confirm.tsx';
import { useStores } from '#renderer/views/stores-context.tsx';

/** Of the text that is about to be typed, this much is shown. */
const SHOWN = 2000;

interface Question {
  text: string;
  answer: (agreed: string | null) => void;
}

/** Asks once before more than one line is pasted: a shell runs each line as it comes. */
export function usePasteQuestion(): { ask: (text: string) => Promise<string | null>; dialog: ReactNode } {
  const { settings } = useStores();
  const [question, setQuestion] = useState<Question | null>(null);
  const ask = useCallback(
    (text: string): Promise<string | null> => {
      const hasLines = /[\r\n]/.test(text.replace(/[\r\n]+$/, ''));
      if (!hasLines || !settings.value.terminalAskPaste) return Promise.resolve(text);
      return new Promise((answer) => setQuestion({ text, answer }));
    },
    [settings],
  );
  const lines = question?.text.replace(/\r?\n$/, '').split(/\r\n|\r|\n/) ?? [];
  const end = (agreed: string | null): void => {
    question?.answer(agreed);
    setQuestion(null);
  };
  const dialog = (
    <Confirm
      open={question !== null}
      title={`Paste ${plural(lines.length, 'line')}?`}
      act={`Paste ${plural(lines.length, 'line')}`}
      isCalm
      onAct={() => end(question?.text ?? null)}
      onClose={() => end(null)}
    >
      <p>The shell may run each line as it comes.</p>
      <pre className="out mono paste">
        {lines
          .map((line) => visibleText(cutEnd(line, 300)))
          .join('\n')
          .slice(0, SHOWN)}
      </pre>
    </Confirm>
  );
  return { ask, dialog };
}
