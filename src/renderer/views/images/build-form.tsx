import { observer } from 'mobx-react-lite';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { BigField } from '#renderer/ui/big-field.tsx';
import { DialogForm } from '#renderer/ui/form-dialog.tsx';
import { type NameValue, NameValueRows, recordOf, rowsFault } from '#renderer/ui/name-value-rows.tsx';
import { Pick } from '#renderer/ui/pick.tsx';
import { Switch } from '#renderer/ui/switch.tsx';
import { referenceFault } from '#renderer/views/images/reference-fault.ts';
import { useForm } from '#renderer/views/use-form.ts';
import { useStores } from '#renderer/views/stores-context.tsx';

/** A folder of this computer, the Dockerfile in it, the name of what comes of it, and what the Dockerfile asks for. */
export const BuildForm = observer(function BuildForm({ onDone }: { onDone: () => void }) {
  const { imageActs } = useStores();
  const [, go] = useLocation();
  const [context, setContext] = useState('');
  const [found, setFound] = useState<readonly string[]>([]);
  const [dockerfile, setDockerfile] = useState('Dockerfile');
  const [tag, setTag] = useState('');
  const [target, setTarget] = useState('');
  const [args, setArgs] = useState<readonly NameValue[]>([]);
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
          args: recordOf(args),
          ...(target.trim() !== '' && { target: target.trim() }),
          noCache,
        }),
    );
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
      <NameValueRows
        legend="Build arguments"
        noun="argument"
        placeholder="NAME"
        rows={args}
        error={form.errorOf('args')}
        onChange={setArgs}
      />
      <div className="build-switch">
        <Switch label="Without the cache" isOn={noCache} onSwitch={setNoCache} />
        <span aria-hidden="true">Without the cache: every step runs again</span>
      </div>
    </DialogForm>
  );
});

const argsFault = (args: readonly NameValue[]): string | undefined => {
  const bad = args.find(({ name, value }) => (name === '' ? value !== '' : !/^[A-Za-z_]\w*$/.test(name)));
  if (bad) return 'An argument is named like a variable: letters, digits and "_", no digit first.';
  return rowsFault(args);
};

/** A folder's own name as an image may be called. */
const nameOf = (folder: string): string =>
  (folder.split(/[/\\]/).findLast(Boolean) ?? 'image')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '') || 'image';
