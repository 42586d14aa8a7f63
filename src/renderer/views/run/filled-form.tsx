import { useEffect, useState } from 'react';
import type { Container } from '#shared/contract/containers.ts';
import type { ContainerSpec } from '#shared/contract/container-spec.ts';
import { EditForm } from '#renderer/views/run/edit-form.tsx';
import { RunForm } from '#renderer/views/run/run-form.tsx';
import { useStores } from '#renderer/views/stores-context.tsx';

/** A form that is filled from a container, once Docker has told what that is made from. */
export function FilledForm({
  container,
  isClone,
  onDone,
}: {
  container: Container;
  isClone: boolean;
  onDone: () => void;
}) {
  const { containerEdit } = useStores();
  const [spec, setSpec] = useState<ContainerSpec>();
  const [error, setError] = useState<string>();
  const { id } = container;
  useEffect(() => {
    let isGone = false;
    containerEdit.spec(id).then(
      (found) => !isGone && setSpec(found),
      (thrown: Error) => !isGone && setError(thrown.message),
    );
    return () => {
      isGone = true;
    };
  }, [containerEdit, id]);
  if (error !== undefined)
    return (
      <p className="field-error" role="alert">
        {error}
      </p>
    );
  if (!spec) return <p role="status">Reading what it is made from…</p>;
  return isClone ? (
    <RunForm like={{ container, spec }} onDone={onDone} />
  ) : (
    <EditForm container={container} spec={spec} onDone={onDone} />
  );
}
