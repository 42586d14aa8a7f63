import { isSecretVariable } from '#shared/format/secret-name.ts';
import { Pick } from '#renderer/ui/pick.tsx';
import { RowInput, RowsField } from '#renderer/ui/rows-field.tsx';
import type { PortRow, Variable } from '#renderer/views/run/run-draft.ts';
import type { PartProps } from '#renderer/views/run/run-part.tsx';

export function Variables({
  label,
  noun,
  rows,
  error,
  onRows,
}: {
  label: string;
  noun: string;
  rows: readonly Variable[];
  error: string | undefined;
  onRows: (rows: readonly Variable[]) => void;
}) {
  return (
    <RowsField
      label={label}
      noun={noun}
      rows={rows}
      blank={{ name: '', value: '' }}
      columns="minmax(0, 2fr) minmax(0, 3fr)"
      error={error}
      onRows={onRows}
      renderRow={({ name, value }, change, n) => (
        <>
          <RowInput
            label={`Name of ${noun} ${n}`}
            placeholder="NAME"
            value={name}
            onType={(text) => change({ name: text })}
          />
          <RowInput
            label={`Value of ${noun} ${n}`}
            placeholder="value"
            isSecret={isSecretVariable(name)}
            value={value}
            onType={(text) => change({ value: text })}
          />
        </>
      )}
    />
  );
}

const PROTOCOLS = [
  { value: 'tcp' as const, label: 'tcp' },
  { value: 'udp' as const, label: 'udp' },
  { value: 'sctp' as const, label: 'sctp' },
];

export const Ports = ({
  rows,
  error,
  onRows,
}: {
  rows: readonly PortRow[];
  error: string | undefined;
  onRows: (rows: readonly PortRow[]) => void;
}) => (
  <RowsField
    label="Ports"
    noun="port"
    rows={rows}
    blank={{ host: '', container: '', protocol: 'tcp' }}
    columns="minmax(0, 3fr) minmax(0, 2fr) 84px"
    error={error}
    hint="A port of this machine, then the container's. Without the first Docker chooses one that is free."
    onRows={onRows}
    renderRow={({ host, container, protocol }, change, n) => (
      <>
        <RowInput
          label={`Port ${n} of this machine`}
          placeholder="8080"
          value={host}
          onType={(text) => change({ host: text })}
        />
        <RowInput
          label={`Port ${n} of the container`}
          placeholder="80"
          value={container}
          onType={(text) => change({ container: text })}
        />
        <Pick
          isPlain
          label={`Protocol of port ${n}`}
          value={protocol}
          choices={PROTOCOLS}
          onPick={(next) => change({ protocol: next })}
        />
      </>
    )}
  />
);

const TYPES = [
  { value: 'volume' as const, label: 'Volume' },
  { value: 'bind' as const, label: 'Folder' },
  { value: 'tmpfs' as const, label: 'Memory' },
];
const SOURCES = { volume: 'name, or none', bind: '/srv/data', tmpfs: 'size=64m' } as const;

export const Mounts = ({ draft, set, errorOf, volumes }: PartProps & { volumes: string }) => (
  <RowsField
    label="Storage"
    noun="mount"
    rows={draft.mounts}
    blank={{ type: 'volume', source: '', destination: '', isReadOnly: false }}
    columns="96px minmax(0, 1fr) minmax(0, 1fr) auto"
    error={errorOf('mounts')}
    hint="A volume is made where there is none of its name; a folder has to be there on the machine that Docker runs on."
    onRows={(mounts) => set({ mounts })}
    renderRow={({ type, source, destination, isReadOnly }, change, n) => (
      <>
        <Pick
          isPlain
          label={`Kind of mount ${n}`}
          value={type}
          choices={TYPES}
          onPick={(next) => change({ type: next })}
        />
        <RowInput
          label={`Source of mount ${n}`}
          placeholder={SOURCES[type]}
          value={source}
          onType={(text) => change({ source: text })}
          {...(type === 'volume' && { list: volumes })}
        />
        <RowInput
          label={`Path of mount ${n} in the container`}
          placeholder="/data"
          value={destination}
          onType={(text) => change({ destination: text })}
        />
        <button
          type="button"
          className="btn sm"
          aria-pressed={isReadOnly}
          aria-label={`Mount ${n} is read-only`}
          title={isReadOnly ? 'Read-only' : 'Read and write'}
          onClick={() => change({ isReadOnly: !isReadOnly })}
        >
          {isReadOnly ? 'ro' : 'rw'}
        </button>
      </>
    )}
  />
);

export const Networks = ({ draft, set, errorOf, networks }: PartProps & { networks: string }) => {
  const modes = [
    { value: '', label: 'Networks below, or the default one' },
    { value: 'host', label: "The machine's own (host)" },
    { value: 'none', label: 'None' },
    ...(draft.networkMode.startsWith('container:')
      ? [{ value: draft.networkMode, label: draft.networkMode.slice(0, 40) }]
      : []),
  ];
  return (
    <>
      <Pick
        isPlain
        label="Network mode"
        value={draft.networkMode}
        choices={modes}
        onPick={(networkMode) => set({ networkMode })}
      />
      {draft.networkMode === '' ? (
        <RowsField
          label="Networks"
          noun="network"
          rows={draft.networks}
          blank={{ name: '', aliases: '' }}
          columns="minmax(0, 1fr) minmax(0, 1fr)"
          error={errorOf('networks') ?? errorOf('networkMode')}
          onRows={(rows) => set({ networks: rows })}
          renderRow={({ name, aliases }, change, n) => (
            <>
              <RowInput
                label={`Network ${n}`}
                placeholder="name"
                list={networks}
                value={name}
                onType={(text) => change({ name: text })}
              />
              <RowInput
                label={`Other names in network ${n}`}
                placeholder="other names in it: api, web"
                value={aliases}
                onType={(text) => change({ aliases: text })}
              />
            </>
          )}
        />
      ) : null}
    </>
  );
};
