import { observer } from 'mobx-react-lite';
import { useMemo, useRef, useState } from 'react';
import { Link } from 'wouter';
import type { Stack, StackProblem, StackService } from '#shared/contract/stacks.ts';
import { fullTime } from '#shared/format/clock-time.ts';
import { plural } from '#shared/format/quantity.ts';
import { COMPOSE_FILE, ENV_FILE, type StackDraft } from '#renderer/stores/stack-draft.ts';
import { ActMenu } from '#renderer/ui/act-menu.tsx';
import { Confirm } from '#renderer/ui/confirm.tsx';
import { FormDialog } from '#renderer/ui/form-dialog.tsx';
import { Icon } from '#renderer/ui/icons.tsx';
import type { Act } from '#renderer/ui/menu-items.tsx';
import { Segments } from '#renderer/ui/segments.tsx';
import { Editor } from '#renderer/views/stacks/lazy-editor.tsx';
import { OtherVersion } from '#renderer/views/stacks/other-version.tsx';
import { profilesOf, withProfile } from '#renderer/views/stacks/profiles.ts';
import { stackAddress } from '#renderer/views/stacks/stack-address.ts';
import { FileForm, FolderForm } from '#renderer/views/stacks/target-forms.tsx';
import { useCommands } from '#renderer/views/use-commands.ts';
import { useStores } from '#renderer/views/stores-context.tsx';

interface Handle {
  goTo(line: number, column: number): void;
  focus(): void;
}

/** The compose text, the variables and the files beside it; kept while it is written, saved by hand. */
export const TargetEditor = observer(function TargetEditor({
  stack,
  draft,
  services,
}: {
  stack: Stack;
  draft: StackDraft;
  services: readonly StackService[];
}) {
  const { engine, stackDetails } = useStores();
  const editor = useRef<Handle | null>(null);
  const [file, setFile] = useState(COMPOSE_FILE);
  const [asked, ask] = useState<'file' | 'folder' | 'revert' | 'removeFile' | null>(null);
  const shown = draft.files.includes(file) ? file : COMPOSE_FILE;
  const save = async (): Promise<void> => {
    if (!draft.isDirty && draft.base.version !== undefined) return;
    if (await draft.save()) await stackDetails.load(draft.name);
  };
  useCommands(engine.isConnected ? { 'stack.save': () => void save(), 'page.primary': () => void save() } : {});
  const goTo = (problem: StackProblem): void => {
    const wanted = problem.file ?? COMPOSE_FILE;
    if (wanted === shown || !draft.files.includes(wanted)) editor.current?.goTo(problem.line, problem.column);
    else {
      setFile(wanted);
      // The editor of the other file is made first.
      requestAnimationFrame(() => editor.current?.goTo(problem.line, problem.column));
    }
  };
  const { problems } = draft;
  // The same as long as they are: the editor moves them with what is typed.
  const here = useMemo(() => problems.filter((problem) => (problem.file ?? COMPOSE_FILE) === shown), [problems, shown]);
  return (
    <>
      <div className="tool" role="toolbar" aria-label="Target">
        <div className="target-files">
          <Segments
            asTabs
            label="Files of the target"
            value={shown}
            segments={draft.files.map((one) => ({ value: one, label: one }))}
            onPick={setFile}
          />
        </div>
        <TargetMenu draft={draft} file={shown} services={services} ask={ask} />
        <span className="grow" />
        <DraftState draft={draft} />
        {draft.isDirty && draft.base.version !== undefined && !draft.theirs ? (
          <button type="button" className="btn ghost hide-s" onClick={() => ask('revert')}>
            Revert
          </button>
        ) : null}
        <SaveButton draft={draft} save={() => void save()} />
        {draft.base.version !== undefined && !draft.isDirty && draft.errors === 0 ? (
          <Link to={stackAddress(stack.name, 'plan')} className="btn primary">
            See the plan
          </Link>
        ) : null}
      </div>
      {draft.saveError ? (
        <div className="banner is-bad" role="alert">
          <Icon name="warning" />
          <span className="banner-words">
            {draft.saveError.message} {draft.saveError.hint}
          </span>
        </div>
      ) : null}
      <Resumed draft={draft} />
      {draft.theirs ? (
        <OtherVersion draft={draft} theirs={draft.theirs} file={shown} />
      ) : (
        <Editor
          label={`${shown} of ${draft.name}`}
          text={draft.textOf(shown)}
          epoch={`${shown} ${draft.epoch}`}
          language={shown === COMPOSE_FILE ? 'compose' : /\.ya?ml$/.test(shown) ? 'yaml' : 'plain'}
          problems={here}
          onEdit={(text) => draft.edit(shown, text)}
          onSave={() => void save()}
          handle={editor}
          memory={draft.memory}
        />
      )}
      <Problems draft={draft} onPick={goTo} />
      <FormDialog open={asked === 'file'} title="Add a file" onClose={() => ask(null)}>
        <FileForm
          taken={draft.files}
          onDone={(added) => {
            draft.edit(added, '');
            setFile(added);
            ask(null);
          }}
        />
      </FormDialog>
      <FormDialog open={asked === 'folder'} title="Folder of the stack" onClose={() => ask(null)}>
        <FolderForm
          folder={draft.texts.folder}
          onDone={(folder) => {
            draft.setFolder(folder);
            ask(null);
          }}
        />
      </FormDialog>
      <Confirm
        open={asked === 'revert'}
        title="Revert to what is saved?"
        act="Revert"
        safe="Keep editing"
        onAct={() => draft.revert()}
        onClose={() => ask(null)}
      >
        <p>What was typed since version {draft.base.version} is lost.</p>
      </Confirm>
      <Confirm
        open={asked === 'removeFile'}
        title={`Remove ${shown} from the target?`}
        act="Remove file"
        onAct={() => draft.removeFile(shown)}
        onClose={() => ask(null)}
      >
        <p>It is gone from the target with the next save. Earlier versions keep it.</p>
      </Confirm>
    </>
  );
});

const TargetMenu = observer(function TargetMenu({
  draft,
  file,
  services,
  ask,
}: {
  draft: StackDraft;
  file: string;
  services: readonly StackService[];
  ask: (what: 'file' | 'folder' | 'removeFile') => void;
}) {
  const { all, active } = profilesOf(services, draft.texts.env);
  const acts: Act[] = [
    { label: 'Add a file…', icon: 'plus', run: () => ask('file') },
    { label: 'Folder…', icon: 'settings', run: () => ask('folder') },
    ...all.map(
      (profile, i): Act => ({
        label: `Profile ${profile}`,
        isChecked: active.has(profile),
        startsGroup: i === 0,
        run: () => draft.put(ENV_FILE, withProfile(draft.texts.env, profile, !active.has(profile))),
      }),
    ),
  ];
  if (file !== COMPOSE_FILE && file !== ENV_FILE)
    acts.push({ label: `Remove ${file}…`, icon: 'close', isDangerous: true, run: () => ask('removeFile') });
  return (
    <ActMenu
      align="start"
      acts={acts}
      trigger={
        <button type="button" className="ib" aria-label="More of the target">
          <Icon name="more" />
        </button>
      }
    />
  );
});

/** Saved or not, and whether the text was looked at: said, and never in the way. */
const DraftState = observer(function DraftState({ draft }: { draft: StackDraft }) {
  const { isDirty, isChecking, checkError, base, isKept } = draft;
  const saved = base.version === undefined ? 'Not kept yet' : isDirty ? 'Not saved' : `Version ${base.version}, saved`;
  const checked = checkError ? `, not checked: ${checkError.message}` : isChecking ? ', checking…' : '';
  return (
    <span className="t3 small ell hide-s" role="status">
      {saved}
      {checked}
      {isDirty && !isKept ? ', too large to outlive this window' : ''}
    </span>
  );
});

/** What was typed before this window was opened goes on, and can be given up. */
const Resumed = observer(function Resumed({ draft }: { draft: StackDraft }) {
  const { stackDrafts } = useStores();
  const { resumedFromMs, name, base, theirs } = draft;
  // That somebody saved another text meanwhile is asked first, with both of them.
  if (resumedFromMs === undefined || theirs) return null;
  const discard = (): void => {
    if (base.version === undefined) stackDrafts.drop(name);
    else draft.revert();
  };
  return (
    <div className="banner is-calm" role="status">
      <Icon name="info" />
      <span className="banner-words">Unsaved draft from {fullTime(resumedFromMs)}.</span>
      <button type="button" className="btn" onClick={discard}>
        Discard
      </button>
    </div>
  );
});

const SaveButton = observer(function SaveButton({ draft, save }: { draft: StackDraft; save: () => void }) {
  const { commands, engine } = useStores();
  if (!engine.isConnected || draft.theirs) return null;
  const isNew = draft.base.version === undefined;
  if (!draft.isDirty && !isNew && !draft.isSaving) return null;
  return (
    <button
      type="button"
      className="btn primary"
      aria-disabled={draft.isSaving}
      title={commands.words('stack.save')}
      onClick={save}
    >
      {draft.isSaving ? 'Saving…' : isNew ? 'Save as target' : 'Save'}
    </button>
  );
});

/** What is wrong, each a way to its line. */
const Problems = observer(function Problems({
  draft,
  onPick,
}: {
  draft: StackDraft;
  onPick: (problem: StackProblem) => void;
}) {
  const { problems, errors } = draft;
  if (problems.length === 0) return null;
  const warnings = problems.length - errors;
  return (
    <section className="target-problems" aria-label="Problems">
      <h2>
        {[errors > 0 ? plural(errors, 'error') : '', warnings > 0 ? plural(warnings, 'warning') : '']
          .filter(Boolean)
          .join(', ')}
        {errors > 0 ? <span className="t3">It can be saved, and applied once they are mended.</span> : null}
      </h2>
      <ul>
        {problems.map((problem) => {
          const { line, column, message, severity, file = COMPOSE_FILE } = problem;
          return (
            <li key={`${file} ${line} ${column} ${message}`}>
              <button type="button" onClick={() => onPick(problem)}>
                <span className={severity === 'error' ? 'bad' : 'warn'}>
                  {severity === 'error' ? 'Error' : 'Warning'}
                </span>
                <span className="t3 num">
                  {file === COMPOSE_FILE ? '' : `${file}, `}line {line}
                </span>
                <span>{message}</span>
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
});
