import { observer } from 'mobx-react-lite';
import { useMemo, useState } from 'react';
import type { Container } from '#shared/contract/containers.ts';
import { asCompose } from '#shared/format/compose-text.ts';
import { asDockerRun } from '#shared/format/docker-run.ts';
import { covered } from '#shared/format/inspect-json.ts';
import { isSecretVariable } from '#shared/format/secret-name.ts';
import { runSpecOf } from '#shared/format/run-spec.ts';
import type { Inspect } from '#renderer/stores/details-store.ts';
import { InspectSummary } from '#renderer/views/container/inspect-summary.tsx';
import { JsonTree } from '#renderer/views/container/json-tree.tsx';
import { useInspect } from '#renderer/views/container/use-inspect.ts';
import { Loading } from '#renderer/views/engine/loading.tsx';
import { CopyTextButton } from '#renderer/ui/copy-button.tsx';
import { Segments } from '#renderer/ui/segments.tsx';

type Part = 'summary' | 'json' | 'run' | 'compose';
const PARTS = [
  { value: 'summary', label: 'Summary' },
  { value: 'json', label: 'JSON' },
  { value: 'run', label: 'As docker run' },
  { value: 'compose', label: 'As compose' },
] as const;

export const InspectTab = observer(function InspectTab({ container }: { container: Container }) {
  const { value, error } = useInspect(container);
  const [part, setPart] = useState<Part>('summary');
  // Copied JSON is pasted into issues and chats: what the screen covers is covered there as well.
  const shown = useMemo(() => covered(value?.inspect ?? {}), [value]);
  if (!value) return <Loading error={error} />;
  return (
    <>
      <div className="tool" role="toolbar" aria-label="Inspect tools">
        <Segments<Part> label="View" value={part} segments={PARTS} onPick={setPart} />
        <span className="grow" />
        {error ? <span className="bad ell">{error.message}</span> : null}
        {part === 'summary' || part === 'json' ? (
          <CopyTextButton text={JSON.stringify(shown, null, 2)} label="Copy JSON" />
        ) : null}
      </div>
      {part === 'json' ? (
        <JsonTree value={shown} />
      ) : part === 'summary' ? (
        <div className="scroll" tabIndex={0} role="region" aria-label="Inspect, summary">
          <InspectSummary container={container} inspect={value.inspect} />
        </div>
      ) : (
        <AsText key={part} part={part} container={container} value={value} />
      )}
    </>
  );
});

/** The container as something one could run again: for a terminal or for a file. */
function AsText({ part, container, value }: { part: 'run' | 'compose'; container: Container; value: Inspect }) {
  const spec = useMemo(() => runSpecOf(value.inspect, value.imageVariables ?? []), [value]);
  const text = part === 'run' ? asDockerRun(spec) : asCompose(spec, container.service ?? spec.name);
  const secrets = spec.variables.filter(({ name }) => isSecretVariable(name)).map(({ name }) => name);
  const name = part === 'run' ? 'docker run' : 'compose';
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={`Inspect, as ${name}`}>
      <div className="as-text">
        <p className="t2">
          {part === 'run' ? 'This makes a container like this one.' : 'This container as a compose service.'}
          {secrets.length === 0
            ? ''
            : ` Set ${secrets.join(', ')} in your environment: values of secrets are left out.`}
        </p>
        <CopyTextButton text={text} label={part === 'run' ? 'Copy command' : 'Copy file'} />
      </div>
      <pre className="out mono whole">{text}</pre>
    </div>
  );
}
