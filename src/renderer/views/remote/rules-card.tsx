import { observer } from 'mobx-react-lite';
import { useStores } from '#renderer/views/stores-context.tsx';
import { Switch } from '#renderer/ui/switch.tsx';

/** What goes on by itself, what is asked, and how far the network reaches. */
export const RulesCard = observer(function RulesCard() {
  const { settings } = useStores();
  const { remoteAutostart, remoteAskToLetIn, remoteAllowActs } = settings.value;
  return (
    <section className="card remote-card" aria-labelledby="remote-rules">
      <header>
        <h2 id="remote-rules">Rules</h2>
      </header>
      <ul className="remote-habits">
        <li>
          <span>Go on when Quayside starts</span>
          <Switch
            label="Go on when Quayside starts"
            isOn={remoteAutostart}
            onSwitch={(on) => void settings.set({ remoteAutostart: on })}
          />
        </li>
        <li>
          <span>Ask me before a device is let in</span>
          <Switch
            label="Ask me before a device is let in"
            isOn={remoteAskToLetIn}
            onSwitch={(on) => void settings.set({ remoteAskToLetIn: on })}
          />
        </li>
        <li>
          <span>
            Allow terminals from the network
            <span className="t3">
              For operators and admins; files, queries, removing and containers that reach this machine too. It is as
              powerful as sitting here.
            </span>
          </span>
          <Switch
            label="Allow terminals from the network"
            isOn={remoteAllowActs}
            onSwitch={(on) => void settings.set({ remoteAllowActs: on })}
          />
        </li>
      </ul>
    </section>
  );
});
