import { useEffect, useId, useRef } from 'react';
import { BigField } from '#renderer/ui/big-field.tsx';
import type { Faults } from '#renderer/views/run/run-draft.ts';
import { Part, type PartProps, PLAIN } from '#renderer/views/run/run-part.tsx';
import { HealthPart, LimitsPart, MorePart } from '#renderer/views/run/run-parts.tsx';
import { Mounts, Networks, Ports, Variables } from '#renderer/views/run/run-rows.tsx';

export interface RunFieldsProps extends PartProps {
  /** Said while it is typed: a name or a port that is taken. */
  warnings: Faults;
  /** Names that are there, to choose from. */
  known: { images: readonly string[]; volumes: readonly string[]; networks: readonly string[] };
  /** Of the image: that it is not here. */
  imageHint: string | undefined;
}

/** All that a container is made from. What is used daily stands open, the rest folds away and says how much of it there is. */
export function RunFields({ draft, set, errorOf, warnings, known, imageHint }: RunFieldsProps) {
  const id = useId();
  const fields = useRef<HTMLDivElement>(null);
  // The dialog was open before the form was there: the focus waits at its edge.
  useEffect(() => fields.current?.querySelector('input')?.focus(), []);
  const part = { draft, set, errorOf };
  return (
    <div className="run-fields" ref={fields}>
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
