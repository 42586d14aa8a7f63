import { observer } from 'mobx-react-lite';
import { useEffect, useState } from 'react';
import { Link } from 'wouter';
import type { KeptServiceInfo } from '#shared/contract/history.ts';
import { size } from '#shared/format/bytes.ts';
import { plural, words } from '#shared/format/quantity.ts';
import { serviceName } from '#renderer/stores/history-store.ts';
import { Confirm } from '#renderer/ui/confirm.tsx';
import { Switch } from '#renderer/ui/switch.tsx';
import { useStores } from '#renderer/views/stores-context.tsx';

/** As the setting names a service: `project/service`, or the container's own name. */
function keyOf({ stack, name, generations }: KeptServiceInfo): string {
  const isContainer = stack === '' || generations.some((one) => one.name === name);
  return isContainer ? name : `${stack}/${name}`;
}

interface Row {
  readonly key: string;
  readonly title: string;
  readonly kept: KeptServiceInfo | undefined;
}

/** Which services are kept, what each takes, and a way to forget it. */
export const KeptServiceSettings = observer(function KeptServiceSettings() {
  const { history, settings } = useStores();
  const { keepLogs } = settings.value;
  const [forgetting, setForgetting] = useState<KeptServiceInfo>();
  const [error, setError] = useState<string>();
  useEffect(() => void history.load(), [history, keepLogs]);
  const rows = useRows();
  const forget = (service: KeptServiceInfo): void => {
    setError(undefined);
    setForgetting(undefined);
    history.forget(service).catch((thrown: Error) => setError(thrown.message));
  };
  return (
    <div className="set-block" data-setting="keepLogsOff">
      <h3>Kept services</h3>
      <p>
        {history.kept === null
          ? 'What is kept of each, and whether it goes on.'
          : `${words(size(history.kept.bytes))} are kept. One that is switched off keeps what it has until it is forgotten.`}
      </p>
      {error === undefined ? null : (
        <p className="bad" role="alert">
          It could not be forgotten. {error}
        </p>
      )}
      {rows.length === 0 ? null : (
        <ul className="card shortcuts" aria-label="Kept services">
          {rows.map((row) => (
            <ServiceRow key={row.key} row={row} onForget={setForgetting} />
          ))}
        </ul>
      )}
      {forgetting === undefined ? null : (
        <Confirm
          open
          title={`Forget the kept log of ${serviceName(forgetting)}?`}
          act="Forget"
          onAct={() => forget(forgetting)}
          onClose={() => setForgetting(undefined)}
        >
          <p>
            {plural(forgetting.lines, 'line')} of {plural(forgetting.generations.length, 'container')} leave
            Quayside&apos;s store. Docker&apos;s own logs stay.
          </p>
        </Confirm>
      )}
    </div>
  );
});

const ServiceRow = observer(function ServiceRow({
  row: { key, title, kept },
  onForget,
}: {
  row: Row;
  onForget: (service: KeptServiceInfo) => void;
}) {
  const { settings } = useStores();
  const { keepLogs, keepLogsOff } = settings.value;
  const isOn = !keepLogsOff.includes(key);
  const switchTo = (next: boolean): void =>
    void settings.set({ keepLogsOff: next ? keepLogsOff.filter((one) => one !== key) : [...keepLogsOff, key] });
  return (
    <li className="shortcut">
      <span className="grow ell">{kept ? <Link to={`/logs/kept/${kept.service}`}>{title}</Link> : title}</span>
      <span className="t3 num">
        {kept ? `${plural(kept.lines, 'line')}, ${words(size(kept.bytes))}` : 'nothing kept'}
      </span>
      {kept ? (
        <button type="button" className="btn sm" aria-label={`Forget ${title}`} onClick={() => onForget(kept)}>
          Forget
        </button>
      ) : null}
      <Switch label={`Keep the log of ${title}`} isOn={isOn} isDisabled={!keepLogs} onSwitch={switchTo} />
    </li>
  );
});

/** Services that are there, were kept, or are switched off. */
function useRows(): Row[] {
  const { history, containers, settings } = useStores();
  const rows = new Map<string, Row>();
  const add = (key: string, title: string, kept?: KeptServiceInfo): void => {
    if (kept || !rows.has(key)) rows.set(key, { key, title, kept });
  };
  for (const key of settings.value.keepLogsOff) add(key, key.replace('/', ' / '));
  for (const { stack, service, name } of containers.sorted) {
    const isService = stack !== undefined && service !== undefined;
    add(isService ? `${stack}/${service}` : name, isService ? `${stack} / ${service}` : name);
  }
  for (const one of history.kept?.services ?? []) add(keyOf(one), serviceName(one), one);
  return [...rows.values()].sort((a, b) => a.title.localeCompare(b.title));
}
