import { observer } from 'mobx-react-lite';
import { useState } from 'react';
import type { LastingToken } from '#shared/contract/tokens.ts';
import { dayOf } from '#shared/format/clock-time.ts';
import { ago } from '#shared/format/duration.ts';
import { TokenDialog } from '#renderer/views/remote/token-dialog.tsx';
import { roleName } from '#renderer/views/viewer/role-words.ts';
import { useStores } from '#renderer/views/stores-context.tsx';
import { Confirm } from '#renderer/ui/confirm.tsx';
import { useNow } from '#renderer/ui/use-tick.ts';

/** What scripts and Prometheus come in with: it lasts until it is revoked, or ends. */
export const TokensCard = observer(function TokensCard() {
  const { users } = useStores();
  const [isMaking, setMaking] = useState(false);
  return (
    <section className="card remote-list" aria-labelledby="tokens">
      <header className="card-bar">
        <h2 id="tokens">Tokens for scripts</h2>
        {users.tokens.length === 0 ? null : <span className="t3 num">{users.tokens.length}</span>}
        <span className="grow" />
        <button type="button" className="btn" onClick={() => setMaking(true)}>
          New token
        </button>
      </header>
      {users.tokens.length === 0 ? (
        <p className="t2 card-note">{users.isLoaded ? 'No script has a token.' : ''}</p>
      ) : (
        <ul className="remote-rows" aria-label="Tokens">
          {users.tokens.map((token) => (
            <TokenRow key={token.id} token={token} />
          ))}
        </ul>
      )}
      <TokenDialog open={isMaking} onClose={() => setMaking(false)} />
    </section>
  );
});

const TokenRow = observer(function TokenRow({ token }: { token: LastingToken }) {
  const { users } = useStores();
  const now = useNow(10_000);
  const [isRevoking, setRevoking] = useState(false);
  const { id, name, role, createdAt, lastUsedAt, endsAt } = token;
  const used = lastUsedAt === createdAt ? 'never used' : `used ${ago(Math.max(0, now - Date.parse(lastUsedAt)))}`;
  const ends = endsAt === undefined ? '' : `, until ${dayOf(Date.parse(endsAt))}`;
  return (
    <li>
      <span className="remote-who">
        <b className="thing">{name}</b>
        <span className="sub t3">
          {roleName(role)}, {used}
          {ends}
        </span>
      </span>
      <button type="button" className="btn" aria-label={`Revoke ${name}`} onClick={() => setRevoking(true)}>
        Revoke
      </button>
      <Confirm
        open={isRevoking}
        title={`Revoke ${name}?`}
        act="Revoke 1 token"
        onAct={() => void users.revokeToken(id)}
        onClose={() => setRevoking(false)}
      >
        <p>Whatever uses it is refused from now on, and needs another token.</p>
      </Confirm>
    </li>
  );
});
