import { observer } from 'mobx-react-lite';
import { useState } from 'react';
import { containerNameFault } from '#shared/contract/container-spec.ts';
import type { Container } from '#shared/contract/containers.ts';
import { joinCommand } from '#shared/format/command-line.ts';
import { BigField } from '#renderer/ui/big-field.tsx';
import { DockerWords } from '#renderer/ui/docker-words.tsx';
import { DialogForm } from '#renderer/ui/form-dialog.tsx';
import { nameTaken } from '#renderer/views/containers/name-taken.ts';
import { useForm } from '#renderer/views/use-form.ts';
import { useStores } from '#renderer/views/stores-context.tsx';

/** Another name for a container; who finds it by its name in a network is told what that means. */
export const RenameForm = observer(function RenameForm({
  container,
  onDone,
}: {
  container: Container;
  onDone: () => void;
}) {
  const { containerEdit, containers } = useStores();
  const [text, setText] = useState(container.name);
  const [sent, setSent] = useState('');
  const form = useForm(onDone);
  const name = text.trim();
  const taken = name === container.name ? undefined : nameTaken(containers, name);
  const rename = (): void => {
    setSent(name);
    const fault = name === container.name ? 'This is its name already.' : containerNameFault(name);
    form.send({ name: fault ?? taken }, () => containerEdit.rename(container, name));
  };
  return (
    <DialogForm act="Rename" isBusy={form.isBusy} error={form.errorOf(undefined)} onAct={rename}>
      <BigField
        label="New name"
        value={text}
        onType={setText}
        hint="Containers in its networks find it by the new name at once."
        error={sent === name ? form.errorOf('name') : taken}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
      />
      <DockerWords command={joinCommand(['docker', 'rename', container.name, name])} />
    </DialogForm>
  );
});
