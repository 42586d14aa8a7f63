import { observer } from 'mobx-react-lite';
import { useState } from 'react';
import type { NetworkRole } from '#shared/contract/pairing.ts';
import { MIN_PASSWORD } from '#shared/contract/users.ts';
import { useRoles } from '#renderer/views/remote/roles.ts';
import { nameFault } from '#renderer/views/remote/name-fault.ts';
import { useForm } from '#renderer/views/use-form.ts';
import { ROLE_TEXTS } from '#renderer/views/viewer/role-words.ts';
import { useStores } from '#renderer/views/stores-context.tsx';
import { BigField } from '#renderer/ui/big-field.tsx';
import { DialogForm, FormDialog } from '#renderer/ui/form-dialog.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { Segments } from '#renderer/ui/segments.tsx';

const passwordFault = (password: string): string | undefined =>
  password.length < MIN_PASSWORD ? `A password has at least ${MIN_PASSWORD} characters.` : undefined;

/** A name, a role and a first password. */
export const UserDialog = ({ open, onClose }: { open: boolean; onClose: () => void }) => (
  <FormDialog open={open} title="Add a user" onClose={onClose}>
    <UserForm onDone={onClose} />
  </FormDialog>
);

const UserForm = observer(function UserForm({ onDone }: { onDone: () => void }) {
  const { users } = useStores();
  const [name, setName] = useState('');
  const [role, setRole] = useState<NetworkRole>('viewer');
  const [password, setPassword] = useState('');
  const form = useForm(onDone);
  const add = (): void => {
    const faults = { name: nameFault(name), password: passwordFault(password) };
    form.send(faults, () => users.add({ name, role, password }));
  };
  return (
    <DialogForm act="Add user" isBusy={form.isBusy} error={form.errorOf(undefined)} onAct={add}>
      <BigField
        label="Name"
        value={name}
        onType={setName}
        error={form.errorOf('name')}
        autoComplete="off"
        spellCheck={false}
      />
      <PasswordField
        label="Password"
        value={password}
        onType={setPassword}
        error={form.errorOf('password')}
        hint={`At least ${MIN_PASSWORD} characters. Tell it to the user yourself: Quayside keeps no copy that can be read.`}
      />
      <RoleRow label="Role of the user" role={role} onPick={setRole} />
    </DialogForm>
  );
});

interface OfUser {
  readonly name: string;
  readonly onClose: () => void;
}

/** A new password for somebody who is there already. */
export const PasswordDialog = ({ open, name, onClose }: OfUser & { open: boolean }) => (
  <FormDialog open={open} title={`New password for ${name}`} onClose={onClose}>
    <PasswordForm name={name} onClose={onClose} />
  </FormDialog>
);

const PasswordForm = observer(function PasswordForm({ name, onClose }: OfUser) {
  const { users } = useStores();
  const [password, setPassword] = useState('');
  const form = useForm(onClose);
  const change = (): void => form.send({ password: passwordFault(password) }, () => users.setPassword(name, password));
  return (
    <DialogForm act="Change password" isBusy={form.isBusy} error={form.errorOf(undefined)} onAct={change}>
      <PasswordField
        label="New password"
        value={password}
        onType={setPassword}
        error={form.errorOf('password')}
        hint={`At least ${MIN_PASSWORD} characters. Whoever is signed in as ${name} has to sign in again.`}
      />
    </DialogForm>
  );
});

/** One role of the three, with what it allows. */
export function RoleRow({
  label,
  role,
  onPick,
}: {
  label: string;
  role: NetworkRole;
  onPick: (role: NetworkRole) => void;
}) {
  return (
    <div className="form-row">
      <span aria-hidden="true">Role</span>
      <Segments<NetworkRole> label={label} value={role} segments={useRoles()} onPick={onPick} />
      <p className="t3 remote-small">{ROLE_TEXTS[role]}</p>
    </div>
  );
}

function PasswordField({
  label,
  value,
  hint,
  error,
  onType,
}: {
  label: string;
  value: string;
  hint: string;
  error: string | undefined;
  onType: (text: string) => void;
}) {
  const [isShown, setShown] = useState(false);
  return (
    <BigField
      label={label}
      value={value}
      onType={onType}
      hint={hint}
      error={error}
      type={isShown ? 'text' : 'password'}
      autoComplete="new-password"
      after={
        <IconButton
          small
          icon={isShown ? 'hide' : 'show'}
          label={isShown ? 'Hide the password' : 'Show the password'}
          onClick={() => setShown(!isShown)}
        />
      }
    />
  );
}
