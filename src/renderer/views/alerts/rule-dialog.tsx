import { observer } from 'mobx-react-lite';
import { useState } from 'react';
import type { AlertRule } from '#shared/contract/alerts.ts';
import { type FormPart, Labelled } from '#renderer/views/alerts/form-part.tsx';
import {
  changeFrom,
  draftOf,
  faultsOf,
  hasCount,
  hasLines,
  hasScope,
  hasShare,
  NEW_DRAFT,
  RULE_KINDS,
  type RuleDraft,
  withKind,
} from '#renderer/views/alerts/rule-draft.ts';
import { WebhookFields } from '#renderer/views/alerts/webhook-fields.tsx';
import { useStores } from '#renderer/views/stores-context.tsx';
import { useForm } from '#renderer/views/use-form.ts';
import { BigField } from '#renderer/ui/big-field.tsx';
import { DialogForm, FormDialog } from '#renderer/ui/form-dialog.tsx';
import { Pick } from '#renderer/ui/pick.tsx';
import { Segments } from '#renderer/ui/segments.tsx';
import { Switch } from '#renderer/ui/switch.tsx';

/** A rule to fill in; `rule` where there is one that is changed. */
export function RuleDialog({
  open,
  rule,
  onClose,
}: {
  open: boolean;
  rule: AlertRule | undefined;
  onClose: () => void;
}) {
  return (
    <FormDialog open={open} title={rule ? `Edit ${rule.name}` : 'Add an alert rule'} isSticky isWide onClose={onClose}>
      <RuleForm rule={rule} onDone={onClose} />
    </FormDialog>
  );
}

const RuleForm = observer(function RuleForm({ rule, onDone }: { rule: AlertRule | undefined; onDone: () => void }) {
  const { alerts } = useStores();
  const [draft, setDraft] = useState<RuleDraft>(() => (rule ? draftOf(rule) : NEW_DRAFT));
  const form = useForm(onDone);
  const part: FormPart = {
    draft,
    set: (change) => setDraft((before) => ({ ...before, ...change })),
    errorOf: form.errorOf,
  };
  const save = (): void => {
    const change = changeFrom(draft, rule);
    form.send(faultsOf(change, rule), () => alerts.save(change));
  };
  return (
    <DialogForm act={rule ? 'Save rule' : 'Add rule'} isBusy={form.isBusy} error={form.errorOf(undefined)} onAct={save}>
      <div className="alert-pair">
        <BigField
          label="Name"
          value={draft.name}
          onType={(name) => part.set({ name })}
          hint="Stands over each of its notices."
          error={part.errorOf('name')}
          autoComplete="off"
        />
        <div className="form-row">
          <span aria-hidden="true">Tell when</span>
          <Pick
            isPlain
            label="Tell when"
            value={draft.kind}
            choices={RULE_KINDS}
            onPick={(kind) => setDraft((before) => withKind(before, kind))}
          />
        </div>
      </div>
      {hasLines(draft) ? <LineFields {...part} /> : null}
      {hasScope(draft) ? <ScopeFields {...part} /> : null}
      <Numbers {...part} />
      <Labelled label="Show a notification" text="At the computer Quayside runs on. Activity has every notice anyway.">
        <Switch label="Show a notification" isOn={draft.isShown} onSwitch={(isShown) => part.set({ isShown })} />
      </Labelled>
      <WebhookFields {...part} rule={rule} />
    </DialogForm>
  );
});

function LineFields({ draft, set, errorOf }: FormPart) {
  return (
    <div className="alert-pair">
      <div className="form-row">
        <span aria-hidden="true">Level</span>
        <Segments
          label="Level"
          value={draft.level}
          segments={[
            { value: 'error', label: 'Errors' },
            { value: 'warn', label: 'Warnings too' },
            { value: 'any', label: 'Any' },
          ]}
          onPick={(level) => set({ level })}
        />
      </div>
      <BigField
        label={draft.isPattern ? 'Pattern' : 'With the text'}
        value={draft.text}
        onType={(text) => set({ text })}
        hint={draft.level === 'any' ? 'What the line holds.' : 'Empty: every line of that level.'}
        error={errorOf('when.text')}
        className="mono"
        autoComplete="off"
        spellCheck={false}
      />
      <Labelled label="Match case">
        <Switch label="Match case" isOn={draft.matchCase} onSwitch={(matchCase) => set({ matchCase })} />
      </Labelled>
      <Labelled label="Regular expression">
        <Switch label="Regular expression" isOn={draft.isPattern} onSwitch={(isPattern) => set({ isPattern })} />
      </Labelled>
    </div>
  );
}

/** How often, above what, in or for how long, and how long it is quiet then. */
function Numbers({ draft, set, errorOf }: FormPart) {
  const isCount = hasCount(draft);
  const isShare = hasShare(draft);
  return (
    <div className="alert-numbers">
      {isCount ? (
        <NumberField
          label={draft.kind === 'loop' ? 'Restarts' : 'Lines'}
          unit="or more"
          value={draft.count}
          error={errorOf('when.count')}
          onType={(count) => set({ count })}
        />
      ) : null}
      {isShare ? (
        <NumberField
          label={draft.kind === 'cpu' ? 'CPU above' : draft.kind === 'memory' ? 'Memory above' : 'Disk above'}
          unit="%"
          hint={draft.kind === 'cpu' ? '100 % is one core.' : draft.kind === 'memory' ? 'Of its limit.' : undefined}
          value={draft.percent}
          error={errorOf('when.percent')}
          onType={(percent) => set({ percent })}
        />
      ) : null}
      {isCount || isShare ? (
        <NumberField
          label={isCount ? 'Within' : 'For'}
          unit="min"
          hint={isShare ? '0 tells at once.' : undefined}
          value={draft.minutes}
          error={errorOf('when.minutes')}
          onType={(minutes) => set({ minutes })}
        />
      ) : null}
      <NumberField
        label="Then quiet for"
        unit="min"
        hint="More of the same is counted."
        value={draft.quietMinutes}
        error={errorOf('quietMinutes')}
        onType={(quietMinutes) => set({ quietMinutes })}
      />
    </div>
  );
}

function ScopeFields({ draft, set, errorOf }: FormPart) {
  const { containers } = useStores();
  const stacks = [...new Set(containers.sorted.flatMap(({ stack }) => stack ?? []))];
  return (
    <div className="alert-pair">
      <div className="form-row">
        <span aria-hidden="true">Containers</span>
        <Segments
          label="Containers"
          value={draft.by}
          segments={[
            { value: 'all', label: 'All' },
            { value: 'name', label: 'By name' },
            { value: 'stack', label: 'Of a stack' },
          ]}
          onPick={(by) => set({ by, which: '' })}
        />
      </div>
      {draft.by === 'name' ? (
        <BigField
          label="Named"
          value={draft.which}
          onType={(which) => set({ which })}
          hint="A star stands for any letters: web-*"
          error={errorOf('containers.pattern')}
          className="mono"
          autoComplete="off"
          spellCheck={false}
        />
      ) : draft.by === 'stack' ? (
        <>
          <BigField
            label="Stack"
            value={draft.which}
            onType={(which) => set({ which })}
            error={errorOf('containers.stack')}
            list="alert-stacks"
            autoComplete="off"
            spellCheck={false}
          />
          <datalist id="alert-stacks">
            {stacks.map((stack) => (
              <option key={stack} value={stack} />
            ))}
          </datalist>
        </>
      ) : null}
    </div>
  );
}

function NumberField({
  label,
  unit,
  value,
  hint,
  error,
  onType,
}: {
  label: string;
  unit: string;
  value: string;
  hint?: string | undefined;
  error: string | undefined;
  onType: (text: string) => void;
}) {
  return (
    <BigField
      label={label}
      value={value}
      onType={onType}
      hint={hint}
      error={error}
      inputMode="decimal"
      autoComplete="off"
      className="num"
      after={<span className="t3">{unit}</span>}
    />
  );
}
