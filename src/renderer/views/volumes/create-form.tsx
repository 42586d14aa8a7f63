import { observer } from 'mobx-react-lite';
import { useState } from 'react';
import { volumeNameFault } from '#shared/contract/volumes.ts';
import { BigField } from '#renderer/ui/big-field.tsx';
import { DialogForm } from '#renderer/ui/form-dialog.tsx';
import { useForm } from '#renderer/views/use-form.ts';
import { useStores } from '#renderer/views/stores-context.tsx';

/** An empty volume, by its name. */
export const CreateForm = observer(function CreateForm({ onDone }: { onDone: () => void }) {
  const { volumeActs } = useStores();
  const [name, setName] = useState('');
  const [driver, setDriver] = useState('local');
  const [sent, setSent] = useState({ name: '', driver: '' });
  const form = useForm(onDone);
  const wanted = { name: name.trim(), driver: driver.trim() };
  const create = (): void => {
    setSent(wanted);
    const faults = {
      name: volumeNameFault(wanted.name),
      driver: wanted.driver === '' ? 'Name a driver: local is always there.' : undefined,
    };
    form.send(faults, () => volumeActs.create(wanted.name, wanted.driver));
  };
  return (
    <DialogForm act="Create volume" isBusy={form.isBusy} error={form.errorOf(undefined)} onAct={create}>
      <BigField
        label="Name"
        value={name}
        onType={setName}
        hint="Containers mount it by this name."
        error={sent.name === wanted.name ? form.errorOf('name') : undefined}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
      />
      <BigField
        label="Driver"
        value={driver}
        onType={setDriver}
        hint="local keeps it on the engine's own disk."
        error={sent.driver === wanted.driver ? form.errorOf('driver') : undefined}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
      />
    </DialogForm>
  );
});
