import { Dialog } from '@base-ui/react/dialog';
import { observer } from 'mobx-react-lite';
import { useState } from 'react';
import type { NetworkRole } from '#shared/contract/pairing.ts';
import { nameFault, useForm } from '#renderer/views/remote/use-form.ts';
import { RoleRow } from '#renderer/views/remote/user-dialogs.tsx';
import { useStores } from '#renderer/views/stores-context.tsx';
import { BigField } from '#renderer/ui/big-field.tsx';
import { CopyTextButton } from '#renderer/ui/copy-button.tsx';
import { FormDialog } from '#renderer/ui/form-dialog.tsx';
import { Pick } from '#renderer/ui/pick.tsx';

const DAY_MS = 86_400_000;
const LASTS = [
  { value: 30, label: '30 days' },
  { value: 90, label: '90 days' },
  { value: 365, label: 'A year' },
  { value: 0, label: 'Until it is revoked' },
];

/** A name, a role and an end; then the token itself, this once. */
export const TokenDialog = observer(function TokenDialog({ onClose }: { onClose: () => void }) {
  const { users, clock } = useStores();
  const [name, setName] = useState('');
  const [role, setRole] = useState<NetworkRole>('viewer');
  const [days, setDays] = useState(90);
  const [token, setToken] = useState<string>();
  const form = useForm(() => undefined);
  if (token !== undefined) return <ShownOnce name={name} token={token} onClose={onClose} />;
  const make = (): void =>
    form.send({ name: nameFault(name) }, async () => {
      const endsAt = days === 0 ? {} : { endsAt: new Date(clock.now() + days * DAY_MS).toISOString() };
      setToken(await users.makeToken({ name, role, ...endsAt }));
    });
  return (
    <FormDialog
      open
      title="Make a token"
      act="Make token"
      isBusy={form.isBusy}
      error={form.errorOf(undefined)}
      onAct={make}
      onClose={onClose}
    >
      <BigField
        label="Name"
        value={name}
        onType={setName}
        hint="What uses it: prometheus, nightly-report."
        error={form.errorOf('name')}
        autoComplete="off"
        spellCheck={false}
        autoFocus
      />
      <RoleRow label="Role of the token" role={role} onPick={setRole} />
      <div className="form-row">
        <span aria-hidden="true">Lasts</span>
        <Pick isPlain label="How long it lasts" value={days} choices={LASTS} onPick={setDays} />
      </div>
    </FormDialog>
  );
});

/** Leaving it is leaving the token: only its button closes it, not a click beside it. */
function ShownOnce({ name, token, onClose }: { name: string; token: string; onClose: () => void }) {
  return (
    <Dialog.Root open onOpenChange={(next) => !next && onClose()} disablePointerDismissal>
      <Dialog.Portal>
        <Dialog.Backdrop className="scrim" />
        <Dialog.Popup className="dialog form-dialog">
          <Dialog.Title>Token of {name}</Dialog.Title>
          <Dialog.Description>
            Copy it now. It is not shown again: a lost token is revoked, and another one made.
          </Dialog.Description>
          <p className="mono text token-text">{token}</p>
          <div className="acts">
            <CopyTextButton text={token} label="Copy token" />
            <Dialog.Close className="btn big primary">Done</Dialog.Close>
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
