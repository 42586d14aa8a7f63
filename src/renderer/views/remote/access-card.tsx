import { observer } from 'mobx-react-lite';
import { useEffect } from 'react';
import { useStores } from '#renderer/views/stores-context.tsx';
import { CopyButton } from '#renderer/ui/copy-button.tsx';
import { Pick } from '#renderer/ui/pick.tsx';
import { Switch } from '#renderer/ui/switch.tsx';
import { TextField } from '#renderer/ui/text-field.tsx';

const EVERYWHERE = '0.0.0.0';
const isHere = (host: string): boolean => /^(127\.|::1$|localhost$)/.test(host);

/** The switch, and under which address it is reached. What opens it to the network, the main process asks about. */
export const AccessCard = observer(function AccessCard() {
  const { remote, settings } = useStores();
  const { remoteHost: host } = settings.value;
  const isOn = remote.state?.state === 'on';
  const isMoving = remote.isBusy || remote.state?.state === 'starting';
  return (
    <section className="card remote-card" aria-labelledby="remote-access">
      <header>
        <h2 id="remote-access">
          {isOn ? 'Remote access is on' : isMoving ? 'Remote access is starting' : 'Remote access is off'}
        </h2>
        <Switch
          label="Remote access"
          isOn={isOn || isMoving}
          isDisabled={isMoving}
          onSwitch={(on) => void (on ? remote.start() : remote.stop())}
        />
      </header>
      <p className="t2">
        {isOn
          ? `Paired devices can watch this Docker in a browser. ${isHere(host) ? 'Only from this computer.' : 'Traffic is encrypted.'}`
          : 'Nobody can reach this Docker over the network. Nothing listens.'}
      </p>
      {remote.error === undefined ? null : (
        <p className="field-error" role="alert">
          {remote.error}
        </p>
      )}
      <Address />
    </section>
  );
});

const Address = observer(function Address() {
  const { remote, settings } = useStores();
  const { remoteHost: host, remotePort } = settings.value;
  useEffect(() => void remote.loadNetworks(), [remote]);
  const networks = [
    { value: '127.0.0.1', label: 'This computer only' },
    ...remote.networks
      .filter(({ isLoopback }) => !isLoopback)
      .map(({ name, address }) => ({ value: address, label: `${name}, ${address}` })),
    { value: EVERYWHERE, label: 'All networks' },
  ];
  const choices = networks.some(({ value }) => value === host) ? networks : [...networks, { value: host, label: host }];
  const state = remote.state?.state === 'on' ? remote.state : undefined;
  return (
    <dl className="remote-facts">
      {state ? (
        <>
          <dt>Address</dt>
          <dd>
            <span className="mono text remote-url">{state.url}</span>
            <CopyButton label="Copy the address" text={state.url} />
          </dd>
        </>
      ) : null}
      <dt>Network</dt>
      <dd>
        <Pick
          isPlain
          label="Network"
          value={host}
          choices={choices}
          onPick={(next) => next !== host && void remote.move({ host: next })}
        />
      </dd>
      <dt>Port</dt>
      <dd>
        <TextField
          label="Port"
          width={64}
          isMono
          value={String(remotePort)}
          check={(text) =>
            /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535
              ? undefined
              : 'A port is a number from 1 to 65535.'
          }
          onTake={(text) => void remote.move({ port: Number(text) })}
        />
      </dd>
      {state && state.fingerprint !== null ? (
        <>
          <dt>Certificate</dt>
          <dd>
            <span className="mono" title={state.fingerprint}>
              {shortPrint(state.fingerprint)}
            </span>
            <CopyButton label="Copy the fingerprint" text={state.fingerprint} />
          </dd>
        </>
      ) : null}
    </dl>
  );
});

/** The beginning and the end, which is what one compares first; the whole is in the title and in the copy. */
const shortPrint = (print: string): string => `${print.slice(0, 11)} … ${print.slice(-5)}`;
