import { observer } from 'mobx-react-lite';
import { useState } from 'react';
import { volumeNameFault } from '#shared/contract/volumes.ts';
import { BigField } from '#renderer/ui/big-field.tsx';
import { DialogForm } from '#renderer/ui/form-dialog.tsx';
import { type NameValue, NameValueRows, recordOf, rowsFault } from '#renderer/ui/name-value-rows.tsx';
import { useForm } from '#renderer/views/use-form.ts';
import { useStores } from '#renderer/views/stores-context.tsx';

/** An empty volume, by its name. */
export const CreateForm = observer(function CreateForm({ onDone }: { onDone: () => void }) {
  const { volumeActs } = useStores();
  const [name, setName] = useState('');
  const [driver, setDriver] = useState('local');
  const [sent, setSent] = useState({ name: '', driver: '' });
  const [options, setOptions] = useState<readonly NameValue[]>([]);
  const [labels, setLabels] = useState<readonly NameValue[]>([]);
  const form = useForm(onDone);
  const wanted = { name: name.trim(), driver: driver.trim() };
  const create = (): void => {
    setSent(wanted);
    const faults = {
      name: volumeNameFault(wanted.name),
      driver: wanted.driver === '' ? 'Name a driver: local is always there.' : undefined,
      options: rowsFault(options),
      labels: rowsFault(labels),
    };
    form.send(faults, () => volumeActs.create({ ...wanted, options: recordOf(options), labels: recordOf(labels) }));
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
      <NameValueRows
        legend="Driver options"
        noun="option"
        placeholder="type"
        rows={options}
        error={form.errorOf('options')}
        onChange={setOptions}
      />
      <NameValueRows legend="Labels" noun="label" rows={labels} error={form.errorOf('labels')} onChange={setLabels} />
    </DialogForm>
  );
});
