import { observer } from 'mobx-react-lite';
import { useState } from 'react';
import { doSubnetsOverlap, parseSubnet } from '#shared/base/subnet.ts';
import { type Network, networkNameFault, type NetworkSubnet, subnetFaults } from '#shared/contract/networks.ts';
import { BigField } from '#renderer/ui/big-field.tsx';
import { DialogForm } from '#renderer/ui/form-dialog.tsx';
import { type NameValue, NameValueRows, recordOf, rowsFault } from '#renderer/ui/name-value-rows.tsx';
import { Switch } from '#renderer/ui/switch.tsx';
import { useForm } from '#renderer/views/use-form.ts';
import { useStores } from '#renderer/views/stores-context.tsx';
import '#renderer/views/networks/networks.css';

type Texts = Record<'name' | 'driver' | 'subnet' | 'gateway' | 'ipRange' | 'subnet6', string>;
const EMPTY: Texts = { name: '', driver: 'bridge', subnet: '', gateway: '', ipRange: '', subnet6: '' };
const PLAIN = { autoComplete: 'off', autoCapitalize: 'none', spellCheck: false } as const;

/** A network by its name, with what Docker would choose by itself where one cares. What is wrong is said while one types. */
export const NetworkCreateForm = observer(function NetworkCreateForm({ onDone }: { onDone: () => void }) {
  const { networkActs, networks } = useStores();
  const [texts, setTexts] = useState<Texts>(EMPTY);
  const [sent, setSent] = useState<Texts>(EMPTY);
  const [isInternal, setInternal] = useState(false);
  const [isAttachable, setAttachable] = useState(false);
  const [hasIpv6, setIpv6] = useState(false);
  const [options, setOptions] = useState<readonly NameValue[]>([]);
  const [labels, setLabels] = useState<readonly NameValue[]>([]);
  const form = useForm(onDone);
  const wanted = trimmed(texts);
  const faults = faultsOf(wanted, hasIpv6, networks.all);
  const allFaults = { ...faults, options: rowsFault(options), labels: rowsFault(labels) };
  /** At once where something was typed; what is missing, and what Docker refused, after it was sent. */
  const errorOf = (field: keyof Texts): string | undefined =>
    (wanted[field] === '' ? undefined : faults[field]) ??
    (trimmed(sent)[field] === wanted[field] ? form.errorOf(field) : undefined);
  const field = (name: keyof Texts) => ({
    value: texts[name],
    onType: (text: string) => setTexts({ ...texts, [name]: text }),
    error: errorOf(name),
    ...PLAIN,
  });
  const create = (): void => {
    setSent(texts);
    form.send(allFaults, () =>
      networkActs.create({
        name: wanted.name,
        driver: wanted.driver,
        isInternal,
        isAttachable,
        hasIpv6,
        subnets: subnetsOf(wanted, hasIpv6),
        options: recordOf(options),
        labels: recordOf(labels),
      }),
    );
  };
  return (
    <DialogForm act="Create network" isBusy={form.isBusy} error={form.errorOf(undefined)} onAct={create}>
      <div className="form-two">
        <BigField label="Name" hint="Containers join it by this name." {...field('name')} />
        <BigField label="Driver" hint="bridge connects containers of this machine." {...field('driver')} />
        <BigField label="Subnet" placeholder="10.7.0.0/24" hint="Left empty, Docker gives one." {...field('subnet')} />
        <BigField label="Gateway" placeholder="10.7.0.1" hint="Left empty, the first address." {...field('gateway')} />
        <BigField
          label="Address range"
          placeholder="10.7.0.128/25"
          hint="The part that addresses are given from."
          {...field('ipRange')}
        />
        {hasIpv6 ? <BigField label="IPv6 subnet" placeholder="fd00:7::/64" {...field('subnet6')} /> : null}
      </div>
      <div className="form-switches">
        <Choice
          label="Internal"
          text="nothing reaches out, nothing comes in"
          isOn={isInternal}
          onSwitch={setInternal}
        />
        <Choice label="IPv6" text="with a subnet of its own" isOn={hasIpv6} onSwitch={setIpv6} />
        <Choice
          label="Attachable"
          text="single containers can join it in a swarm"
          isOn={isAttachable}
          onSwitch={setAttachable}
        />
      </div>
      <NameValueRows
        legend="Driver options"
        noun="option"
        placeholder="com.docker.network.driver.mtu"
        rows={options}
        error={form.errorOf('options')}
        onChange={setOptions}
      />
      <NameValueRows legend="Labels" noun="label" rows={labels} error={form.errorOf('labels')} onChange={setLabels} />
    </DialogForm>
  );
});

function Choice({
  label,
  text,
  isOn,
  onSwitch,
}: {
  label: string;
  text: string;
  isOn: boolean;
  onSwitch: (isOn: boolean) => void;
}) {
  return (
    <div className="form-switch">
      <Switch label={label} isOn={isOn} onSwitch={onSwitch} />
      <span aria-hidden="true">
        {label}: <span className="t2">{text}</span>
      </span>
    </div>
  );
}

const trimmed = (texts: Texts): Texts => ({
  name: texts.name.trim(),
  driver: texts.driver.trim(),
  subnet: texts.subnet.trim(),
  gateway: texts.gateway.trim(),
  ipRange: texts.ipRange.trim(),
  subnet6: texts.subnet6.trim(),
});

const first = ({ subnet, gateway, ipRange }: Texts): NetworkSubnet => ({
  subnet,
  ...(gateway !== '' && { gateway }),
  ...(ipRange !== '' && { ipRange }),
});

const subnetsOf = (texts: Texts, hasIpv6: boolean): NetworkSubnet[] => [
  ...(texts.subnet === '' ? [] : [first(texts)]),
  ...(hasIpv6 && texts.subnet6 !== '' ? [{ subnet: texts.subnet6 }] : []),
];

function faultsOf(
  texts: Texts,
  hasIpv6: boolean,
  networks: readonly Network[],
): Partial<Record<keyof Texts, string | undefined>> {
  const isTaken = networks.some(({ name }) => name === texts.name);
  const needsSubnet = texts.gateway !== '' || texts.ipRange !== '';
  const four = texts.subnet === '' ? {} : subnetFaults(first(texts));
  const six = parseSubnet(texts.subnet6)?.version === 6;
  return {
    name: networkNameFault(texts.name) ?? (isTaken ? `There is a network "${texts.name}" already.` : undefined),
    driver: texts.driver === '' ? 'Name a driver: bridge is always there.' : undefined,
    subnet:
      texts.subnet === ''
        ? needsSubnet
          ? 'A gateway or a range needs the subnet that it is in.'
          : undefined
        : (four.subnet ?? overlapOf(texts.subnet, networks)),
    gateway: texts.subnet === '' ? undefined : four.gateway,
    ipRange: texts.subnet === '' ? undefined : four.ipRange,
    subnet6: !hasIpv6
      ? undefined
      : six
        ? overlapOf(texts.subnet6, networks)
        : 'Docker has no IPv6 subnet of its own to give: name one, such as fd00:7::/64.',
  };
}

/** Docker says only that it overlaps; which one is known here. */
function overlapOf(text: string, networks: readonly Network[]): string | undefined {
  const wanted = parseSubnet(text);
  if (!wanted) return undefined;
  for (const { name, subnets } of networks)
    for (const { subnet } of subnets) {
      const other = parseSubnet(subnet);
      if (other && doSubnetsOverlap(wanted, other)) return `It overlaps with ${subnet} of ${name}.`;
    }
  return undefined;
}
