import { observer } from 'mobx-react-lite';
import { useEffect, useRef, useState } from 'react';
import { plainPath } from '#shared/format/file-name.ts';
import type { AppError } from '#shared/protocol/errors.ts';
import type { ContainerFiles } from '#renderer/stores/container-files.ts';
import { useCommands } from '#renderer/views/use-commands.ts';

/** The path of what is chosen; another can be written. What is wrong with it stands under it, and it stays as it was typed. */
export const PathField = observer(function PathField({ files, onGone }: { files: ContainerFiles; onGone: () => void }) {
  const input = useRef<HTMLInputElement>(null);
  const [draft, setDraft] = useState<string>();
  const [error, setError] = useState<AppError>();
  const { active } = files;
  const shown = files.shownPath(active ?? files.top);
  // Something else was chosen: what was typed is over.
  useEffect(() => {
    setDraft(undefined);
    setError(undefined);
  }, [active]);
  useCommands({
    'list.filter': () => {
      input.current?.focus();
      input.current?.select();
    },
  });
  const go = (): void => {
    const path = files.pathOf(plainPath(draft ?? shown));
    setError(undefined);
    onGone();
    files.goTo(path).then(
      () => setDraft(undefined),
      (thrown: AppError) => setError(thrown),
    );
  };
  return (
    <div className="text-field files-path">
      <div className={error ? 'field is-bad' : 'field'}>
        <input
          ref={input}
          className="mono"
          aria-label="Path"
          aria-invalid={error !== undefined}
          aria-describedby={error ? 'files-path-error' : undefined}
          spellCheck={false}
          value={draft ?? shown}
          onChange={(event) => setDraft(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') go();
            else if (event.key === 'Escape' && draft !== undefined) {
              event.stopPropagation();
              setDraft(undefined);
              setError(undefined);
            }
          }}
        />
      </div>
      {error ? (
        <p id="files-path-error" className="field-error" role="alert">
          {files.inWords(error.message)}
        </p>
      ) : null}
    </div>
  );
});
