import { observer } from 'mobx-react-lite';
import { useEffect } from 'react';
import { Empty } from '#renderer/ui/empty.tsx';
import { Banners } from '#renderer/views/engine/banners.tsx';
import { EngineGate } from '#renderer/views/engine/engine-gate.tsx';
import { Loading } from '#renderer/views/engine/loading.tsx';
import { NetworkLook } from '#renderer/views/networks/network-look.tsx';
import { layoutMap } from '#renderer/views/networks/network-map-layout.ts';
import { NetworkMapDrawing } from '#renderer/views/networks/network-map-drawing.tsx';
import { useStores } from '#renderer/views/stores-context.tsx';

/** Who reaches whom: the networks drawn with the containers that are in them. */
export const NetworkMapScreen = () => (
  <EngineGate title="Networks">{({ showChecks }) => <Loaded showChecks={showChecks} />}</EngineGate>
);

const Loaded = observer(function Loaded({ showChecks }: { showChecks: () => void }) {
  const { networks, containers } = useStores();
  useEffect(() => {
    const looking = networks.open();
    return () => looking.dispose();
  }, [networks]);
  return (
    <>
      <div className="phead">
        <h1>Networks</h1>
        <span className="grow" />
        <NetworkLook look="map" />
      </div>
      <Banners showChecks={showChecks} />
      {!networks.isLoaded ? (
        <Loading error={networks.error} />
      ) : containers.sorted.length === 0 ? (
        <Empty title="No containers yet." text="Run one with docker run, and it appears here in its networks." />
      ) : (
        <NetworkMapDrawing map={layoutMap(networks.sorted, containers.sorted)} />
      )}
    </>
  );
});
