import { observer } from 'mobx-react-lite';
import { useState } from 'react';
import type { NetworkRole } from '#shared/contract/pairing.ts';
import type { User } from '#shared/contract/users.ts';
import { dayOf, fullTime } from '#shared/format/clock-time.ts';
import { useRoles } from '#renderer/views/remote/roles.ts';
import { PasswordDialog, UserDialog } from '#renderer/views/remote/user-dialogs.tsx';
import { useStores } from '#renderer/views/stores-context.tsx';
import { type Act, ActMenu } from '#renderer/ui/act-menu.tsx';
import { Confirm } from '#renderer/ui/confirm.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { Pick } from '#renderer/ui/pick.tsx';

/** Who signs in with a name and a password: added, changed, disabled and removed by an admin. */
export const UsersCard = observer(function UsersCard() {
  const { users } = useStores();
  const [isAdding, setAdding] = useState(false);
  return (
    <section className="card remote-list" aria-labelledby="users">
      <header className="card-bar">
        <h2 id="users">Users</h2>
        {users.users.length === 0 ? null : <span className="t3 num">{users.users.length}</span>}
        <span className="grow" />
        <button type="button" className="btn" onClick={() => setAdding(true)}>
          Add user
        </button>
      </header>
      {users.error === undefined ? null : (
        <p className="field-error card-note" role="alert">
          {users.error}
        </p>
      )}
      {users.users.length === 0 ? (
        <p className="t2 card-note">{users.isLoaded ? 'Nobody signs in with a password.' : ''}</p>
      ) : (
        <ul className="remote-rows" aria-label="Users">
          {users.users.map((user) => (
            <UserRow key={user.name} user={user} />
          ))}
        </ul>
      )}
      <UserDialog open={isAdding} onClose={() => setAdding(false)} />
    </section>
  );
});

const UserRow = observer(function UserRow({ user }: { user: User }) {
  const { users } = useStores();
  const [asked, setAsked] = useState<'password' | 'disable' | 'remove'>();
  const { name, role, disabled, createdAt } = user;
  const made = Date.parse(createdAt);
  const close = (): void => setAsked(undefined);
  const acts: Act[] = [
    { label: 'Change password', run: () => setAsked('password') },
    disabled
      ? { label: 'Enable', run: () => void users.change({ name, disabled: false }) }
      : { label: 'Disable', run: () => setAsked('disable') },
    { label: 'Remove', startsGroup: true, run: () => setAsked('remove') },
  ];
  return (
    <li>
      <span className="remote-who">
        <b className={disabled ? 'thing t2' : 'thing'}>{name}</b>
        <span className="sub t3" title={fullTime(made)}>
          {disabled ? 'disabled, cannot sign in' : `added ${dayOf(made)}`}
        </span>
      </span>
      <Pick<NetworkRole>
        isPlain
        label={`Role of ${name}`}
        value={role}
        choices={useRoles(role)}
        onPick={(next) => next !== role && void users.change({ name, role: next })}
      />
      <ActMenu acts={acts} trigger={<IconButton icon="more" label={`More of ${name}`} />} />
      <PasswordDialog open={asked === 'password'} name={name} onClose={close} />
      <Confirm
        open={asked === 'disable'}
        title={`Disable ${name}?`}
        act="Disable 1 user"
        onAct={() => void users.change({ name, disabled: true })}
        onClose={close}
      >
        <p>What {name} has open closes at once. Name, role and password stay, so that it can be enabled again.</p>
      </Confirm>
      <Confirm
        open={asked === 'remove'}
        title={`Remove ${name}?`}
        act="Remove 1 user"
        onAct={() => void users.remove(name)}
        onClose={close}
      >
        <p>What {name} has open closes at once, and the password is forgotten. The audit log keeps what was done.</p>
      </Confirm>
    </li>
  );
});
