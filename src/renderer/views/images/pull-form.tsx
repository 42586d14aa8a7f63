import { observer } from 'mobx-react-lite';
import { useState } from 'react';
import {
  formatImageReference,
  isReferenceFault,
  parseImageReference,
  withDefaultTag,
} from '#shared/base/image-reference.ts';
import { BigField } from '#renderer/ui/big-field.tsx';
import { DialogForm } from '#renderer/ui/form-dialog.tsx';
import { Pick } from '#renderer/ui/pick.tsx';
import { referenceFault } from '#renderer/views/images/reference-fault.ts';
import { useForm } from '#renderer/views/use-form.ts';
import { useStores } from '#renderer/views/stores-context.tsx';

/** What images are usually made for; the engine takes any other by the command line. */
const PLATFORMS = [
  { value: '', label: "The engine's own" },
  { value: 'linux/amd64', label: 'linux/amd64' },
  { value: 'linux/arm64', label: 'linux/arm64' },
  { value: 'linux/arm/v7', label: 'linux/arm/v7' },
  { value: 'linux/386', label: 'linux/386' },
  { value: 'linux/riscv64', label: 'linux/riscv64' },
];

/** A name and a platform; says where it will be fetched from while it is typed. */
export const PullForm = observer(function PullForm({
  reference: given = '',
  onDone,
}: {
  reference?: string | undefined;
  onDone: () => void;
}) {
  const { imageActs } = useStores();
  const [reference, setReference] = useState(given);
  const [platform, setPlatform] = useState('');
  // What was wrong with a name is wrong no more once it was changed.
  const [sent, setSent] = useState('');
  const form = useForm(onDone);
  const name = reference.trim();
  const pull = (): void => {
    setSent(name);
    form.send({ reference: referenceFault(name), platform: undefined }, () =>
      imageActs.pull({ reference: name, ...(platform !== '' && { platform }) }),
    );
  };
  return (
    <DialogForm act="Pull" isBusy={form.isBusy} error={form.errorOf(undefined)} onAct={pull}>
      <BigField
        label="Image"
        value={reference}
        onType={setReference}
        placeholder="nginx:1.27 or ghcr.io/acme/shop-api:2"
        hint={whereFrom(name)}
        error={sent === name ? form.errorOf('reference') : undefined}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
      />
      <div className="form-row">
        <span aria-hidden="true">Platform</span>
        <Pick isPlain label="Platform" value={platform} choices={PLATFORMS} onPick={setPlatform} />
        {form.errorOf('platform') === undefined ? null : <p className="field-error">{form.errorOf('platform')}</p>}
      </div>
    </DialogForm>
  );
});

/** "From Docker Hub, as nginx:latest." */
function whereFrom(text: string): string {
  const parsed = parseImageReference(text);
  if (isReferenceFault(parsed)) return 'A private registry is signed in to with docker login.';
  const whole = formatImageReference(withDefaultTag(parsed));
  return `From ${parsed.registry === 'docker.io' ? 'Docker Hub' : parsed.registry}, as ${whole}.`;
}
