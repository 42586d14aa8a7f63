import { useState } from 'react';
import type { ContainerSpec } from '#shared/contract/container-spec.ts';
import { asCompose } from '#shared/format/compose-text.ts';
import { asDockerRun } from '#shared/format/docker-run.ts';
import { runSpec } from '#shared/format/run-spec.ts';
import { CopyButton } from '#renderer/ui/copy-button.tsx';
import { Segments } from '#renderer/ui/segments.tsx';

type Form = 'run' | 'compose';
const FORMS = [
  { value: 'run' as const, label: 'As docker run' },
  { value: 'compose' as const, label: 'As compose' },
];

/** What the form says, in the words of docker and of compose; values of secrets are left out. */
export function RunWords({ spec }: { spec: ContainerSpec }) {
  const [form, setForm] = useState<Form>('run');
  const text = form === 'run' ? asDockerRun(runSpec(spec)) : asCompose(runSpec(spec));
  return (
    <div className="run-words">
      <div className="run-words-head">
        <Segments<Form> label="The same by hand" value={form} segments={FORMS} onPick={setForm} />
        <CopyButton text={text} label="Copy" />
      </div>
      <pre className="mono" tabIndex={0} aria-label={form === 'run' ? 'As docker run' : 'As compose'}>
        {text}
      </pre>
    </div>
  );
}
