import { useState } from 'react';
import { BigField } from '#renderer/ui/big-field.tsx';
import { DialogForm } from '#renderer/ui/form-dialog.tsx';

/** As the contract has it: a relative path that stays inside of the stack's folder. */
const fileFault = (path: string, taken: readonly string[]): string | undefined => {
  if (path === '') return 'Name the file.';
  if (taken.includes(path)) return `There is a file "${path}" already.`;
  const isInside =
    !path.startsWith('/') && !path.includes('\\') && !path.split('/').some((part) => part === '..' || part === '');
  return isInside ? undefined : 'A file of a stack has a relative path that stays inside of its folder.';
};

/** A further file that the compose text refers to. */
export function FileForm({ taken, onDone }: { taken: readonly string[]; onDone: (path: string) => void }) {
  const [path, setPath] = useState('');
  const [sent, setSent] = useState<string>();
  const wanted = path.trim();
  return (
    <DialogForm
      act="Add file"
      isBusy={false}
      error={undefined}
      onAct={() => {
        setSent(wanted);
        if (fileFault(wanted, taken) === undefined) onDone(wanted);
      }}
    >
      <BigField
        label="Path"
        value={path}
        onType={setPath}
        placeholder="config/nginx.conf"
        hint="Beside the compose text; compose.override.yaml is merged into it."
        error={sent === wanted ? fileFault(wanted, taken) : undefined}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
      />
    </DialogForm>
  );
}

/** Where relative paths begin. */
export function FolderForm({ folder, onDone }: { folder: string | null; onDone: (folder: string | null) => void }) {
  const [path, setPath] = useState(folder ?? '');
  const [isSent, setSent] = useState(false);
  const wanted = path.trim();
  const fault = wanted === '' || wanted.startsWith('/') ? undefined : 'The folder is a whole path, beginning with "/".';
  return (
    <DialogForm
      act="Use this folder"
      isBusy={false}
      error={undefined}
      onAct={() => {
        setSent(true);
        if (fault === undefined) onDone(wanted === '' ? null : wanted);
      }}
    >
      <BigField
        label="Folder on the engine's machine"
        value={path}
        onType={setPath}
        placeholder="One of Quayside’s own"
        hint="Relative paths of mounts and builds begin here."
        error={isSent ? fault : undefined}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
      />
    </DialogForm>
  );
}
