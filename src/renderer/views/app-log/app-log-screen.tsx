import { observer } from 'mobx-react-lite';
import { useEffect, useState } from 'react';
import { Link } from 'wouter';
import { clockTime } from '#shared/format/clock-time.ts';
import { size } from '#shared/format/bytes.ts';
import { count, plural, words } from '#shared/format/quantity.ts';
import { logFileName } from '#shared/format/log-file-name.ts';
import type { AppLogFormat, AppLogStore } from '#renderer/stores/app-log-store.ts';
import { type LogViewState, type LogWanted, SHOW_ALL } from '#renderer/terminal/log/log-display.ts';
import { LogView } from '#renderer/views/logs/log-view.tsx';
import { saveFile } from '#renderer/views/logs/save-file.ts';
import { ConnectionBanner } from '#renderer/views/viewer/connection-banner.tsx';
import { Refused } from '#renderer/views/viewer/refused.tsx';
import { useStores } from '#renderer/views/stores-context.tsx';
import { ActMenu } from '#renderer/ui/act-menu.tsx';
import { Banner } from '#renderer/ui/banner.tsx';
import { Icon } from '#renderer/ui/icons.tsx';
import { Pick } from '#renderer/ui/pick.tsx';
import { StateMark } from '#renderer/ui/state-mark.tsx';

const ALL = '';

/** What Quayside itself has to say, in the same pane as any log. */
export const AppLogScreen = observer(function AppLogScreen() {
  const { session } = useStores();
  const isRefused = session.hello !== undefined && !session.can('appLogs.query');
  if (isRefused || session.hello === undefined)
    return (
      <>
        <div className="phead">
          <h1>App log</h1>
        </div>
        <ConnectionBanner />
        {isRefused ? <Refused /> : null}
      </>
    );
  return <Content />;
});

const Content = observer(function Content() {
  const { appLog, session } = useStores();
  const [wanted, setWanted] = useState<LogWanted>(SHOW_ALL);
  useEffect(() => {
    const looking = appLog.look();
    return () => looking.dispose();
  }, [appLog]);
  const source = wanted.fields.find(({ name }) => name === 'source')?.value ?? ALL;
  const pickSource = (value: string): void => {
    const others = wanted.fields.filter(({ name }) => name !== 'source');
    setWanted({ ...wanted, fields: value === ALL ? others : [...others, { name: 'source', value }] });
  };
  return (
    <>
      <div className="phead">
        <h1>App log</h1>
        <Kept />
        <span className="grow" />
        <Pick
          className="keeps-label"
          label="Source"
          value={source}
          choices={[
            { value: ALL, label: 'all' },
            ...[...appLog.sources].sort().map((value) => ({ value, label: value })),
          ]}
          onPick={pickSource}
        />
        {session.can('alerts.set') ? (
          <Link to="/app-log/alerts" className="btn">
            <Icon name="bell" /> Alert rules
          </Link>
        ) : null}
        <ExportAll />
      </div>
      <ConnectionBanner />
      <Problem />
      <LogView
        subject={appLog}
        name="quayside"
        label="Log of Quayside"
        hasStreams
        empty={emptyWords(appLog)}
        linkOf={() => null}
        wanted={wanted}
        onWanted={setWanted}
        renderFoot={(view) => <Foot view={view} />}
      />
    </>
  );
});

function emptyWords(log: AppLogStore): string | null {
  if (log.lines.size > 0 || !log.hasAnswered) return null;
  return log.error ? log.error.message : 'Nothing has been written yet. Waiting.';
}

/** "Kept 14 days, 3.2 MB". */
const Kept = observer(function Kept() {
  const { kept } = useStores().appLog;
  if (!kept || kept.folder === '') return null;
  return (
    <span className="t3 num ell" title={`In ${kept.folder}, at most ${words(size(kept.maxBytes))}`}>
      Kept {plural(kept.days, 'day')}, {words(size(kept.bytes))}
    </span>
  );
});

const Problem = observer(function Problem() {
  const { kept } = useStores().appLog;
  if (!kept?.problem) return null;
  const { message, since, lost } = kept.problem;
  const missing = lost > 0 ? `, ${count(lost)} are missing in the file` : '';
  return (
    <Banner
      icon="warning"
      title={message}
      text={`Since ${clockTime(Date.parse(since))}. Entries are shown here and written when there is room${missing}. Free some space in ${kept.folder}.`}
    />
  );
});

/** Everything that is on the disk; what is shown or held is exported from the pane's own menu. */
const ExportAll = observer(function ExportAll() {
  const { appLog, toasts, connection, session } = useStores();
  const run = async (format: AppLogFormat): Promise<void> => {
    try {
      const { file, url } = await appLog.export(format);
      if (url !== undefined) saveFile(logFileName('quayside', new Date(), format), [await connection.download(url)]);
      else if (file) toasts.show({ title: 'Exported the app log', text: file });
    } catch (thrown) {
      toasts.show({ title: "Couldn't export the app log", text: (thrown as Error).message, isError: true });
    }
  };
  const openFolder = (): void =>
    void appLog.openFolder().catch((thrown: unknown) => {
      toasts.show({ title: "Couldn't open the folder", text: (thrown as Error).message, isError: true });
    });
  // A file manager is on the computer's own screen, and not in a browser.
  const hasFolder = !connection.isBrowser && session.can('appLogs.openFolder') && appLog.kept?.folder !== '';
  return (
    <ActMenu
      align="end"
      acts={[
        { label: 'As text (.log)', run: () => void run('log') },
        { label: 'As JSON lines (.jsonl)', run: () => void run('jsonl') },
        ...(hasFolder ? [{ label: 'Open the folder', run: openFolder }] : []),
      ]}
      trigger={
        <button type="button" className="btn">
          <Icon name="download" /> Export all
        </button>
      }
    />
  );
});

const Foot = observer(function Foot({ view }: { view: LogViewState | null }) {
  const { appLog } = useStores();
  const hidden = view?.hidden ?? 0;
  const isHeld = view?.mode === 'paused' || view?.mode === 'frozen';
  return (
    <div className="pfoot">
      <span className="state" role="status">
        <StateMark shape={appLog.error ? 'failed' : isHeld ? 'paused' : 'running'} size={10} />
        <span className="ell">{appLog.error?.message ?? (isHeld ? 'Paused, still receiving' : 'Live')}</span>
      </span>
      {hidden > 0 ? <span>{plural(hidden, 'entry', 'entries')} hidden by level or filter</span> : null}
      <span className="grow" />
      {view?.isoTime == null ? null : <span className="hide-m">{view.isoTime}</span>}
      <span>{count(appLog.lines.size)} held</span>
    </div>
  );
});
