import { observer } from 'mobx-react-lite';
import { type ChangeEvent, useState } from 'react';
import { useLocation } from 'wouter';
import { stackNameFault } from '#shared/contract/stacks.ts';
import { plural } from '#shared/format/quantity.ts';
import type { AppError } from '#shared/protocol/errors.ts';
import { EMPTY_TEMPLATE } from '#renderer/stores/stack-acts-store.ts';
import { COMPOSE_FILE, ENV_FILE } from '#renderer/stores/stack-draft.ts';
import { BigField } from '#renderer/ui/big-field.tsx';
import { Icon } from '#renderer/ui/icons.tsx';
import { DialogForm } from '#renderer/ui/form-dialog.tsx';
import { Segments } from '#renderer/ui/segments.tsx';
import { stackAddress } from '#renderer/views/stacks/stack-address.ts';
import { useForm } from '#renderer/views/use-form.ts';
import { useStores } from '#renderer/views/stores-context.tsx';

type From = 'template' | 'text' | 'files';
const FROM = [
  { value: 'template', label: 'Template' },
  { value: 'text', label: 'Pasted text' },
  { value: 'files', label: 'Files' },
] as const;
/** As compose looks for them. */
const COMPOSE_NAMES = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'];
/** `protocol`: of one file of a stack. */
const MOST_BYTES = 500_000;

interface Chosen {
  readonly compose: string;
  readonly env: string;
  readonly files: Readonly<Record<string, string>>;
  readonly words: string;
}

/** A name, and the text to begin with. It is kept, and nothing runs before a plan of it is applied. */
export const NewStackForm = observer(function NewStackForm({ onDone }: { onDone: () => void }) {
  const { session, stackActs, stacks } = useStores();
  const [, go] = useLocation();
  const [name, setName] = useState('');
  const [sent, setSent] = useState('');
  const [from, setFrom] = useState<From>('template');
  const [text, setText] = useState('');
  const [folder, setFolder] = useState('');
  const [chosen, setChosen] = useState<Chosen>();
  const [chooseError, setChooseError] = useState<string>();
  const wanted = name.trim();
  const form = useForm(() => {
    onDone();
    go(stackAddress(wanted, 'target'));
  });
  const texts =
    from === 'files'
      ? { compose: chosen?.compose ?? '', env: chosen?.env ?? '', files: { ...chosen?.files } }
      : { compose: from === 'text' ? text : EMPTY_TEMPLATE, env: '', files: {} };
  const isTaken = stacks.find(wanted) !== undefined;
  const create = (): void => {
    setSent(wanted);
    form.send(
      {
        name: isTaken ? `There is a stack "${wanted}" already.` : stackNameFault(wanted),
        compose:
          from === 'text' && text.trim() === ''
            ? 'Paste the compose text first.'
            : from === 'files' && !chosen
              ? 'Choose a compose file first.'
              : undefined,
        folder: undefined,
      },
      () => stackActs.create(wanted, { ...texts, folder: folder.trim() }),
    );
  };
  const take = async (event: ChangeEvent<HTMLInputElement>): Promise<void> => {
    const all = [...(event.target.files ?? [])];
    const found = await readChosen(all);
    setChooseError(typeof found === 'string' ? found : undefined);
    setChosen(typeof found === 'string' ? undefined : found);
  };
  const takeFolder = async (): Promise<void> => {
    try {
      const found = await stackActs.chooseFolder();
      if (!found) return;
      const { folder: from_, ...rest } = found;
      const others = Object.keys(rest.files).length + (rest.env === '' ? 0 : 1);
      setChosen({
        ...rest,
        words: `From ${from_}${others === 0 ? '' : `, with ${plural(others, 'file')} beside it`}.`,
      });
      setFolder(from_);
      setName((typed) => (typed.trim() === '' ? nameOf(from_) : typed));
      setChooseError(undefined);
    } catch (error) {
      const { message, hint } = error as AppError;
      setChosen(undefined);
      setChooseError([message, hint].filter(Boolean).join(' '));
    }
  };
  return (
    <DialogForm act="Create stack" isBusy={form.isBusy} error={form.errorOf(undefined)} onAct={create}>
      <BigField
        label="Name"
        value={name}
        onType={setName}
        hint="Docker knows its containers by it. Nothing runs yet."
        error={sent === wanted ? form.errorOf('name') : undefined}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
      />
      <div className="form-row">
        <span aria-hidden="true">Begin with</span>
        <Segments<From> label="Begin with" value={from} segments={FROM} onPick={setFrom} />
      </div>
      {from === 'text' ? (
        <label className="new-stack-text">
          <span>Compose text</span>
          <textarea
            className="mono"
            rows={10}
            value={text}
            spellCheck={false}
            onChange={(event) => setText(event.target.value)}
          />
        </label>
      ) : from === 'files' ? (
        <div className="new-stack-files">
          <label>
            <span>Compose file, and what lies beside it</span>
            <input type="file" multiple aria-label="Files" onChange={(event) => void take(event)} />
          </label>
          {session.can('stacks.chooseFolder') ? (
            <button type="button" className="btn" onClick={() => void takeFolder()}>
              <Icon name="folder" />
              Choose a folder…
            </button>
          ) : null}
          <span className="t3 small" role="status">
            {chosen?.words ?? `One is named ${COMPOSE_FILE}; ${ENV_FILE} and others may go with it.`}
          </span>
        </div>
      ) : (
        <pre className="mono text new-stack-template">{EMPTY_TEMPLATE}</pre>
      )}
      {chooseError === undefined && form.errorOf('compose') === undefined ? null : (
        <p className="field-error" role="alert">
          {chooseError ?? form.errorOf('compose')}
        </p>
      )}
      <BigField
        label="Folder"
        value={folder}
        onType={setFolder}
        placeholder="One of Quayside’s own"
        hint="On the engine's machine: where relative paths of mounts and builds begin."
        error={form.errorOf('folder')}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
      />
    </DialogForm>
  );
});

/** As compose names a project by its folder. */
const nameOf = (folder: string): string =>
  (folder.split('/').findLast((part) => part !== '') ?? '')
    .toLowerCase()
    .replace(/[^a-z0-9_-]/g, '')
    .replace(/^[_-]+/, '')
    .slice(0, 63);

/** The texts of what was chosen, or why it can't be taken. */
async function readChosen(all: readonly File[]): Promise<Chosen | string> {
  const big = all.find(({ size }) => size > MOST_BYTES);
  if (big) return `${big.name} is too large: a file of a stack has at most 500 kB.`;
  const compose =
    COMPOSE_NAMES.flatMap((name) => all.find((file) => file.name === name) ?? [])[0] ??
    all.find(({ name }) => /\.ya?ml$/.test(name));
  if (!compose) return `None of them is a compose file: choose ${COMPOSE_FILE}.`;
  const env = all.find(({ name }) => name === ENV_FILE);
  const others = all.filter((file) => file !== compose && file !== env);
  const files = await Promise.all(others.map(async (file) => [file.name, await file.text()] as const));
  const beside = all.length - 1;
  return {
    compose: await compose.text(),
    env: env ? await env.text() : '',
    files: Object.fromEntries(files),
    words: beside === 0 ? compose.name : `${compose.name} and ${plural(beside, 'other file')}`,
  };
}
