import { observer } from 'mobx-react-lite';
import { useEffect } from 'react';
import { AccessCard } from '#renderer/views/remote/access-card.tsx';
import { AuditCard } from '#renderer/views/remote/audit-card.tsx';
import { DevicesCard } from '#renderer/views/remote/devices-card.tsx';
import { PairCard } from '#renderer/views/remote/pair-card.tsx';
import { RulesCard } from '#renderer/views/remote/rules-card.tsx';
import { TokensCard } from '#renderer/views/remote/tokens-card.tsx';
import { UseCard } from '#renderer/views/remote/use-card.tsx';
import { UsersCard } from '#renderer/views/remote/users-card.tsx';
import { ConnectionBanner } from '#renderer/views/viewer/connection-banner.tsx';
import { Refused } from '#renderer/views/viewer/refused.tsx';
import { useStores } from '#renderer/views/stores-context.tsx';
import '#renderer/views/remote/remote.css';

/** Who may come in over the network, who is here, and what was done. */
export const RemoteScreen = observer(function RemoteScreen() {
  const { session } = useStores();
  const isRefused = session.hello !== undefined && !session.can('devices.list');
  return (
    <>
      <div className="phead">
        <h1>Remote access</h1>
      </div>
      <ConnectionBanner />
      {isRefused ? <Refused /> : session.hello ? <Content /> : null}
    </>
  );
});

const Content = observer(function Content() {
  const { remote, devices, users, audit } = useStores();
  useEffect(() => {
    const opened = [devices.open(), users.open(), audit.open()];
    return () => opened.forEach((one) => one.dispose());
  }, [devices, users, audit]);
  return (
    <div className="remote">
      <div className="remote-side">
        {remote.isOurs ? <AccessCard /> : null}
        {remote.isOn ? <PairCard /> : null}
        <UseCard />
        {remote.isOurs ? <RulesCard /> : null}
      </div>
      <div className="remote-main">
        <DevicesCard />
        {users.canSee ? (
          <div className="remote-two">
            <UsersCard />
            <TokensCard />
          </div>
        ) : null}
        <AuditCard />
      </div>
    </div>
  );
});
