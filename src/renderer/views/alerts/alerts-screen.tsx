import { observer } from 'mobx-react-lite';
import { useEffect, useState } from 'react';
import { Link } from 'wouter';
import type { AlertRule } from '#shared/contract/alerts.ts';
import { conditionWords, subjectWords } from '#shared/format/alert-words.ts';
import { ago } from '#shared/format/duration.ts';
import { plural } from '#shared/format/quantity.ts';
import { RuleDialog } from '#renderer/views/alerts/rule-dialog.tsx';
import { Loading } from '#renderer/views/engine/loading.tsx';
import { ConnectionBanner } from '#renderer/views/viewer/connection-banner.tsx';
import { Refused } from '#renderer/views/viewer/refused.tsx';
import { useStores } from '#renderer/views/stores-context.tsx';
import { ActMenu } from '#renderer/ui/act-menu.tsx';
import { Confirm } from '#renderer/ui/confirm.tsx';
import { Empty } from '#renderer/ui/empty.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { Icon } from '#renderer/ui/icons.tsx';
import { Switch } from '#renderer/ui/switch.tsx';
import { useNow } from '#renderer/ui/use-tick.ts';
import '#renderer/views/alerts/alerts.css';

/** What is told of, and how: one line a rule. */
export const AlertsScreen = observer(function AlertsScreen() {
  const { session } = useStores();
  const isRefused = session.hello !== undefined && !session.can('alerts.set');
  if (isRefused || session.hello === undefined)
    return (
      <>
        <div className="phead">
          <h1>Alert rules</h1>
        </div>
        <ConnectionBanner />
        {isRefused ? <Refused /> : null}
      </>
    );
  return <Content />;
});

/** Which rule is in the form: a new one, or one that is there. */
type Editing = { readonly isOpen: boolean; readonly rule: AlertRule | undefined };

const Content = observer(function Content() {
  const { alerts } = useStores();
  const [editing, setEditing] = useState<Editing>({ isOpen: false, rule: undefined });
  const [removing, setRemoving] = useState<AlertRule>();
  useEffect(() => {
    const looking = alerts.look();
    return () => looking.dispose();
  }, [alerts]);
  const add = (): void => setEditing({ isOpen: true, rule: undefined });
  return (
    <>
      <div className="phead">
        <Link to="/app-log" className="page-crumb hide-s">
          App log
        </Link>
        <h1>Alert rules</h1>
        {alerts.rules === undefined ? null : (
          <span className="t3 num hide-s">{plural(alerts.rules.filter(({ isOn }) => isOn).length, 'rule')} on</span>
        )}
        <span className="grow" />
        <button type="button" className="btn primary" onClick={add}>
          Add rule
        </button>
      </div>
      <ConnectionBanner />
      {alerts.rules === undefined ? (
        <Loading error={alerts.error} />
      ) : (
        <div className="alerts">
          {alerts.error === undefined ? null : (
            <p className="field-error" role="alert">
              The change was not kept. {alerts.error.message}
            </p>
          )}
          {alerts.rules.length === 0 ? (
            <Empty title="No alert rules." text="Nothing is told of. What happens stands in Activity all the same.">
              <button type="button" className="btn" onClick={add}>
                Add rule
              </button>
            </Empty>
          ) : (
            <ul className="card alert-rules" aria-label="Alert rules">
              {alerts.rules.map((rule) => (
                <RuleRow
                  key={rule.rule}
                  rule={rule}
                  onEdit={() => setEditing({ isOpen: true, rule })}
                  onRemove={() => setRemoving(rule)}
                />
              ))}
            </ul>
          )}
        </div>
      )}
      <RuleDialog open={editing.isOpen} rule={editing.rule} onClose={() => setEditing({ ...editing, isOpen: false })} />
      <Confirm
        open={removing !== undefined}
        title={`Remove the rule ${removing?.name ?? ''}?`}
        act="Remove 1 rule"
        onAct={() => removing && void alerts.remove(removing)}
        onClose={() => setRemoving(undefined)}
      >
        <p>Nothing of its kind is told any more. What it told stays in Activity.</p>
      </Confirm>
    </>
  );
});

const RuleRow = observer(function RuleRow({
  rule,
  onEdit,
  onRemove,
}: {
  rule: AlertRule;
  onEdit: () => void;
  onRemove: () => void;
}) {
  const { alerts } = useStores();
  const { name, isOn, when, containers } = rule;
  return (
    <li className={isOn ? '' : 'is-off'}>
      <Switch label={`Use the rule ${name}`} isOn={isOn} onSwitch={(next) => void alerts.switchTo(rule, next)} />
      <div className="alert-words">
        <button type="button" className="link-btn thing" aria-label={`Edit ${name}`} onClick={onEdit}>
          {name}
        </button>
        <p className="t2">
          {subjectWords(when, containers)} {conditionWords(when)}
        </p>
        <WebhookLine rule={rule} />
      </div>
      <Ways rule={rule} />
      <LastTold rule={rule} />
      <ActMenu
        align="end"
        acts={[
          { label: 'Edit…', run: onEdit },
          { label: 'Remove…', startsGroup: true, run: onRemove },
        ]}
        trigger={<IconButton icon="more" label={`More for ${name}`} />}
      />
    </li>
  );
});

/** How it is told, and for how long it is quiet then. */
function Ways({ rule: { isShown, webhook, quietMinutes } }: { rule: AlertRule }) {
  const ways = [
    ...(isShown ? [{ icon: 'bell' as const, words: 'Notification' }] : []),
    ...(webhook ? [{ icon: 'send' as const, words: webhook.host }] : []),
  ];
  return (
    <div className="alert-ways t3">
      {ways.length === 0 ? (
        <span>Activity only</span>
      ) : (
        ways.map(({ icon, words }) => (
          <span key={icon} className="ell">
            <Icon name={icon} size={14} /> {words}
          </span>
        ))
      )}
      <span className="num">Quiet for {plural(quietMinutes, 'minute')}</span>
    </div>
  );
}

/** What came of the last message, where it did not come well. */
function WebhookLine({ rule: { webhook } }: { rule: AlertRule }) {
  if (!webhook?.last || webhook.last.isDelivered) return null;
  return (
    <p className="bad">
      <Icon name="warning" size={14} /> {webhook.host} did not take the last notice. {webhook.last.message}
    </p>
  );
}

const LastTold = observer(function LastTold({ rule }: { rule: AlertRule }) {
  const { alerts } = useStores();
  const now = useNow(10_000);
  const last = alerts.notices.find((one) => one.rule === rule.rule);
  return (
    <span className="alert-last t3 num">
      {last ? `Told ${ago(Math.max(0, now - Date.parse(last.firstTime)))}` : 'Not told yet'}
    </span>
  );
});
