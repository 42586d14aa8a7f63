import { observer } from 'mobx-react-lite';
import { useEffect } from 'react';
import type { EngineEntry } from '#shared/contract/engines.ts';
import { joinCommand, splitCommand } from '#shared/format/command-line.ts';
import { engineWords } from '#renderer/views/engine/engine-words.ts';
import { SettingRow } from '#renderer/views/settings/setting-row.tsx';
import type { SettingSpec } from '#renderer/views/settings/setting-spec.ts';
import { useStores } from '#renderer/views/stores-context.tsx';
import { Icon } from '#renderer/ui/icons.tsx';
import { TextField } from '#renderer/ui/text-field.tsx';

/** The sockets and contexts found on this computer; one of them is in use. */
export const ContextList = observer(function ContextList() {
  const { engine, session } = useStores();
  const canList = session.can('engines.list');
  useEffect(() => {
    if (canList) void engine.loadEntries();
  }, [engine, canList, engine.status?.context]);
  return (
    <div className="set-block" data-setting="dockerContext">
      <h3>Socket or context</h3>
      <p className="t2">
        {engine.status === undefined
          ? 'Looking for Docker.'
          : `${engineWords(engine.status)} at ${engine.status.endpoint}.`}{' '}
        Choose the socket or context to use.
      </p>
      <div className="card contexts" role="radiogroup" aria-label="Socket or context">
        {engine.entries.map((entry) => (
          <Entry key={`${entry.context} ${entry.endpoint}`} entry={entry} />
        ))}
        {engine.entries.length === 0 ? <p className="ctx t2">No socket and no context was found.</p> : null}
      </div>
      {engine.entriesError === undefined ? null : (
        <p className="bad" role="alert">
          {engine.entriesError}
        </p>
      )}
    </div>
  );
});

const Entry = observer(function Entry({ entry }: { entry: EngineEntry }) {
  const { engine, session } = useStores();
  const canSelect = session.can('engines.select') && entry.isSupported && !engine.isSelecting;
  return (
    <button
      type="button"
      role="radio"
      aria-checked={entry.isCurrent}
      className="ctx"
      disabled={!canSelect && !entry.isCurrent}
      onClick={() => !entry.isCurrent && void engine.select(entry.context)}
    >
      <span className="tick">{entry.isCurrent ? <Icon name="check" /> : null}</span>
      <span>{entry.context}</span>
      <span className="mono t3 ell">{entry.endpoint}</span>
      <span className="grow" />
      <span className="t3">{entry.isSupported ? entry.detail : `Not supported yet. ${entry.detail}`}</span>
    </button>
  );
});

/** A program and its arguments, typed as one line. */
export const CommandSetting = observer(function CommandSetting({ spec }: { spec: SettingSpec }) {
  const { settings } = useStores();
  const { dockerStartCommand, terminalCommand } = settings.value;
  const isStart = spec.key === 'dockerStartCommand';
  const value = isStart ? joinCommand(dockerStartCommand ?? []) : (terminalCommand ?? '');
  const take = (text: string): void => {
    const trimmed = text.trim();
    if (!isStart) return void settings.set({ terminalCommand: trimmed === '' ? null : trimmed });
    const parts = splitCommand(trimmed);
    void settings.set({ dockerStartCommand: parts === undefined || parts.length === 0 ? null : parts });
  };
  return (
    <SettingRow spec={spec}>
      <TextField
        label={spec.name}
        isMono
        width={280}
        value={value}
        placeholder={isStart ? 'systemctl start docker' : 'bash'}
        check={(text) => (splitCommand(text) === undefined ? 'A quote is not closed.' : undefined)}
        onTake={take}
      />
    </SettingRow>
  );
});
