import { BigField } from '#renderer/ui/big-field.tsx';
import { Pick } from '#renderer/ui/pick.tsx';
import { Switch } from '#renderer/ui/switch.tsx';
import { Part, type PartProps, PLAIN } from '#renderer/views/run/run-part.tsx';

const RESTARTS = [
  { value: 'no', label: 'Never' },
  { value: 'unless-stopped', label: 'Always, unless stopped' },
  { value: 'always', label: 'Always' },
  { value: 'on-failure', label: 'When it fails' },
  { value: 'on-failure:3', label: 'When it fails, 3 times at most' },
  { value: 'on-failure:10', label: 'When it fails, 10 times at most' },
];

export function LimitsPart({ draft, set, errorOf }: PartProps) {
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

export function HealthPart({ draft, set, errorOf }: PartProps) {
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

export function MorePart({ draft, set, errorOf }: PartProps) {
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
