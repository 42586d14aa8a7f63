import { type ReactNode, useId } from 'react';
import { isSecretVariable } from '#shared/format/secret-name.ts';
import { BigField } from '#renderer/ui/big-field.tsx';
import { Icon } from '#renderer/ui/icons.tsx';
import { Pick } from '#renderer/ui/pick.tsx';
import { RowInput, RowsField } from '#renderer/ui/rows-field.tsx';
import { Switch } from '#renderer/ui/switch.tsx';
import type { Faults, PortRow, RunDraft, Variable } from '#renderer/views/run/run-draft.ts';

export interface RunFieldsProps {
  draft: RunDraft;
  set: (change: Partial<RunDraft>) => void;
  errorOf: (field: string) => string | undefined;
  /** Said while it is typed: a name or a port that is taken. */
  warnings: Faults;
  /** Names that are there, to choose from. */
  known: { images: readonly string[]; volumes: readonly string[]; networks: readonly string[] };
  /** Of the image: that it is not here. */
  imageHint: string | undefined;
}

const PLAIN = { autoComplete: 'off', autoCapitalize: 'none', spellCheck: false } as const;

/** All that a container is made from. What is used daily stands open, the rest folds away and says how much of it there is. */
export function RunFields({ draft, set, errorOf, warnings, known, imageHint }: RunFieldsProps) {
  const id = useId();
  const part = { draft, set, errorOf };
  return (
    <div className="run-fields">
      <KnownNames id={`${id}-images`} names={known.images} />
      <KnownNames id={`${id}-volumes`} names={known.volumes} />
      <KnownNames id={`${id}-networks`} names={known.networks} />
      <div className="run-two">
        <BigField
          label="Image"
          value={draft.image}
          onType={(image) => set({ image })}
          placeholder="nginx:1.27"
          error={errorOf('image')}
          hint={imageHint}
          list={`${id}-images`}
          {...PLAIN}
        />
        <BigField
          label="Name"
          value={draft.name}
          onType={(name) => set({ name })}
          placeholder="Docker makes one up"
          error={errorOf('name') ?? warnings['name']}
          {...PLAIN}
        />
      </div>
      <BigField
        label="Command"
        value={draft.command}
        onType={(command) => set({ command })}
        placeholder="The image's own"
        error={errorOf('command')}
        {...PLAIN}
      />
      <Part title="Environment" count={draft.env.length} error={errorOf('env')}>
        <Variables
          label="Environment"
          noun="variable"
          rows={draft.env}
          error={errorOf('env')}
          onRows={(env) => set({ env })}
        />
      </Part>
      <Part title="Ports" count={draft.ports.length} error={errorOf('ports') ?? warnings['ports']}>
        <Ports rows={draft.ports} error={errorOf('ports') ?? warnings['ports']} onRows={(ports) => set({ ports })} />
      </Part>
      <Part title="Storage" count={draft.mounts.length} error={errorOf('mounts')}>
        <Mounts {...part} volumes={`${id}-volumes`} />
      </Part>
      <Part title="Networks" count={draft.networks.length} error={errorOf('networks') ?? errorOf('networkMode')}>
        <Networks {...part} networks={`${id}-networks`} />
      </Part>
      <LimitsPart {...part} />
      <HealthPart {...part} />
      <Part title="Labels" count={draft.labels.length} error={errorOf('labels')}>
        <Variables
          label="Labels"
          noun="label"
          rows={draft.labels}
          error={errorOf('labels')}
          onRows={(labels) => set({ labels })}
        />
      </Part>
      <MorePart {...part} />
    </div>
  );
}

const KnownNames = ({ id, names }: { id: string; names: readonly string[] }) => (
  <datalist id={id}>
    {names.map((name) => (
      <option key={name} value={name} />
    ))}
  </datalist>
);

/** Open where something stands in it or is wrong with it at the start; afterwards as the reader leaves it. */
function Part({
  title,
  count,
  error,
  children,
}: {
  title: string;
  count?: number | string;
  error?: string | undefined;
  children: ReactNode;
}) {
  const words = count === 0 || count === undefined ? '' : String(count);
  return (
    <details className="run-part" {...(error === undefined ? {} : { open: true })}>
      <summary>
        <Icon name="chevronRight" size={14} />
        {title}
        {words === '' ? null : <span className="t3 num">{words}</span>}
      </summary>
      <div>{children}</div>
    </details>
  );
}

function Variables({
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
      draw={({ name, value }, change, n) => (
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

const Ports = ({
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
    draw={({ host, container, protocol }, change, n) => (
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

interface PartProps {
  draft: RunDraft;
  set: (change: Partial<RunDraft>) => void;
  errorOf: (field: string) => string | undefined;
}

const TYPES = [
  { value: 'volume' as const, label: 'Volume' },
  { value: 'bind' as const, label: 'Folder' },
  { value: 'tmpfs' as const, label: 'Memory' },
];
const SOURCES = { volume: 'name, or none', bind: '/srv/data', tmpfs: 'size=64m' } as const;

const Mounts = ({ draft, set, errorOf, volumes }: PartProps & { volumes: string }) => (
  <RowsField
    label="Storage"
    noun="mount"
    rows={draft.mounts}
    blank={{ type: 'volume', source: '', destination: '', isReadOnly: false }}
    columns="96px minmax(0, 1fr) minmax(0, 1fr) auto"
    error={errorOf('mounts')}
    hint="A volume is made where there is none of its name; a folder has to be there on the machine that Docker runs on."
    onRows={(mounts) => set({ mounts })}
    draw={({ type, source, destination, isReadOnly }, change, n) => (
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

const Networks = ({ draft, set, errorOf, networks }: PartProps & { networks: string }) => {
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
          draw={({ name, aliases }, change, n) => (
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

const RESTARTS = [
  { value: 'no', label: 'Never' },
  { value: 'unless-stopped', label: 'Always, unless stopped' },
  { value: 'always', label: 'Always' },
  { value: 'on-failure', label: 'When it fails' },
  { value: 'on-failure:3', label: 'When it fails, 3 times at most' },
  { value: 'on-failure:10', label: 'When it fails, 10 times at most' },
];

function LimitsPart({ draft, set, errorOf }: PartProps) {
  const said = [
    draft.memory,
    draft.cpus === '' ? '' : `${draft.cpus} CPU`,
    draft.restart === 'no' ? '' : (RESTARTS.find(({ value }) => value === draft.restart)?.label ?? draft.restart),
  ].filter(Boolean);
  const restarts = RESTARTS.some(({ value }) => value === draft.restart)
    ? RESTARTS
    : [...RESTARTS, { value: draft.restart, label: draft.restart }];
  const error = errorOf('memoryBytes') ?? errorOf('cpus') ?? errorOf('pidsLimit') ?? errorOf('restartPolicy');
  return (
    <Part title="Limits and restart" count={said.join(', ')} error={error}>
      <div className="run-three">
        <BigField
          label="Memory"
          value={draft.memory}
          onType={(memory) => set({ memory })}
          placeholder="512m"
          error={errorOf('memoryBytes')}
          {...PLAIN}
        />
        <BigField
          label="CPUs"
          value={draft.cpus}
          onType={(cpus) => set({ cpus })}
          placeholder="1.5"
          error={errorOf('cpus')}
          {...PLAIN}
        />
        <BigField
          label="Processes"
          value={draft.pids}
          onType={(pids) => set({ pids })}
          placeholder="Any number"
          error={errorOf('pidsLimit')}
          {...PLAIN}
        />
      </div>
      <div className="form-row">
        <span aria-hidden="true">Restart</span>
        <Pick isPlain label="Restart" value={draft.restart} choices={restarts} onPick={(restart) => set({ restart })} />
        {errorOf('restartPolicy') === undefined ? null : <p className="field-error">{errorOf('restartPolicy')}</p>}
      </div>
    </Part>
  );
}

const HEALTHS = [
  { value: 'image' as const, label: "The image's own" },
  { value: 'own' as const, label: 'A command' },
  { value: 'none' as const, label: 'None' },
];

function HealthPart({ draft, set, errorOf }: PartProps) {
  const said = draft.health === 'own' ? draft.healthCommand : draft.health === 'none' ? 'none' : '';
  return (
    <Part title="Health check" count={said} error={errorOf('healthCheck')}>
      <Pick isPlain label="Health check" value={draft.health} choices={HEALTHS} onPick={(health) => set({ health })} />
      {draft.health === 'own' ? (
        <>
          <BigField
            label="Health command"
            value={draft.healthCommand}
            onType={(healthCommand) => set({ healthCommand })}
            placeholder="curl -f localhost || exit 1"
            hint="It runs in the container; exit code 0 says that all is well."
            error={errorOf('healthCheck')}
            {...PLAIN}
          />
          <div className="run-three">
            <BigField
              label="Every, in seconds"
              value={draft.healthInterval}
              onType={(healthInterval) => set({ healthInterval })}
              placeholder="30"
              {...PLAIN}
            />
            <BigField
              label="Start period, in seconds"
              value={draft.healthStart}
              onType={(healthStart) => set({ healthStart })}
              placeholder="0"
              {...PLAIN}
            />
            <BigField
              label="Failures until unhealthy"
              value={draft.healthRetries}
              onType={(healthRetries) => set({ healthRetries })}
              placeholder="3"
              {...PLAIN}
            />
          </div>
        </>
      ) : null}
    </Part>
  );
}

const FLAGS = [
  ['hasTty', 'Terminal', 'for a program that wants one, such as a shell'],
  ['isInteractive', 'Open input', 'for one that reads what is typed'],
  ['hasInit', 'Init process', 'that takes care of processes left behind'],
  ['isReadOnly', 'Read-only', 'outside of its mounts nothing can be written'],
  ['isPrivileged', 'Privileged', 'the same power over this machine as root'],
] as const;

function MorePart({ draft, set, errorOf }: PartProps) {
  const on = FLAGS.filter(([key]) => draft[key]).map(([, label]) => label.toLowerCase());
  const said = [draft.user === '' ? '' : `as ${draft.user}`, ...on].filter(Boolean).join(', ');
  const error = errorOf('user') ?? errorOf('workingDir') ?? errorOf('hostname') ?? errorOf('entrypoint');
  return (
    <Part title="More" count={said} error={error}>
      <div className="run-three">
        <BigField
          label="User"
          value={draft.user}
          onType={(user) => set({ user })}
          placeholder="The image's"
          error={errorOf('user')}
          {...PLAIN}
        />
        <BigField
          label="Working folder"
          value={draft.workingDir}
          onType={(workingDir) => set({ workingDir })}
          placeholder="The image's"
          error={errorOf('workingDir')}
          {...PLAIN}
        />
        <BigField
          label="Host name"
          value={draft.hostname}
          onType={(hostname) => set({ hostname })}
          placeholder="Its ID"
          error={errorOf('hostname')}
          {...PLAIN}
        />
      </div>
      <BigField
        label="Entrypoint"
        value={draft.entrypoint}
        onType={(entrypoint) => set({ entrypoint })}
        placeholder="The image's own"
        error={errorOf('entrypoint')}
        {...PLAIN}
      />
      <div className="run-switches">
        {FLAGS.map(([key, label, words]) => (
          <div key={key} className="form-switch">
            <Switch label={label} isOn={draft[key]} onSwitch={(isOn) => set({ [key]: isOn })} />
            <span aria-hidden="true">
              {label}: {words}
            </span>
          </div>
        ))}
      </div>
    </Part>
  );
}
