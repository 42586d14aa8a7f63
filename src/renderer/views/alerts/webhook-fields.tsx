import { observer } from 'mobx-react-lite';
import { useState } from 'react';
import type { AlertRule } from '#shared/contract/alerts.ts';
import type { AppError } from '#shared/protocol/errors.ts';
import type { WebhookTest } from '#renderer/stores/alerts-store.ts';
import { type FormPart, Labelled } from '#renderer/views/alerts/form-part.tsx';
import { webhookOf } from '#renderer/views/alerts/rule-draft.ts';
import { useStores } from '#renderer/views/stores-context.tsx';
import { BigField } from '#renderer/ui/big-field.tsx';
import { Icon } from '#renderer/ui/icons.tsx';
import { Switch } from '#renderer/ui/switch.tsx';

/** Where a rule's notices are sent. What is kept is never shown again: an address often is its own password. */
export function WebhookFields({ draft, set, errorOf, rule }: FormPart & { rule: AlertRule | undefined }) {
  const kept = rule?.webhook ?? null;
  return (
    <fieldset className="alert-webhook">
      <Labelled label="Send it to a webhook" text="JSON by POST, tried up to 5 times.">
        <Switch label="Send it to a webhook" isOn={draft.hasWebhook} onSwitch={(hasWebhook) => set({ hasWebhook })} />
      </Labelled>
      {draft.hasWebhook ? (
        <>
          <div className="alert-pair">
            <BigField
              label="Address"
              value={draft.url}
              onType={(url) => set({ url })}
              placeholder={kept ? `Kept: ${kept.host}` : 'https://hooks.example.com/…'}
              hint={kept ? 'Empty: it stays as it is.' : 'It is kept as a secret is, and not shown again.'}
              error={errorOf('webhook.url')}
              inputMode="url"
              autoComplete="off"
              spellCheck={false}
            />
            <BigField
              label="Secret"
              value={draft.secret}
              onType={(secret) => set({ secret })}
              placeholder={kept?.hasSecret && !draft.dropsSecret ? 'Kept' : ''}
              hint="Signs what is sent (HMAC-SHA256). Optional."
              error={errorOf('webhook.secret')}
              type="password"
              autoComplete="new-password"
            />
          </div>
          {kept?.hasSecret ? (
            <Labelled label="Send without a signature">
              <Switch
                label="Send without a signature"
                isOn={draft.dropsSecret}
                onSwitch={(dropsSecret) => set({ dropsSecret, secret: '' })}
              />
            </Labelled>
          ) : null}
          <Labelled
            label="Allow this computer and its network"
            text="Addresses such as 127.0.0.1 and 192.168.1.20."
            error={errorOf('webhook.allowsLocal')}
          >
            <Switch
              label="Allow this computer and its network"
              isOn={draft.allowsLocal}
              onSwitch={(allowsLocal) => set({ allowsLocal })}
            />
          </Labelled>
          <TestButton draft={draft} rule={rule} />
        </>
      ) : null}
    </fieldset>
  );
}

/** Sends one message now, as the form stands, and shows what was answered. */
const TestButton = observer(function TestButton({
  draft,
  rule,
}: {
  draft: FormPart['draft'];
  rule: AlertRule | undefined;
}) {
  const { alerts } = useStores();
  const [isBusy, setBusy] = useState(false);
  const [answer, setAnswer] = useState<WebhookTest>();
  const [error, setError] = useState<string>();
  const test = (): void => {
    setBusy(true);
    setError(undefined);
    setAnswer(undefined);
    alerts
      .test(webhookOf(draft), rule?.webhook ? rule.rule : undefined)
      .then(setAnswer)
      .catch(({ message, hint }: AppError) => setError(hint === undefined ? message : `${message} ${hint}`))
      .finally(() => setBusy(false));
  };
  return (
    <div className="alert-test">
      <button type="button" className="btn" aria-disabled={isBusy} onClick={() => !isBusy && test()}>
        Send a test
      </button>
      <div role="status" className="alert-answer">
        {isBusy ? (
          'Sending'
        ) : error === undefined ? (
          answer && (
            <>
              <span className={answer.isDelivered ? 'ok' : 'bad'}>
                <Icon name={answer.isDelivered ? 'check' : 'warning'} size={14} /> {answer.message}
              </span>{' '}
              <span className="t3 num">{answer.durationMs} ms</span>
              {answer.body === '' ? null : <p className="mono t2">{answer.body}</p>}
            </>
          )
        ) : (
          <span className="bad">
            <Icon name="warning" size={14} /> {error}
          </span>
        )}
      </div>
    </div>
  );
});
