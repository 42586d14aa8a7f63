import { observer } from 'mobx-react-lite';
import { useEffect, useState } from 'react';
import { Link } from 'wouter';
import { size } from '#shared/format/bytes.ts';
import { longDuration } from '#shared/format/duration.ts';
import { words } from '#shared/format/quantity.ts';
import { useQuery } from '#renderer/views/address.ts';
import { DockerDataCard, EngineCard } from '#renderer/views/host/docker-cards.tsx';
import { HostCharts } from '#renderer/views/host/host-charts.tsx';
import { FileSystemsCard, InterfacesCard, ProcessesCard } from '#renderer/views/host/host-tables.tsx';
import { Loading } from '#renderer/views/engine/loading.tsx';
import { ConnectionBanner } from '#renderer/views/viewer/connection-banner.tsx';
import { Refused } from '#renderer/views/viewer/refused.tsx';
import { useCommands } from '#renderer/views/use-commands.ts';
import { useStores } from '#renderer/views/stores-context.tsx';
import { Banner } from '#renderer/ui/banner.tsx';
import { Icon } from '#renderer/ui/icons.tsx';
import { Segments } from '#renderer/ui/segments.tsx';
import '#renderer/views/overview/overview.css';
import '#renderer/views/host/host.css';

/** What is held of the machine is an hour at most. */
const WINDOWS = [300, 900, 3600] as const;

/** The machine that Quayside runs on, and what Docker takes of it. Needs no engine. */
export const HostScreen = observer(function HostScreen() {
  const { session } = useStores();
  const [seconds, setSeconds] = useState<number>(WINDOWS[0]);
  const isRefused = session.hello !== undefined && !session.can('system.info');
  const step = (by: 1 | -1) => () => {
    const next = WINDOWS[WINDOWS.findIndex((one) => one === seconds) + by];
    if (next !== undefined) setSeconds(next);
  };
  useCommands({ 'chart.shorter': step(-1), 'chart.longer': step(1) });
  return (
    <>
      <div className="phead">
        <h1>Host</h1>
        <About />
        <span className="grow" />
        {session.can('ports.list') ? (
          <Link to="/host/ports" className="btn">
            <Icon name="hash" />
            Ports
          </Link>
        ) : null}
        {isRefused ? null : (
          <Segments
            label="Time window"
            value={String(seconds)}
            segments={WINDOWS.map((one) => ({ value: String(one), label: one === 3600 ? '1 h' : `${one / 60} min` }))}
            onPick={(one) => setSeconds(Number(one))}
          />
        )}
      </div>
      <ConnectionBanner />
      {isRefused ? <Refused /> : session.hello ? <Content seconds={seconds} /> : null}
    </>
  );
});

const Content = observer(function Content({ seconds }: { seconds: number }) {
  const { host } = useStores();
  useEffect(() => {
    const opened = host.open();
    return () => opened.dispose();
  }, [host]);
  return (
    <>
      <RemoteBanner />
      <PowerBanner />
      <FullBanner />
      {host.latest === undefined ? (
        <Loading error={host.error} />
      ) : (
        <div className="host">
          <HostCharts metrics={host.latest} seconds={seconds} />
          <div className="host-cards">
            <DockerDataCard />
            <FileSystemsCard fileSystems={host.latest.fileSystems} />
            <InterfacesCard interfaces={host.latest.networkInterfaces} />
            <EngineCard />
          </div>
          <ProcessesCard metrics={host.latest} />
        </div>
      )}
    </>
  );
});

/** "harbor-01, Debian GNU/Linux 12, kernel 6.12, up 12 d 4 h". */
const About = observer(function About() {
  const { latest } = useStores().host;
  if (!latest) return null;
  const { hostname, system, uptimeSeconds } = latest;
  const parts = [
    hostname,
    system,
    uptimeSeconds === null ? null : `up ${longDuration(Math.floor(uptimeSeconds / 60) * 60_000)}`,
  ];
  return <span className="t3 num ell">{parts.filter((part) => part !== null).join(', ')}</span>;
});

/** Which machine is meant must never be guessed. */
const RemoteBanner = observer(function RemoteBanner() {
  const { host, connection } = useStores();
  const { info, latest } = host;
  if (!info?.isRemote || !latest || connection.lost) return null;
  return (
    <Banner
      isCalm
      icon="info"
      title={`These are the figures of ${latest.hostname}, the computer that Quayside runs on.`}
      text={`Docker runs on ${info.name === '' ? 'another one' : info.name}, reached at ${info.endpoint}.`}
    />
  );
});

/** From so much on, pulls and builds begin to fail. */
const FULL_PERCENT = 97;

/** Docker's own words come too late: after a pull or a build has failed. */
const FullBanner = observer(function FullBanner() {
  const { host } = useStores();
  const { latest, info, disk } = host;
  const [, setQuery] = useQuery();
  if (!latest || !info || info.isRemote || latest.underVoltage || latest.throttled) return null;
  const [own] = latest.fileSystems
    .filter(({ mount }) => mount === '/' || info.rootDir === mount || info.rootDir.startsWith(`${mount}/`))
    .sort((a, b) => b.mount.length - a.mount.length);
  if (!own || own.totalBytes === 0 || (own.usedBytes / own.totalBytes) * 100 < FULL_PERCENT) return null;
  return (
    <Banner
      icon="warning"
      title="Docker's disk is full."
      text={disk ? `${words(size(disk.reclaimableBytes))} can be freed.` : undefined}
    >
      <button type="button" className="btn" onClick={() => setQuery({ show: 'disk' })}>
        Review
      </button>
    </Banner>
  );
});

const PowerBanner = observer(function PowerBanner() {
  const { latest } = useStores().host;
  if (latest?.underVoltage)
    return (
      <Banner
        icon="warning"
        title="The power supply gives too little voltage."
        text="The processor is slowed down, and data on disk is at risk. Use a stronger supply or a shorter cable."
      />
    );
  if (latest?.throttled)
    return (
      <Banner
        icon="warning"
        title="The processor is slowed down."
        text="It is too hot, or gets too little power. Look at its cooling."
      />
    );
  return null;
});
