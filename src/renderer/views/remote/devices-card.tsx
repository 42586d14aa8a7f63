import { observer } from 'mobx-react-lite';
import { useState } from 'react';
import type { Device } from '#shared/contract/connections.ts';
import type { NetworkRole } from '#shared/contract/pairing.ts';
import { ago, duration } from '#shared/format/duration.ts';
import { plural, THIN } from '#shared/format/quantity.ts';
import { visibleText } from '#shared/format/visible-text.ts';
import { deviceNameOf } from '#renderer/stores/sign-in-store.ts';
import { useRoles } from '#renderer/views/remote/roles.ts';
import { watchingWords } from '#renderer/views/remote/watching-words.ts';
import { useStores } from '#renderer/views/stores-context.tsx';
import { Confirm } from '#renderer/ui/confirm.tsx';
import { Icon, type IconName } from '#renderer/ui/icons.tsx';
import { Pick } from '#renderer/ui/pick.tsx';
import { TextField } from '#renderer/ui/text-field.tsx';
import { useNow } from '#renderer/ui/use-tick.ts';

/** Who can come in by itself, what it may, and what it watches now. */
export const DevicesCard = observer(function DevicesCard() {
  const { devices, remote } = useStores();
  const [isRevokingAll, setRevokingAll] = useState(false);
  const all = devices.sorted;
  return (
    <section className="card remote-list" aria-labelledby="devices">
      <header className="card-bar">
        <h2 id="devices">Devices</h2>
        <span className="t3 num">
          {devices.connectedCount} connected, {all.length} signed in
        </span>
        <span className="grow" />
        {all.length > 1 ? (
          <button type="button" className="btn" onClick={() => setRevokingAll(true)}>
            Revoke all
          </button>
        ) : null}
      </header>
      {devices.error === undefined ? null : (
        <p className="field-error card-note" role="alert">
          {devices.error}
        </p>
      )}
      {all.length === 0 ? (
        <p className="t2 card-note">
          {!devices.isLoaded
            ? ''
            : remote.isOn
              ? 'No device is paired. Make a code, and scan it with a phone or type it in a browser.'
              : 'No device is paired. Turn remote access on to pair one.'}
        </p>
      ) : (
        <table className="remote-table devices-table">
          <thead>
            <tr>
              <th scope="col">Device</th>
              <th scope="col">Role</th>
              <th scope="col">Watching</th>
              <th scope="col">From</th>
              <td />
            </tr>
          </thead>
          <tbody>
            {all.map((device) => (
              <DeviceRow key={device.id} device={device} />
            ))}
          </tbody>
        </table>
      )}
      <Confirm
        open={isRevokingAll}
        title={`Revoke ${plural(all.length, 'device')}?`}
        items={all.map((device) => ({
          name: visibleText(device.device),
          icon: iconOf(device),
          note: device.connections > 0 ? 'connected' : 'not connected',
        }))}
        act={`Revoke ${plural(all.length, 'device')}`}
        onAct={() => void devices.revoke(all.map(({ id }) => id))}
        onClose={() => setRevokingAll(false)}
      >
        <p>What they watch closes at once. Each needs a new code, or its password, to come back.</p>
      </Confirm>
    </section>
  );
});

const DeviceRow = observer(function DeviceRow({ device }: { device: Device }) {
  const { devices } = useStores();
  const [isRevoking, setRevoking] = useState(false);
  const [isRenaming, setRenaming] = useState(false);
  const name = nameOf(device);
  return (
    <tr>
      <td>
        <span className="device">
          <span className={device.connections > 0 ? 'dot is-on' : 'dot'} />
          <Icon name={iconOf(device)} className="t3" />
          <span className="device-name">
            {isRenaming ? (
              <TextField
                label={`Name of ${name}`}
                value={device.device}
                check={(text) =>
                  text.trim() === '' || text.length > 60 ? 'A name has 1 to 60 characters.' : undefined
                }
                onTake={(text) => {
                  setRenaming(false);
                  void devices.rename(device.id, text.trim());
                }}
                after={
                  <button type="button" className="link-btn" onClick={() => setRenaming(false)}>
                    Cancel
                  </button>
                }
              />
            ) : (
              <>
                <button type="button" className="name-btn" title="Rename" onClick={() => setRenaming(true)}>
                  {name}
                </button>
                <Details device={device} />
              </>
            )}
          </span>
        </span>
      </td>
      <td>
        <Pick<NetworkRole>
          isPlain
          label={`Role of ${name}`}
          value={device.role}
          choices={useRoles(device.role)}
          onPick={(role) => void devices.setRole(device.id, role)}
        />
      </td>
      <Watching device={device} />
      <td className="device-act">
        <button type="button" className="btn" aria-label={`Revoke ${name}`} onClick={() => setRevoking(true)}>
          Revoke
        </button>
        <Confirm
          open={isRevoking}
          title={`Revoke ${name}?`}
          act="Revoke 1 device"
          onAct={() => void devices.revoke([device.id])}
          onClose={() => setRevoking(false)}
        >
          <p>
            {device.connections > 0 ? 'What it watches closes at once. ' : ''}It needs a new{' '}
            {device.kind === 'pairing' ? 'code' : 'sign-in'} to come back.
          </p>
        </Confirm>
      </td>
    </tr>
  );
});

function Details({ device }: { device: Device }) {
  const parts = [
    device.kind === 'password' ? `signed in as ${device.user}` : 'paired',
    device.scope?.stack === undefined ? undefined : `stack ${device.scope.stack} only`,
    device.scope?.containers === undefined ? undefined : `${plural(device.scope.containers.length, 'container')} only`,
    device.endsAt === undefined ? undefined : `until ${new Date(device.endsAt).toLocaleString('en-GB')}`,
  ];
  return <span className="t3 sub">{parts.filter(Boolean).join(', ')}</span>;
}

const Watching = observer(function Watching({ device }: { device: Device }) {
  const { devices, containers } = useStores();
  const now = useNow(10_000);
  const here = devices.viewersOf(device);
  const first = here[0];
  if (!first) {
    return (
      <>
        <td className="t2">
          Not connected<span className="sub t3">seen {ago(now - Date.parse(device.lastSeenAt))}</span>
        </td>
        <td />
      </>
    );
  }
  const roundTrip = devices.roundTripOf(device);
  const isPolling = devices.report?.connections.some(
    ({ user, transport }) => user === device.user && transport !== 'websocket',
  );
  return (
    <>
      <td>
        {watchingWords(here, (id) => containers.byId.get(id)?.name ?? id.slice(0, 12))}
        <span className="sub t3">for {duration(now - Date.parse(first.connectedAt))}</span>
      </td>
      <td>
        <span className="num">{first.address}</span>
        <span className="sub t3 num">
          {here.length > 1 ? `${here.length} tabs, ` : ''}
          {isPolling ? 'HTTP polling' : roundTrip === undefined ? 'live' : `${roundTripWords(roundTrip)} round trip`}
        </span>
      </td>
    </>
  );
});

/** "12 ms". */
const roundTripWords = (ms: number): string =>
  ms < 1 ? `< 1${THIN}ms` : ms < 1000 ? `${Math.round(ms)}${THIN}ms` : `${(ms / 1000).toFixed(1)}${THIN}s`;

/** A browser that signed in by password is known by what it calls itself. */
const nameOf = ({ kind, device }: Device): string => visibleText(kind === 'password' ? deviceNameOf(device) : device);

const iconOf = (device: Device): IconName =>
  /phone|android/i.test(device.device) ? 'phone' : /ipad|tablet/i.test(device.device) ? 'tablet' : 'laptop';
