import { observer } from 'mobx-react-lite';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { BigField } from '#renderer/ui/big-field.tsx';
import { DialogForm } from '#renderer/ui/form-dialog.tsx';
import { Icon } from '#renderer/ui/icons.tsx';
import { Pick } from '#renderer/ui/pick.tsx';
import { Switch } from '#renderer/ui/switch.tsx';
import { referenceFault } from '#renderer/views/images/reference-fault.ts';
import { useForm } from '#renderer/views/use-form.ts';
import { useStores } from '#renderer/views/stores-context.tsx';

interface Argument {
  readonly name: string;
  readonly value: string;
}

/** A folder of this computer, the Dockerfile in it, the name of what comes of it, and what the Dockerfile asks for. */
export const BuildForm = observer(function BuildForm({ onDone }: { onDone: () => void }) {
  const { imageActs } = useStores();
  const [, go] = useLocation();
  const [context, setContext] = useState('');
  const [found, setFound] = useState<readonly string[]>([]);
  const [dockerfile, setDockerfile] = useState('Dockerfile');
  const [tag, setTag] = useState('');
  const [target, setTarget] = useState('');
  const [args, setArgs] = useState<readonly Argument[]>([]);
  const [noCache, setNoCache] = useState(false);
  const form = useForm(() => {
    onDone();
    go('/activity');
  });
  const choose = async (): Promise<void> => {
    const chosen = await imageActs.chooseContext();
    if (chosen.context === null) return;
    setContext(chosen.context);
    setFound(chosen.dockerfiles);
    const [first] = chosen.dockerfiles;
    if (first !== undefined && !chosen.dockerfiles.includes(dockerfile)) setDockerfile(first);
    if (tag === '') setTag(`${nameOf(chosen.context)}:latest`);
  };
  const build = (): void =>
    form.send(
      {
        context: context === '' ? 'Choose the folder to build from.' : undefined,
        dockerfile: dockerfile.trim() === '' ? 'Write the path of the Dockerfile inside of the folder.' : undefined,
        tag: referenceFault(tag.trim()),
        target: undefined,
        args: argsFault(args),
      },
      () =>
        imageActs.build({
          context,
          dockerfile: dockerfile.trim(),
          tag: tag.trim(),
          args: Object.fromEntries(args.filter(({ name }) => name !== '').map(({ name, value }) => [name, value])),
          ...(target.trim() !== '' && { target: target.trim() }),
          noCache,
        }),
    );
  const change = (at: number, more: Partial<Argument>): void =>
    setArgs(args.map((one, i) => (i === at ? { ...one, ...more } : one)));
  return (
    <DialogForm act="Build" isBusy={form.isBusy} error={form.errorOf(undefined)} onAct={build}>
      <BigField
        label="Folder"
        value={context}
        onType={() => undefined}
        readOnly
        placeholder="None chosen"
        title={context}
        hint="What its .dockerignore names is left out."
        error={form.errorOf('context')}
        after={
          <button type="button" className="btn sm" onClick={() => void choose()}>
            Choose…
          </button>
        }
      />
      {found.length > 1 ? (
        <div className="form-row">
          <span aria-hidden="true">Dockerfile</span>
          <Pick
            isPlain
            label="Dockerfile"
            value={dockerfile}
            choices={found.map((name) => ({ value: name, label: name }))}
            onPick={setDockerfile}
          />
        </div>
      ) : (
        <BigField
          label="Dockerfile"
          value={dockerfile}
          onType={setDockerfile}
          error={form.errorOf('dockerfile')}
          autoComplete="off"
          spellCheck={false}
        />
      )}
      <BigField
        label="Name"
        value={tag}
        onType={setTag}
        placeholder="acme/shop-api:2.15.0"
        error={form.errorOf('tag')}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
      />
      <BigField
        label="Stage"
        value={target}
        onType={setTarget}
        placeholder="The last one"
        error={form.errorOf('target')}
        autoComplete="off"
        spellCheck={false}
      />
      <fieldset className="build-args">
        <legend>Build arguments</legend>
        {args.map(({ name, value }, i) => (
          // oxlint-disable-next-line react/no-array-index-key -- two may have the same name while they are typed
          <div key={i} className="build-arg">
            <span className="field">
              <input
                aria-label={`Name of argument ${i + 1}`}
                placeholder="NAME"
                value={name}
                spellCheck={false}
                onChange={(event) => change(i, { name: event.target.value })}
              />
            </span>
            <span className="field">
              <input
                aria-label={`Value of argument ${i + 1}`}
                placeholder="value"
                value={value}
                spellCheck={false}
                onChange={(event) => change(i, { value: event.target.value })}
              />
            </span>
            <button
              type="button"
              className="ib"
              aria-label={`Remove argument ${i + 1}`}
              onClick={() => setArgs(args.filter((_, at) => at !== i))}
            >
              <Icon name="close" />
            </button>
          </div>
        ))}
        {form.errorOf('args') === undefined ? null : (
          <p className="field-error" role="alert">
            {form.errorOf('args')}
          </p>
        )}
        <button type="button" className="link-btn" onClick={() => setArgs([...args, { name: '', value: '' }])}>
          Add an argument
        </button>
      </fieldset>
      <div className="build-switch">
        <Switch label="Without the cache" isOn={noCache} onSwitch={setNoCache} />
        <span aria-hidden="true">Without the cache: every step runs again</span>
      </div>
    </DialogForm>
  );
});

const argsFault = (args: readonly Argument[]): string | undefined => {
  const bad = args.find(({ name, value }) => (name === '' ? value !== '' : !/^[A-Za-z_]\w*$/.test(name)));
  if (bad) return 'An argument is named like a variable: letters, digits and "_", no digit first.';
  const names = args.map(({ name }) => name).filter(Boolean);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  return twice === undefined ? undefined : `${twice} is there twice.`;
};

/** A folder's own name as an image may be called. */
const nameOf = (folder: string): string =>
  (folder.split(/[/\\]/).findLast(Boolean) ?? 'image')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '') || 'image';
