import { observer } from 'mobx-react-lite';
import { useEffect, useRef } from 'react';
import { Link } from 'wouter';
import { useQuery } from '#renderer/views/address.ts';
import { useCommands } from '#renderer/views/use-commands.ts';
import { AlertSettings, findsAlerts } from '#renderer/views/settings/alert-settings.tsx';
import { CommandSetting, ContextList } from '#renderer/views/settings/docker-settings.tsx';
import { KeptServiceSettings } from '#renderer/views/settings/kept-service-settings.tsx';
import { matches, settingsFor } from '#renderer/views/settings/setting-list.ts';
import { SECTIONS, type SettingSpec } from '#renderer/views/settings/setting-spec.ts';
import { SettingRow } from '#renderer/views/settings/setting-row.tsx';
import { ShortcutSettings, shortcutsFor } from '#renderer/views/settings/shortcut-settings.tsx';
import { useStores } from '#renderer/views/stores-context.tsx';
import { Empty } from '#renderer/ui/empty.tsx';
import { SearchField } from '#renderer/ui/search-field.tsx';
import '#renderer/views/settings/settings-screen.css';

/** Every change applies at once, and each has its own way back. */
export const SettingsScreen = observer(function SettingsScreen() {
  const { settings, commands, connection, session } = useStores();
  const [query, setQuery] = useQuery();
  const search = query.get('find') ?? '';
  const section = query.get('section');
  const field = useRef<HTMLInputElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  useCommands({ 'list.filter': () => field.current?.focus() });
  useEffect(() => {
    if (section !== null) scroller.current?.querySelector(`#set-${CSS.escape(section)}`)?.scrollIntoView();
  }, [section]);
  const specs = settingsFor(connection.isBrowser, session.can('engines.select')).filter((spec) =>
    matches(spec, search),
  );
  const hasAlerts = session.can('alerts.set') && findsAlerts(search);
  const found = SECTIONS.filter(
    ({ id }) =>
      specs.some(({ section: of }) => of === id) ||
      (id === 'shortcuts' && shortcutsFor(search).length > 0) ||
      (id === 'notifications' && hasAlerts),
  );
  return (
    <>
      <div className="phead settings-head">
        <h1>Settings</h1>
        <SearchField
          label="Search the settings"
          placeholder="Search"
          className="settings-search"
          inputRef={field}
          value={search}
          onType={(text) => setQuery({ find: text, section: undefined }, { replace: true })}
          onKeyDown={(event) => {
            if (event.key === 'Escape') setQuery({ find: undefined }, { replace: true });
          }}
          after={search === '' ? <kbd>{commands.words('list.filter')}</kbd> : null}
        />
        {settings.error === undefined ? null : (
          <span className="bad ell" role="alert">
            The change was not kept. {settings.error}
          </span>
        )}
      </div>
      {found.length === 0 ? (
        <Empty title={`No setting matches "${search}".`}>
          <button type="button" className="btn" onClick={() => setQuery({ find: undefined }, { replace: true })}>
            Clear search
          </button>
        </Empty>
      ) : (
        <div className="settings-scroll" ref={scroller}>
          <div className="settings">
            <nav className="settings-nav" aria-label="Sections of the settings">
              {found.map(({ id, title }) => (
                <Link
                  key={id}
                  to={`/settings?section=${id}`}
                  replace
                  className="nav"
                  aria-current={section === id ? 'true' : undefined}
                >
                  {title}
                </Link>
              ))}
            </nav>
            <div>
              {found.map(({ id, title }) => (
                <section key={id} aria-labelledby={`set-${id}`}>
                  <h2 id={`set-${id}`}>{title}</h2>
                  {specs
                    .filter((spec) => spec.section === id)
                    .map((spec) => (
                      <Setting key={spec.key} spec={spec} />
                    ))}
                  {id === 'notifications' && hasAlerts ? <AlertSettings /> : null}
                  {id === 'shortcuts' ? <ShortcutSettings search={search} /> : null}
                </section>
              ))}
            </div>
          </div>
        </div>
      )}
    </>
  );
});

function Setting({ spec }: { spec: SettingSpec }) {
  if (spec.kind !== 'own') return <SettingRow spec={spec} />;
  if (spec.key === 'keepLogsOff') return <KeptServiceSettings />;
  return spec.key === 'dockerContext' ? <ContextList /> : <CommandSetting spec={spec} />;
}
