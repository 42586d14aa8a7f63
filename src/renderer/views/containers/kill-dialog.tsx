import { observer } from 'mobx-react-lite';
import { useState } from 'react';
import type { Container } from '#shared/contract/containers.ts';
import { joinCommand } from '#shared/format/command-line.ts';
import { plural } from '#shared/format/quantity.ts';
import { visibleText } from '#shared/format/visible-text.ts';
import { Confirm } from '#renderer/ui/confirm.tsx';
import { DockerWords } from '#renderer/ui/docker-words.tsx';
import { Pick } from '#renderer/ui/pick.tsx';
import { useStores } from '#renderer/views/stores-context.tsx';

/** Those that people send; what each does to a program that has not decided otherwise. */
const SIGNALS = {
  SIGKILL: 'end at once, without the chance to finish what they write',
  SIGTERM: 'are asked to end',
  SIGINT: 'are interrupted, as by Ctrl+C',
  SIGQUIT: 'end and leave a dump, where they do',
  SIGHUP: 'are told that their terminal is gone; many read their configuration again',
  SIGUSR1: 'get a signal whose meaning is their own',
  SIGUSR2: 'get a signal whose meaning is their own',
  SIGSTOP: 'stand still until SIGCONT',
  SIGCONT: 'go on after SIGSTOP',
} as const;
type SignalName = keyof typeof SIGNALS;
const CHOICES = (Object.keys(SIGNALS) as SignalName[]).map((value) => ({ value, label: value }));

/** Asks before a signal is sent, SIGKILL unless another is chosen; with several, each is named. */
export const KillDialog = observer(function KillDialog({
  containers,
  onClose,
}: {
  containers: readonly Container[];
  onClose: () => void;
}) {
  const { acts } = useStores();
  const [signal, setSignal] = useState<SignalName>('SIGKILL');
  const [first] = containers;
  const isOne = containers.length === 1;
  const isKill = signal === 'SIGKILL';
  const verb = isKill ? 'Kill' : `Send ${signal}`;
  const names = containers.map(({ name }) => name);
  const close = (): void => {
    setSignal('SIGKILL');
    onClose();
  };
  return (
    <Confirm
      open={first !== undefined}
      title={isOne ? `Kill ${visibleText(first?.name ?? '')}?` : `Kill ${plural(containers.length, 'container')}?`}
      items={isOne ? [] : containers.map(({ name, image }) => ({ name: visibleText(name), note: visibleText(image) }))}
      act={isOne || !isKill ? verb : `Kill ${plural(containers.length, 'container')}`}
      onAct={() => {
        const more = isKill ? {} : { signal };
        if (isOne && first) void acts.run('kill', first.id, first.name, more);
        else void acts.runAll('kill', containers, more);
      }}
      onClose={close}
    >
      <p>
        {isOne ? 'Its' : 'Their'} processes {SIGNALS[signal]}. {isOne ? 'The container' : 'Containers'}, volumes and
        logs stay.
      </p>
      <div className="confirm-pick">
        <Pick<SignalName> label="Signal" value={signal} choices={CHOICES} onPick={setSignal} />
      </div>
      <DockerWords command={joinCommand(['docker', 'kill', ...(isKill ? [] : ['--signal', signal]), ...names])} />
    </Confirm>
  );
});
