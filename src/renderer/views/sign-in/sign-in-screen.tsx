import { observer } from 'mobx-react-lite';
import { type FormEvent, useEffect, useId, useRef } from 'react';
import type { SignInStore, SignInWay } from '#renderer/stores/sign-in-store.ts';
import { outWords } from '#renderer/views/sign-in/out-words.ts';
import { Icon, Mark } from '#renderer/ui/icons.tsx';
import { Segments } from '#renderer/ui/segments.tsx';
import '#renderer/ui/base.css';
import '#renderer/ui/controls.css';
import '#renderer/views/sign-in/sign-in.css';
import { BigField } from '#renderer/ui/big-field.tsx';

const WAYS = [
  { value: 'pairing', label: 'Pairing code' },
  { value: 'password', label: 'Name and password' },
] as const satisfies readonly { value: SignInWay; label: string }[];

/** How somebody comes in from the network: with a code of the owner's, or a name and a password. */
export const SignInScreen = observer(function SignInScreen({ store, host }: { store: SignInStore; host: string }) {
  const words = outWords(store.why, store.kind, host);
  return (
    <main className="sign-in">
      <div className="sign-in-card">
        <header>
          <Mark size={28} />
          <div>
            <h1>{store.isWaiting ? 'Waiting for the owner' : 'Quayside'}</h1>
            <p className="t2">{host}</p>
          </div>
        </header>
        {store.isWaiting ? (
          <Waiting store={store} />
        ) : (
          <>
            {words === undefined ? null : (
              <p className="sign-in-out" role="status">
                <Icon name="info" />
                <span>{words}</span>
              </p>
            )}
            <Segments<SignInWay>
              label="How to sign in"
              value={store.way}
              segments={WAYS}
              onPick={(way) => store.setWay(way)}
            />
            <SignInForm key={store.way} store={store} />
          </>
        )}
      </div>
    </main>
  );
});

const SignInForm = observer(function SignInForm({ store }: { store: SignInStore }) {
  const errorId = useId();
  const form = useRef<HTMLFormElement>(null);
  const { error, isBusy } = store;
  const isPairing = store.way === 'pairing';
  useEffect(() => {
    // The first that is empty: with a link, all that is left to do is to press the button.
    const fields = [...(form.current?.querySelectorAll('input') ?? [])];
    (fields.find((field) => field.value === '') ?? form.current?.querySelector('button'))?.focus();
  }, [error]);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void store.submit();
  };
  const about = error ? { 'aria-describedby': errorId, 'aria-invalid': true } : {};
  return (
    <form ref={form} onSubmit={submit}>
      {isPairing ? (
        <>
          <BigField
            label="Code"
            className="mono code-input"
            placeholder="ABCD-EFGH"
            autoComplete="one-time-code"
            autoCapitalize="characters"
            spellCheck={false}
            maxLength={20}
            required
            value={store.code}
            onType={(text) => store.type('code', text.toUpperCase())}
            {...about}
          />
          <BigField
            label="Name of this device"
            hint="The owner sees it beside what you do."
            autoComplete="off"
            maxLength={60}
            required
            value={store.deviceName}
            onType={(text) => store.type('deviceName', text)}
          />
        </>
      ) : (
        <>
          <BigField
            label="Name"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={100}
            required
            value={store.username}
            onType={(text) => store.type('username', text)}
            {...about}
          />
          <BigField
            label="Password"
            type="password"
            autoComplete="current-password"
            maxLength={1024}
            required
            value={store.password}
            onType={(text) => store.type('password', text)}
            {...about}
          />
        </>
      )}
      {error ? (
        <p id={errorId} className="field-error" role="alert">
          {error.message} {error.hint}
        </p>
      ) : null}
      <button type="submit" className="btn big primary" disabled={isBusy}>
        {isBusy ? 'Asking' : isPairing ? 'Pair this device' : 'Sign in'}
      </button>
      <p className="t3 sign-in-help">
        {isPairing
          ? 'The owner makes the code in Quayside, under Remote access. It works once, for 5 min.'
          : 'The owner gives out names and passwords. There is none that works everywhere.'}
      </p>
    </form>
  );
});

const Waiting = observer(function Waiting({ store }: { store: SignInStore }) {
  return (
    <div role="status" className="sign-in-waiting">
      <p>
        The code is right. The owner is now asked to let <b>{store.deviceName}</b> in.
      </p>
      <p className="t2">This page goes on by itself.</p>
      <button type="button" className="btn big" onClick={() => store.cancel()}>
        Cancel
      </button>
    </div>
  );
});
