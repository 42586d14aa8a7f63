import { observer } from 'mobx-react-lite';
import { useEffect } from 'react';
import { Link } from 'wouter';
import { plural } from '#shared/format/quantity.ts';
import { hasWords } from '#renderer/views/settings/setting-list.ts';
import { useStores } from '#renderer/views/stores-context.tsx';

const NAME = 'Alert rules';
const TEXT = 'What a notification is shown of, or a webhook told: containers that fail, lines, figures.';

/** Whether a search of the settings finds them. */
export const findsAlerts = (search: string): boolean => hasWords(search, NAME, TEXT, 'notifications alarm notices');

/** The way to the alert rules, which are a list of their own. */
export const AlertSettings = observer(function AlertSettings() {
  const { alerts } = useStores();
  useEffect(() => {
    const looking = alerts.look();
    return () => looking.dispose();
  }, [alerts]);
  const on = alerts.rules?.filter(({ isOn }) => isOn).length;
  return (
    <div className="set">
      <div>
        <h3>{NAME}</h3>
        <p>
          {TEXT} {on === undefined ? '' : `${plural(on, 'rule')} on.`}
        </p>
      </div>
      <div className="set-control">
        <Link to="/app-log/alerts" className="btn">
          Edit alert rules
        </Link>
      </div>
    </div>
  );
});
