import { observer } from 'mobx-react-lite';
import { useId, useState } from 'react';
import type { RestoreMode } from '#shared/contract/volume-files.ts';
import { type Volume, volumeNameFault } from '#shared/contract/volumes.ts';
import { size } from '#shared/format/bytes.ts';
import { words } from '#shared/format/quantity.ts';
import { visibleText } from '#shared/format/visible-text.ts';
import { volumeName } from '#renderer/stores/volume-list-store.ts';
import { BigField } from '#renderer/ui/big-field.tsx';
import { DialogForm } from '#renderer/ui/form-dialog.tsx';
import { Segments } from '#renderer/ui/segments.tsx';
import { Switch } from '#renderer/ui/switch.tsx';
import { TypedName } from '#renderer/ui/typed-name.tsx';
import { useForm } from '#renderer/views/use-form.ts';
import { useStores } from '#renderer/views/stores-context.tsx';
import '#renderer/views/volumes/restore-form.css';

const MODES = [
  { value: 'new', label: 'New volume' },
  { value: 'replace', label: 'Replace' },
  { value: 'merge', label: 'Add to it' },
] as const;

/** Files out of a tar file, into a new volume or one that is there: what is replaced is said, and typed for, before. */
export const RestoreForm = observer(function RestoreForm({
  volume,
  onDone,
}: {
  volume: Volume | undefined;
  onDone: () => void;
}) {
  const { connection, volumeActs, volumes } = useStores();
  const [into, setInto] = useState<RestoreMode>('new');
  const [text, setText] = useState(volume ? `${volumeName(volume)}-restored` : '');
  const [typed, setTyped] = useState('');
  const [isAllowed, setAllowed] = useState(false);
  const [file, setFile] = useState<File>();
  const [sent, setSent] = useState('');
  const form = useForm(() => undefined);
  const fileId = useId();
  const users = volume ? volumes.usersOf(volume) : [];
  const running = users
    .filter(({ state }) => state === 'running' || state === 'paused')
    .map(({ name }) => visibleText(name));
  const isNew = into === 'new' || !volume;
  const name = text.trim();
  const needed = isNew ? undefined : volumeName(volume);
  const faults = {
    name: !isNew
      ? undefined
      : (volumeNameFault(name) ?? (volumes.find(name) ? `There is a volume "${name}" already.` : undefined)),
    typed: needed === undefined || typed === needed ? undefined : `Type ${needed} to confirm.`,
    use:
      into === 'replace' && users.length > 0
        ? `${users.map((one) => visibleText(one.name)).join(', ')} ${users.length === 1 ? 'mounts' : 'mount'} it: remove ${users.length === 1 ? 'the container' : 'the containers'} first, or add to what is there.`
        : into === 'merge' && running.length > 0 && !isAllowed
          ? `${running.join(', ')} ${running.length === 1 ? 'runs' : 'run'} with it: stop ${running.length === 1 ? 'it' : 'them'} first.`
          : undefined,
    file: connection.isBrowser && !file ? 'Choose the tar file.' : undefined,
  };
  const restore = (): void => {
    setSent(name);
    const target = isNew ? name : volume.name;
    form.send(faults, async () => {
      const isBegun = await volumeActs.restore(
        { volume: target, into: isNew ? 'new' : into, whileInUse: isAllowed },
        file,
      );
      // No file was chosen: what was typed stays.
      if (isBegun) onDone();
    });
  };
  return (
    <DialogForm
      act={connection.isBrowser ? 'Restore volume' : 'Choose a file and restore'}
      isBusy={form.isBusy}
      error={form.errorOf(undefined) ?? form.errorOf('use')}
      isDangerous={!isNew}
      onAct={restore}
    >
      {volume ? (
        <div className="restore-into">
          <Segments<RestoreMode> label="Into" value={into} segments={MODES} onPick={setInto} />
        </div>
      ) : null}
      <p className="t2">{wordsFor(isNew ? 'new' : into, volume)}</p>
      {isNew ? (
        <BigField
          label="Name"
          value={text}
          onType={setText}
          hint="Of the volume that is made for it."
          error={(name === '' ? undefined : faults.name) ?? (sent === name ? form.errorOf('name') : undefined)}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
        />
      ) : null}
      {into === 'merge' && !isNew && running.length > 0 ? (
        <div className="restore-switch">
          <Switch label="While it is in use" isOn={isAllowed} onSwitch={setAllowed} />
          <span>
            Also while {running.join(', ')} {running.length === 1 ? 'runs' : 'run'}:{' '}
            <span className="t2">both may write the same file.</span>
          </span>
        </div>
      ) : null}
      {connection.isBrowser ? (
        <div className="big-field">
          <label htmlFor={fileId}>File</label>
          <input
            id={fileId}
            type="file"
            accept=".tar,.gz,.tgz"
            onChange={(event) => setFile(event.target.files?.[0])}
          />
          {form.errorOf('file') === undefined ? null : (
            <p className="field-error" role="alert">
              {form.errorOf('file')}
            </p>
          )}
        </div>
      ) : null}
      {needed === undefined ? null : (
        <div>
          <TypedName typed={needed} value={typed} onType={setTyped} />
          {form.errorOf('typed') === undefined || typed === needed ? null : (
            <p className="field-error" role="alert">
              {form.errorOf('typed')}
            </p>
          )}
        </div>
      )}
    </DialogForm>
  );
});

function wordsFor(into: RestoreMode, volume: Volume | undefined): string {
  if (into === 'new' || !volume)
    return 'A tar file, packed by gzip or not. All of it is checked before the volume is made.';
  const name = volumeName(volume);
  const held = volume.sizeBytes === null ? 'All its data' : `All its data (${words(size(volume.sizeBytes))})`;
  return into === 'replace'
    ? `${name} is made anew with the same driver, options and labels. ${held} is lost for good, also if the restore breaks off: back it up first.`
    : `What the file names takes the place of what is there and is lost; everything else in ${name} stays.`;
}
