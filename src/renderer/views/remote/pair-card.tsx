import { observer } from 'mobx-react-lite';
import { useEffect, useState } from 'react';
import type { NetworkRole, Scope } from '#shared/contract/pairing.ts';
import { useQuery } from '#renderer/views/address.ts';
import { useRoles } from '#renderer/views/remote/roles.ts';
import { QrCode } from '#renderer/views/remote/qr-code.tsx';
import { ROLE_TEXTS } from '#renderer/views/viewer/role-words.ts';
import { useStores } from '#renderer/views/stores-context.tsx';
import { CopyButton } from '#renderer/ui/copy-button.tsx';
import { Pick } from '#renderer/ui/pick.tsx';
import { Segments } from '#renderer/ui/segments.tsx';
import { useNow } from '#renderer/ui/use-tick.ts';

/** As the server gives it. */
const CODE_LIFE_MS = 300_000;
const EVERYTHING = '*';
const LASTS = [
  { value: 0, label: 'Until it is revoked' },
  { value: 3_600_000, label: 'For an hour' },
  { value: 86_400_000, label: 'For a day' },
  { value: 604_800_000, label: 'For a week' },
];

/** "stack:shop" or "container:shop-api-1" as the picker has it, and as the server takes it. */
const scopeOf = (choice: string): Scope | undefined => {
  const at = choice.indexOf(':');
  const name = choice.slice(at + 1);
  if (at < 0) return undefined;
  return choice.startsWith('stack:') ? { stack: name } : { containers: [name] };
};

/** Role and reach are chosen first, then there is a code for one device. */
export const PairCard = observer(function PairCard() {
  const { remote, containers, clock } = useStores();
  const roles = useRoles();
  const [role, setRole] = useState<NetworkRole>('viewer');
  const [scope, setScope] = useState(EVERYTHING);
  const [lastsMs, setLastsMs] = useState(0);
  const { code, codeError } = remote;
  const stacks = [...new Set(containers.sorted.flatMap(({ stack }) => (stack === undefined ? [] : [stack])))];
  const scopes = [
    { value: EVERYTHING, label: 'All containers' },
    ...stacks.map((stack) => ({ value: `stack:${stack}`, label: `Stack ${stack}` })),
    ...containers.sorted.map(({ name }) => ({ value: `container:${name}`, label: name })),
  ];
  const make = (): void => {
    const reach = scopeOf(scope);
    void remote.makeCode({
      role,
      ...(reach && { scope: reach }),
      ...(lastsMs > 0 && { endsAt: new Date(clock.now() + lastsMs).toISOString() }),
    });
  };
  // What was chosen is in the code already: another choice needs another code.
  const change = (work: () => void): void => {
    work();
    if (code) void remote.endCode();
  };
  // "/remote?code=new", as the tray has it.
  const [query, setQuery] = useQuery();
  const isAsked = query.get('code') === 'new';
  useEffect(() => {
    if (!isAsked) return;
    setQuery({ code: undefined }, { replace: true });
    void remote.makeCode({ role: 'viewer' });
  }, [isAsked, remote, setQuery]);
  return (
    <section className="card remote-card" aria-labelledby="pair-device">
      <header>
        <h2 id="pair-device">Pair a device</h2>
        <button type="button" className={code ? 'btn' : 'btn primary'} onClick={make}>
          {code ? 'New code' : 'Make a code'}
        </button>
      </header>
      {code ? (
        <div className="pair-code" role="status">
          <QrCode rows={code.qr} label={`QR code of ${code.url}`} />
          <div>
            <p className="t2">Scan this, or open the address and type the code. It works once.</p>
            <p className="code mono text" aria-label={`Code ${code.code}`}>
              {code.code}
              <CopyButton label="Copy the link with the code" text={code.url} />
            </p>
            <TimeLeft expiresAt={Date.parse(code.expiresAt)} />
          </div>
        </div>
      ) : null}
      {codeError === undefined ? null : (
        <p className="field-error" role="alert">
          {codeError}
        </p>
      )}
      <div className="pair-choices">
        <span className="t2">Role</span>
        <Segments<NetworkRole>
          label="Role of the device"
          value={role}
          segments={roles}
          onPick={(next) => change(() => setRole(next))}
        />
        <span className="t2">Sees</span>
        <Pick
          isPlain
          label="What it sees"
          value={scope}
          choices={scopes}
          onPick={(next) => change(() => setScope(next))}
        />
        <span className="t2">Lasts</span>
        <Pick
          isPlain
          label="How long it lasts"
          value={lastsMs}
          choices={LASTS}
          onPick={(next) => change(() => setLastsMs(next))}
        />
      </div>
      <p className="t3 remote-small">{ROLE_TEXTS[role]}</p>
    </section>
  );
});

const TimeLeft = observer(function TimeLeft({ expiresAt }: { expiresAt: number }) {
  const now = useNow(1000);
  const leftMs = Math.max(0, expiresAt - now);
  const seconds = Math.ceil(leftMs / 1000);
  return (
    <p className="time-left num">
      <span className="bar" aria-hidden="true">
        <i style={{ width: `${Math.min(100, (leftMs / CODE_LIFE_MS) * 100)}%` }} />
      </span>
      <span className="t2">
        {Math.floor(seconds / 60)}:{String(seconds % 60).padStart(2, '0')} left
      </span>
    </p>
  );
});
