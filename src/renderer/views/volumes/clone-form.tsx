import { observer } from 'mobx-react-lite';
import { useState } from 'react';
import { type Volume, volumeNameFault } from '#shared/contract/volumes.ts';
import { visibleText } from '#shared/format/visible-text.ts';
import { volumeName } from '#renderer/stores/volume-list-store.ts';
import { BigField } from '#renderer/ui/big-field.tsx';
import { DialogForm } from '#renderer/ui/form-dialog.tsx';
import { useForm } from '#renderer/views/use-form.ts';
import { useStores } from '#renderer/views/stores-context.tsx';

/** The same files once more, under another name. */
export const CloneForm = observer(function CloneForm({ volume, onDone }: { volume: Volume; onDone: () => void }) {
  const { volumeActs, volumes } = useStores();
  const [text, setText] = useState(`${volumeName(volume)}-copy`);
  const [sent, setSent] = useState('');
  const form = useForm(onDone);
  const name = text.trim();
  const fault = volumeNameFault(name) ?? (volumes.find(name) ? `There is a volume "${name}" already.` : undefined);
  const running = volumes.usersOf(volume).filter(({ state }) => state === 'running');
  return (
    <DialogForm
      act="Clone volume"
      isBusy={form.isBusy}
      error={form.errorOf(undefined)}
      onAct={() => {
        setSent(name);
        form.send({ name: fault }, () => volumeActs.clone(volume.name, name));
      }}
    >
      <p className="t2">
        The new volume has the files, driver, options and labels of {volumeName(volume)}.
        {running.length === 0
          ? ''
          : ` ${running.map((one) => visibleText(one.name)).join(', ')} may write to it meanwhile: stop ${running.length === 1 ? 'it' : 'them'} first for a copy of one moment.`}
      </p>
      <BigField
        label="Name of the clone"
        value={text}
        onType={setText}
        error={(name === '' ? undefined : fault) ?? (sent === name ? form.errorOf('name') : undefined)}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
      />
    </DialogForm>
  );
});
