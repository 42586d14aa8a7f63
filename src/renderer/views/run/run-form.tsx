import { observer } from 'mobx-react-lite';
import { useState } from 'react';
import { useLocation } from 'wouter';
import type { Container } from '#shared/contract/containers.ts';
import type { ContainerSpec } from '#shared/contract/container-spec.ts';
import { DialogForm } from '#renderer/ui/form-dialog.tsx';
import { useForm } from '#renderer/views/use-form.ts';
import { draftOf, EMPTY_DRAFT, type RunDraft } from '#renderer/views/run/run-draft.ts';
import { RunFields } from '#renderer/views/run/run-fields.tsx';
import { RunWords } from '#renderer/views/run/run-words.tsx';
import { differenceOf } from '#renderer/views/run/spec-difference.ts';
import { isHere, useDraftRead, useKnown } from '#renderer/views/run/use-run-draft.ts';
import { useStores } from '#renderer/views/stores-context.tsx';
import '#renderer/views/run/run-form.css';

/** A new container, or another one like `like`, whose hidden values come along. */
export const RunForm = observer(function RunForm({
  image = '',
  like,
  onDone,
}: {
  image?: string | undefined;
  like?: { container: Container; spec: ContainerSpec } | undefined;
  onDone: () => void;
}) {
  const stores = useStores();
  const { containerEdit } = stores;
  const [, go] = useLocation();
  const known = useKnown();
  // Two cannot have one port: the first thing to be changed of another one.
  const base = like && { ...like.spec, name: `${like.container.name}-2`, ports: [] };
  const [draft, setDraft] = useState<RunDraft>(() => (base ? draftOf(base) : { ...EMPTY_DRAFT, image }));
  const [stage, setStage] = useState('');
  const [sent, setSent] = useState<RunDraft>();
  const form = useForm(onDone);
  const { spec, faults, warnings } = useDraftRead(draft, base);
  const here = isHere(draft.image, known);
  const needsPull = here === false && stores.session.can('images.pull');
  const errorOf = (field: string): string | undefined => (sent === draft ? form.errorOf(field) : undefined);
  const run = (): void => {
    setSent(draft);
    form.send({ ...FIELDS, ...faults }, async () => {
      try {
        go(`/container/${await start()}/logs`);
      } finally {
        setStage('');
      }
    });
  };
  const start = async (): Promise<string> => {
    if (!like) return containerEdit.run({ ...spec, start: true }, needsPull, setStage);
    if (needsPull) await containerEdit.pull(spec.image, setStage);
    const { changes } = differenceOf(like.spec, spec);
    const { name, ...others } = changes;
    return containerEdit.clone({
      container: like.container.id,
      ...(name !== undefined && { name }),
      changes: others,
      start: true,
    });
  };
  return (
    <DialogForm
      act={needsPull ? 'Pull and run' : 'Run'}
      isBusy={form.isBusy}
      error={sent === draft ? form.errorOf(undefined) : undefined}
      onAct={run}
    >
      <div className="run-form">
        <RunFields
          draft={draft}
          set={(change) => setDraft({ ...draft, ...change })}
          errorOf={errorOf}
          warnings={warnings}
          known={known}
          imageHint={here === false ? 'Not on this machine: it is pulled first.' : undefined}
        />
        <RunWords spec={spec} />
        <RunStage stage={stage} />
      </div>
    </DialogForm>
  );
});

/** What is waited for before the form is done. */
export const RunStage = ({ stage }: { stage: string }) =>
  stage === '' ? null : (
    <p className="run-stage" role="status">
      {stage}
    </p>
  );

/** All that can be wrong has a field of its own, under which it stands. */
export const FIELDS = Object.fromEntries(
  (
    'image name command entrypoint env ports mounts networks networkMode memoryBytes cpus pidsLimit restartPolicy ' +
    'healthCheck labels user workingDir hostname'
  )
    .split(' ')
    .map((field) => [field, undefined]),
);
