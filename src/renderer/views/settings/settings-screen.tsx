import { observer } from 'mobx-react-lite';
import { type ReactNode, useEffect } from 'react';
import type { EngineEntry } from '#shared/contract/engines.ts';
import { count } from '#shared/format/quantity.ts';
import { engineWords } from '#renderer/views/engine/engine-words.ts';
import { useStores } from '#renderer/views/stores-context.tsx';
import { Icon } from '#renderer/ui/icons.tsx';
import { Pick } from '#renderer/ui/pick.tsx';
import { Segments } from '#renderer/ui/segments.tsx';
import '#renderer/views/settings/settings-screen.css';

const LINES = [1000, 5000, 10_000, 50_000, 100_000].map((value) => ({ value, label: count(value) }));
const REPLAYS = [1000, 2000, 5000, 10_000].map((value) => ({ value, label: count(value) }));

/** Every change applies at once. */
export const SettingsScreen = observer(function SettingsScreen() {
  const { settings } = useStores();
  const { value } = settings;
  return (
    <>
      <div className="phead" style={{ borderBottom: '1px solid var(--border)' }}>
        <h1>Settings</h1>
        {settings.error === undefined ? null : (
          <span className="bad ell" role="alert">
            The change was not kept. {settings.error}
          </span>
        )}
      </div>
      <div className="scroll" style={{ overflow: 'auto', flex: 1 }}>
        <div className="settings">
          <section aria-labelledby="set-appearance">
            <h2 id="set-appearance">Appearance</h2>
            <Setting name="Theme" text="System follows the operating system as it changes.">
              <Segments
                label="Theme"
                value={value.theme}
                segments={[
                  { value: 'system', label: 'System' },
                  { value: 'light', label: 'Light' },
                  { value: 'dark', label: 'Dark' },
                ]}
                onPick={(theme) => void settings.set({ theme })}
              />
            </Setting>
            <Setting name="Density" text="Height of the rows in lists.">
              <Segments
                label="Density"
                value={value.density}
                segments={[
                  { value: 'comfortable', label: 'Comfortable' },
                  { value: 'compact', label: 'Compact' },
                ]}
                onPick={(density) => void settings.set({ density })}
              />
            </Setting>
          </section>
          <DockerSection />
          <section aria-labelledby="set-logs">
            <h2 id="set-logs">Logs</h2>
            <Setting name="Lines held in a pane" text="The oldest leave when there are more.">
              <Pick
                label="Lines"
                value={value.logPaneLines}
                choices={LINES}
                onPick={(logPaneLines) => void settings.set({ logPaneLines })}
              />
            </Setting>
            <Setting name="Lines sent when a log is opened" text="Kept ready for whoever opens the log later.">
              <Pick
                label="Lines"
                value={value.logReplayLines}
                choices={REPLAYS}
                onPick={(logReplayLines) => void settings.set({ logReplayLines })}
              />
            </Setting>
          </section>
          <section aria-labelledby="set-charts">
            <h2 id="set-charts">Charts</h2>
            <Setting name="CPU" text="100 % is one core, or the whole of the host.">
              <Segments
                label="CPU"
                value={value.cpuShare}
                segments={[
                  { value: 'docker', label: 'As docker stats' },
                  { value: 'host', label: 'Share of host' },
                ]}
                onPick={(cpuShare) => void settings.set({ cpuShare })}
              />
            </Setting>
          </section>
        </div>
      </div>
    </>
  );
});

function Setting({ name, text, children }: { name: string; text: string; children: ReactNode }) {
  return (
    <div className="set">
      <div className="grow">
        <div>{name}</div>
        <p>{text}</p>
      </div>
      {children}
    </div>
  );
}

const DockerSection = observer(function DockerSection() {
  const { engine, session } = useStores();
  const canList = session.can('engines.list');
  useEffect(() => {
    if (canList) void engine.loadEntries();
  }, [engine, canList, engine.status?.context]);
  return (
    <section aria-labelledby="set-docker">
      <h2 id="set-docker">Docker</h2>
      <p className="t2" style={{ margin: '4px 0 10px' }}>
        {engine.status === undefined
          ? 'Looking for Docker.'
          : `${engineWords(engine.status)} at ${engine.status.endpoint}.`}{' '}
        Choose the socket or context to use.
      </p>
      <div className="card" role="radiogroup" aria-label="Socket or context" style={{ overflow: 'hidden' }}>
        {engine.entries.map((entry) => (
          <Entry key={`${entry.context} ${entry.endpoint}`} entry={entry} />
        ))}
        {engine.entries.length === 0 ? <p className="ctx t2">No socket and no context was found.</p> : null}
      </div>
      {engine.entriesError === undefined ? null : (
        <p className="bad" role="alert" style={{ marginTop: 8 }}>
          {engine.entriesError}
        </p>
      )}
    </section>
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
      <span style={{ width: 16 }}>{entry.isCurrent ? <Icon name="check" className="ok" /> : null}</span>
      <span>{entry.context}</span>
      <span className="mono t3 ell">{entry.endpoint}</span>
      <span className="grow" />
      <span className="t3">{entry.isSupported ? entry.detail : `Not supported yet. ${entry.detail}`}</span>
    </button>
  );
});
