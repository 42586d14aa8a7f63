import { observer } from 'mobx-react-lite';
import { useState } from 'react';
import type { Container } from '#shared/contract/containers.ts';
import type { ContainerSpec } from '#shared/contract/container-spec.ts';
import { visibleText } from '#shared/format/visible-text.ts';
import { DialogForm } from '#renderer/ui/form-dialog.tsx';
import { TableHead } from '#renderer/ui/table-head.tsx';
import { useForm } from '#renderer/views/use-form.ts';
import { draftOf, type RunDraft } from '#renderer/views/run/run-draft.ts';
import { RunFields } from '#renderer/views/run/run-fields.tsx';
import { FIELDS, RunStage } from '#renderer/views/run/run-form.tsx';
import { RunWords } from '#renderer/views/run/run-words.tsx';
import { type Difference, differenceOf } from '#renderer/views/run/spec-difference.ts';
import { isHere, useDraftRead, useKnown } from '#renderer/views/run/use-run-draft.ts';
import { useStores } from '#renderer/views/stores-context.tsx';
import '#renderer/views/run/run-form.css';

/** The form of a container that is there: what is different is shown first, then changed in place or made anew. */
export const EditForm = observer(function EditForm({
  container,
  spec: base,
  onDone,
}: {
  container: Container;
  spec: ContainerSpec;
  onDone: () => void;
}) {
  const stores = useStores();
  const { containerEdit } = stores;
  const known = useKnown();
  const [draft, setDraft] = useState<RunDraft>(() => draftOf(base));
  const [sent, setSent] = useState<RunDraft>();
  const [isReviewing, setReviewing] = useState(false);
  const [stage, setStage] = useState('');
  /** The list of images was read when the form was opened. */
  const [pulled, setPulled] = useState<string>();
  const form = useForm(onDone);
  const checks = useForm(() => setReviewing(true));
  const { spec, faults, warnings } = useDraftRead(draft, base, container);
  const { changes, shown, isLive } = differenceOf(base, spec);
  const here = pulled !== draft.image && !isLive ? isHere(draft.image, known) : undefined;
  const canPull = stores.session.can('images.pull');
  const needsPull = here === false && canPull;
  const errorOf = (field: string): string | undefined =>
    sent === draft ? (checks.errorOf(field) ?? form.errorOf(field)) : undefined;
  const review = (): void => {
    setSent(draft);
    const unsent = shown.length === 0 ? 'Nothing is different yet.' : undefined;
    const image = here === false && !canPull ? 'This image is not on this machine. Pull it first.' : undefined;
    checks.send({ ...FIELDS, ...faults, ...(image !== undefined && { image }), none: unsent }, async () => {
      if (!needsPull) return;
      try {
        await containerEdit.pull(draft.image.trim(), setStage);
        setPulled(draft.image);
      } finally {
        setStage('');
      }
    });
  };
  const apply = async (): Promise<void> => {
    if (!isLive) return containerEdit.recreate(container, changes);
    const { name, memoryBytes, cpus, pidsLimit, restartPolicy } = changes;
    const live = {
      ...(memoryBytes != null && { memoryBytes }),
      ...(cpus != null && { cpus }),
      ...(pidsLimit != null && { pidsLimit }),
      ...('restartPolicy' in changes && { restartPolicy: restartPolicy ?? 'no' }),
    };
    if (Object.keys(live).length > 0) await containerEdit.update(container, live);
    if (name !== undefined) await containerEdit.rename(container, name);
  };
  if (isReviewing)
    return (
      <DialogForm
        key="review"
        act={isLive ? 'Apply' : 'Recreate'}
        safe="Back"
        onSafe={() => setReviewing(false)}
        isBusy={form.isBusy}
        error={form.errorOf(undefined)}
        onAct={() =>
          form.send(FIELDS, async () => {
            try {
              await apply();
            } catch (thrown) {
              // What stands under a field is read in the form.
              if ((thrown as { field?: string }).field !== undefined) setReviewing(false);
              throw thrown;
            }
          })
        }
      >
        <p>
          {isLive
            ? `Docker changes this while ${visibleText(container.name)} ${container.state === 'running' ? 'runs on' : 'stays the same container'}.`
            : `Docker can't change all of this in place, so ${visibleText(container.name)} is made anew. The old one is kept, stopped, until the new one is healthy; else it comes back as it was.`}
        </p>
        <Differences shown={shown} />
      </DialogForm>
    );
  return (
    <DialogForm
      key="fields"
      act={needsPull ? 'Pull and review' : 'Review changes'}
      isBusy={checks.isBusy}
      error={
        sent === draft ? (checks.errorOf('none') ?? checks.errorOf(undefined) ?? form.errorOf(undefined)) : undefined
      }
      onAct={review}
    >
      <div className="run-form">
        <RunFields
          draft={draft}
          set={(change) => setDraft({ ...draft, ...change })}
          errorOf={errorOf}
          warnings={warnings}
          known={known}
          imageHint={here === false ? `Not on this machine${needsPull ? ': it is pulled first' : ''}.` : undefined}
        />
        <RunWords spec={spec} />
        <RunStage stage={stage} />
      </div>
    </DialogForm>
  );
});

const Differences = ({ shown }: { shown: readonly Difference[] }) => (
  <div className="difference-box">
    <table className="difference">
      <TableHead names={['What', 'Now', 'Then', 'How']} />
      <tbody>
        {shown.map(({ label, from, to, isLive }) => (
          <tr key={label}>
            <th scope="row">{visibleText(label)}</th>
            <td>{visibleText(from)}</td>
            <td>{visibleText(to)}</td>
            <td className="t2">{isLive ? 'in place' : 'made anew'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);
