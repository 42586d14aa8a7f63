import type { AppError } from '#shared/protocol/errors.ts';
import { CopyTextButton } from '#renderer/ui/copy-button.tsx';
import { JsonTree } from '#renderer/views/container/json-tree.tsx';
import { Loading } from '#renderer/views/engine/loading.tsx';

/** All that Docker says of one thing, as a tree and to copy. */
export function InspectPane({
  value,
  error,
}: {
  value: Readonly<Record<string, unknown>> | undefined;
  error: AppError | undefined;
}) {
  if (value === undefined) return <Loading error={error} />;
  return (
    <>
      <div className="tool" role="toolbar" aria-label="Inspect tools">
        <span className="grow" />
        <CopyTextButton text={JSON.stringify(value, null, 2)} label="Copy JSON" />
      </div>
      <JsonTree value={value} />
    </>
  );
}
