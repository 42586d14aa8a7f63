import { observer } from 'mobx-react-lite';
import { useState } from 'react';
import type { Container } from '#shared/contract/containers.ts';
import { joinCommand } from '#shared/format/command-line.ts';
import { BigField } from '#renderer/ui/big-field.tsx';
import { DockerWords } from '#renderer/ui/docker-words.tsx';
import { DialogForm } from '#renderer/ui/form-dialog.tsx';
import { Switch } from '#renderer/ui/switch.tsx';
import { referenceFault } from '#renderer/views/images/reference-fault.ts';
import { useForm } from '#renderer/views/use-form.ts';
import { useStores } from '#renderer/views/stores-context.tsx';

/** An image of a container as it is now. */
export const CommitForm = observer(function CommitForm({
  container,
  onDone,
}: {
  container: Container;
  onDone: () => void;
}) {
  const { containerEdit } = useStores();
  const [reference, setReference] = useState(`${container.name.toLowerCase()}:latest`);
  const [comment, setComment] = useState('');
  const [pause, setPause] = useState(true);
  const [sent, setSent] = useState('');
  const form = useForm(onDone);
  const name = reference.trim();
  const isRunning = container.state === 'running';
  const commit = (): void => {
    setSent(name);
    form.send({ reference: referenceFault(name), comment: undefined }, () =>
      containerEdit.commit(container, {
        reference: name,
        pause,
        ...(comment.trim() !== '' && { comment: comment.trim() }),
      }),
    );
  };
  const words = [
    'docker',
    'commit',
    ...(comment.trim() === '' ? [] : ['--message', comment.trim()]),
    ...(pause ? [] : ['--pause=false']),
    container.name,
    name,
  ];
  return (
    <DialogForm act="Make image" isBusy={form.isBusy} error={form.errorOf(undefined)} onAct={commit}>
      <BigField
        label="Name"
        value={reference}
        onType={setReference}
        hint="What lies in volumes is not part of it."
        error={sent === name ? form.errorOf('reference') : undefined}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
      />
      <BigField label="Comment" value={comment} onType={setComment} placeholder="Why it was made" autoComplete="off" />
      {isRunning ? (
        <div className="form-switch">
          <Switch label="Pause meanwhile" isOn={pause} onSwitch={setPause} />
          <span aria-hidden="true">Pause meanwhile, so that no file is half written</span>
        </div>
      ) : null}
      <DockerWords command={joinCommand(words)} />
    </DialogForm>
  );
});
