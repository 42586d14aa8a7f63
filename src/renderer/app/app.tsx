import { observer } from 'mobx-react-lite';
import { Suspense } from 'react';
import { Redirect, Route, Router, Switch, useLocation } from 'wouter';
import type { Stores } from '#renderer/stores/stores.ts';
import { ErrorBoundary } from '#renderer/app/error-boundary.tsx';
import { Shell } from '#renderer/app/shell.tsx';
import { useHashPath, useHashSearch } from '#renderer/views/address.ts';
import { ContainersArea } from '#renderer/views/containers/containers-area.tsx';
import { OverviewScreen } from '#renderer/views/overview/overview-screen.tsx';
import { StoresProvider } from '#renderer/views/stores-context.tsx';
import { lazyPart } from '#renderer/ui/lazy-part.tsx';
import { TipProvider } from '#renderer/ui/tip.tsx';
import '#renderer/ui/base.css';
import '#renderer/ui/controls.css';

// The first screens are in the first file, the others come when they are opened.
const ActivityScreen = lazyPart(
  async () => (await import('#renderer/views/activity/activity-screen.tsx')).ActivityScreen,
);
const AlertsScreen = lazyPart(async () => (await import('#renderer/views/alerts/alerts-screen.tsx')).AlertsScreen);
const AppLogScreen = lazyPart(async () => (await import('#renderer/views/app-log/app-log-screen.tsx')).AppLogScreen);
const HostScreen = lazyPart(async () => (await import('#renderer/views/host/host-screen.tsx')).HostScreen);
const PortsScreen = lazyPart(async () => (await import('#renderer/views/ports/ports-screen.tsx')).PortsScreen);
const ImagesScreen = lazyPart(async () => (await import('#renderer/views/images/images-screen.tsx')).ImagesScreen);
const ImageScreen = lazyPart(async () => (await import('#renderer/views/images/image-screen.tsx')).ImageScreen);
const LogsScreen = lazyPart(async () => (await import('#renderer/views/logs/logs-screen.tsx')).LogsScreen);
const RemoteScreen = lazyPart(async () => (await import('#renderer/views/remote/remote-screen.tsx')).RemoteScreen);
const KeptScreen = lazyPart(async () => (await import('#renderer/views/past/kept-screen.tsx')).KeptScreen);
const SearchScreen = lazyPart(async () => (await import('#renderer/views/past/search-screen.tsx')).SearchScreen);
const SettingsScreen = lazyPart(
  async () => (await import('#renderer/views/settings/settings-screen.tsx')).SettingsScreen,
);

const StacksScreen = lazyPart(async () => (await import('#renderer/views/stacks/stacks-screen.tsx')).StacksScreen);
const StackScreen = lazyPart(async () => (await import('#renderer/views/stacks/stack-screen.tsx')).StackScreen);
const VolumesScreen = lazyPart(async () => (await import('#renderer/views/volumes/volumes-screen.tsx')).VolumesScreen);
const VolumeScreen = lazyPart(async () => (await import('#renderer/views/volumes/volume-screen.tsx')).VolumeScreen);
const NetworksScreen = lazyPart(
  async () => (await import('#renderer/views/networks/networks-screen.tsx')).NetworksScreen,
);
const NetworkScreen = lazyPart(async () => (await import('#renderer/views/networks/network-screen.tsx')).NetworkScreen);
const NetworkMapScreen = lazyPart(
  async () => (await import('#renderer/views/networks/network-map-screen.tsx')).NetworkMapScreen,
);

const ADDRESS = { hook: useHashPath, searchHook: useHashSearch };

export function App({ stores }: { stores: Stores }) {
  return (
    <StoresProvider stores={stores}>
      <TipProvider delay={500}>
        <Router {...ADDRESS}>
          <ErrorBoundary>
            <Shell>
              <Screens />
            </Shell>
          </ErrorBoundary>
        </Router>
      </TipProvider>
    </StoresProvider>
  );
}

const Screens = observer(function Screens() {
  const [location] = useLocation();
  return (
    <ErrorBoundary resetKey={location}>
      <Suspense fallback={<div className="grow" aria-busy="true" />}>
        <Switch>
          <Route path="/overview" component={OverviewScreen} />
          <Route path="/containers">{() => <ContainersArea />}</Route>
          <Route path="/container/:id/:tab?">
            {({ id, tab }) => <ContainersArea id={id} {...(tab === undefined ? {} : { tab })} />}
          </Route>
          <Route path="/activity" component={ActivityScreen} />
          <Route path="/app-log/alerts" component={AlertsScreen} />
          <Route path="/app-log" component={AppLogScreen} />
          <Route path="/host/ports" component={PortsScreen} />
          <Route path="/host" component={HostScreen} />
          <Route path="/images" component={ImagesScreen} />
          <Route path="/image/:id/:tab?">{({ id, tab }) => <ImageScreen id={id} tab={tab ?? 'layers'} />}</Route>
          <Route path="/logs/search" component={SearchScreen} />
          <Route path="/logs/kept/:id">{({ id }) => <KeptScreen id={id} />}</Route>
          <Route path="/logs" component={LogsScreen} />
          <Route path="/networks/map" component={NetworkMapScreen} />
          <Route path="/networks" component={NetworksScreen} />
          <Route path="/network/:id/:tab?">{({ id, tab }) => <NetworkScreen id={id} tab={tab ?? 'members'} />}</Route>
          <Route path="/remote" component={RemoteScreen} />
          <Route path="/stacks" component={StacksScreen} />
          <Route path="/stack/:name/:tab?">
            {({ name, tab }) => <StackScreen name={name} tab={tab ?? 'services'} />}
          </Route>
          <Route path="/volumes" component={VolumesScreen} />
          <Route path="/volume/:name/:tab?">
            {({ name, tab }) => <VolumeScreen name={name} tab={tab ?? 'used'} />}
          </Route>
          <Route path="/settings" component={SettingsScreen} />
          <Route>
            <Redirect to="/containers" replace />
          </Route>
        </Switch>
      </Suspense>
    </ErrorBoundary>
  );
});
