import { observer } from 'mobx-react-lite';
import { useState } from 'react';
import { isInSubnet, parseAddress, parseSubnet } from '#shared/base/subnet.ts';
import type { Container } from '#shared/contract/containers.ts';
import { ALIAS, type Network } from '#shared/contract/networks.ts';
import { stateShape } from '#shared/format/container-status.ts';
import { visibleText } from '#shared/format/visible-text.ts';
import { BigField } from '#renderer/ui/big-field.tsx';
import { DialogForm } from '#renderer/ui/form-dialog.tsx';
import { StateMark } from '#renderer/ui/state-mark.tsx';
import { useForm } from '#renderer/views/use-form.ts';
import { useStores } from '#renderer/views/stores-context.tsx';
import '#renderer/views/networks/networks.css';

/** As many as one looks through; who wants another types some of its name. */
const SHOWN = 50;
const PLAIN = { autoComplete: 'off', autoCapitalize: 'none', spellCheck: false } as const;

/** A container that is not in the network yet, picked from the list of all, and how the others find it there. */
export const ConnectForm = observer(function ConnectForm({
  network,
  onDone,
}: {
  network: Network;
  onDone: () => void;
}) {
  const { containers, networkActs } = useStores();
  const [find, setFind] = useState('');
  const [chosen, setChosen] = useState<string>();
  const [aliases, setAliases] = useState('');
  const [ipv4, setIpv4] = useState('');
  const [sent, setSent] = useState('');
  const form = useForm(onDone);
  const words = find.trim().toLowerCase();
  const free = containers.sorted.filter((container) => canJoin(container, network));
  const matching = free.filter(
    ({ id, name, stack = '' }) => id === chosen || `${stack} ${name}`.toLowerCase().includes(words),
  );
  const shown = matching.slice(0, SHOWN);
  const container = free.find(({ id }) => id === chosen);
  const names = aliases.split(/[\s,]+/).filter(Boolean);
  const address = ipv4.trim();
  const faults = {
    container: container ? undefined : 'Choose a container.',
    aliases: names.every((name) => ALIAS.test(name))
      ? undefined
      : 'An alias is a name as hosts have: letters, digits, "_", "." and "-".',
    ipv4: addressFault(address, network),
  };
  const connect = (): void => {
    setSent(address);
    form.send(faults, () =>
      networkActs.connect(network, container?.name ?? '', {
        container: container?.id ?? '',
        aliases: names,
        ...(address !== '' && { ipv4: address }),
      }),
    );
  };
  return (
    <DialogForm act="Connect container" isBusy={form.isBusy} error={form.errorOf(undefined)} onAct={connect}>
      <BigField
        label="Container"
        value={find}
        onType={setFind}
        placeholder="Type some of its name"
        error={container ? form.errorOf('container') : (form.errorOf('container') ?? undefined)}
        {...PLAIN}
      />
      <fieldset className="pick-list">
        <legend className="vh">Containers that are not in it</legend>
        {shown.map((one) => (
          <label key={one.id}>
            <input
              type="radio"
              name="container"
              value={one.id}
              checked={one.id === chosen}
              onChange={() => setChosen(one.id)}
            />
            <StateMark shape={stateShape(one)} />
            <span className="ell">{visibleText(one.name)}</span>
            <span className="t3 ell small">{one.networks.map(visibleText).join(', ')}</span>
          </label>
        ))}
        {free.length === 0 ? <p className="t2">Every container that can join is in it.</p> : null}
        {free.length > 0 && matching.length === 0 ? <p className="t2">No container matches "{find}".</p> : null}
        {matching.length > SHOWN ? (
          <p className="t3">{matching.length - SHOWN} more: type some of the name to find one.</p>
        ) : null}
      </fieldset>
      {network.isPredefined ? null : (
        <BigField
          label="Aliases"
          value={aliases}
          onType={setAliases}
          placeholder="db, database"
          hint="Further names that the others in the network reach it by."
          error={(aliases === '' ? undefined : faults.aliases) ?? form.errorOf('aliases')}
          {...PLAIN}
        />
      )}
      <BigField
        label="IPv4 address"
        value={ipv4}
        onType={setIpv4}
        placeholder="Docker gives one"
        hint={network.subnets.map(({ subnet }) => subnet).join(', ')}
        error={(address === '' ? undefined : faults.ipv4) ?? (sent === address ? form.errorOf('ipv4') : undefined)}
        {...PLAIN}
      />
    </DialogForm>
  );
});

/** Who has the host's network, none, or another container's can be in no other. */
const canJoin = ({ networks }: Container, { name }: Network): boolean =>
  networks.length > 0 && !networks.some((one) => one === name || one === 'host' || one === 'none');

function addressFault(text: string, { subnets, name }: Network): string | undefined {
  if (text === '') return undefined;
  const address = parseAddress(text);
  if (address?.version !== 4) return 'An IPv4 address is written like 10.7.0.20.';
  const isInside = subnets.some(({ subnet }) => {
    const parsed = parseSubnet(subnet);
    return parsed !== undefined && isInSubnet(parsed, address);
  });
  return isInside ? undefined : `${text} is in no subnet of ${name}.`;
}
