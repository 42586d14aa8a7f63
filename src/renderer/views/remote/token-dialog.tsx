import { Dialog } from '@base-ui/react/dialog';
import { observer } from 'mobx-react-lite';
import { useEffect, useRef, useState } from 'react';
import type { NetworkRole } from '#shared/contract/pairing.ts';
import { nameFault } from '#renderer/views/remote/name-fault.ts';
import { useForm } from '#renderer/views/use-form.ts';
import { RoleRow } from '#renderer/views/remote/user-dialogs.tsx';
import { useStores } from '#renderer/views/stores-context.tsx';
import { BigField } from '#renderer/ui/big-field.tsx';
import { CopyTextButton } from '#renderer/ui/copy-button.tsx';
import { DialogForm, FormDialog } from '#renderer/ui/form-dialog.tsx';
import { Pick } from '#renderer/ui/pick.tsx';

const DAY_MS = 86_400_000;
const LASTS = [
  { value: 30, label: '30 days' },
  { value: 90, label: '90 days' },
  { value: 365, label: 'A year' },
  { value: 0, label: 'Until it is revoked' },
];

interface Made {
  readonly name: string;
  readonly token: string;
}

/** A name, a role and an end; then the token itself, this once. */
export function TokenDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const [made, setMade] = useState<Made>();
  return (
    <FormDialog
      open={open}
      title={made ? `Token of ${made.name}` : 'Make a token'}
      isSticky={made !== undefined}
      onClose={onClose}
      onClosed={() => setMade(undefined)}
    >
      {made ? <ShownOnce token={made.token} /> : <TokenForm onMade={setMade} />}
    </FormDialog>
  );
}

const TokenForm = observer(function TokenForm({ onMade }: { onMade: (made: Made) => void }) {
  const { users, clock } = useStores();
  const [name, setName] = useState('');
  const [role, setRole] = useState<NetworkRole>('viewer');
  const [days, setDays] = useState(90);
  const form = useForm(() => undefined);
  const make = (): void =>
    form.send({ name: nameFault(name) }, async () => {
      const endsAt = days === 0 ? {} : { endsAt: new Date(clock.now() + days * DAY_MS).toISOString() };
      onMade({ name, token: await users.makeToken({ name, role, ...endsAt }) });
    });
  return (
    <DialogForm act="Make token" isBusy={form.isBusy} error={form.errorOf(undefined)} onAct={make}>
      <BigField
        label="Name"
        value={name}
        onType={setName}
        hint="What uses it: prometheus, nightly-report."
        error={form.errorOf('name')}
        autoComplete="off"
        spellCheck={false}
      />
      <RoleRow label="Role of the token" role={role} onPick={setRole} />
      <div className="form-row">
        <span aria-hidden="true">Lasts</span>
        <Pick isPlain label="How long it lasts" value={days} choices={LASTS} onPick={setDays} />
      </div>
    </DialogForm>
  );
});

/** Leaving it is leaving the token. The form that had the focus is gone, so it takes it. */
function ShownOnce({ token }: { token: string }) {
  const done = useRef<HTMLButtonElement>(null);
  useEffect(() => done.current?.focus(), []);
  return (
    <>
      <Dialog.Description>
        Copy it now. It is not shown again: a lost token is revoked, and another one made.
      </Dialog.Description>
      <p className="mono text token-text">{token}</p>
      <div className="acts">
        <CopyTextButton text={token} label="Copy token" />
        <Dialog.Close ref={done} className="btn big primary">
          Done
        </Dialog.Close>
      </div>
    </>
  );
}
