import { observer } from 'mobx-react-lite';
import { useEffect, useState } from 'react';
import { Link, useLocation } from 'wouter';
import type { Image } from '#shared/contract/images.ts';
import { size } from '#shared/format/bytes.ts';
import { ago } from '#shared/format/duration.ts';
import { plural, words } from '#shared/format/quantity.ts';
import { imageName } from '#renderer/stores/image-list-store.ts';
import type { ImageRow } from '#renderer/stores/images-store.ts';
import { ActMenu } from '#renderer/ui/act-menu.tsx';
import { CopyTextButton } from '#renderer/ui/copy-button.tsx';
import { CutText } from '#renderer/ui/cut-text.tsx';
import { Empty } from '#renderer/ui/empty.tsx';
import { Icon } from '#renderer/ui/icons.tsx';
import { TabList } from '#renderer/ui/tab-list.tsx';
import { Tip } from '#renderer/ui/tip.tsx';
import { useNow } from '#renderer/ui/use-tick.ts';
import { JsonTree } from '#renderer/views/container/json-tree.tsx';
import { ContainerLinks } from '#renderer/views/containers/container-links.tsx';
import { Banners } from '#renderer/views/engine/banners.tsx';
import { EngineGate } from '#renderer/views/engine/engine-gate.tsx';
import { Loading } from '#renderer/views/engine/loading.tsx';
import { imageAddress } from '#renderer/views/images/image-cells.tsx';
import { ImageDialogs } from '#renderer/views/images/image-dialogs.tsx';
import { ImageLayers } from '#renderer/views/images/image-layers.tsx';
import { imageActs, type ImageQuestion } from '#renderer/views/images/image-menu.ts';
import { useStores } from '#renderer/views/stores-context.tsx';
import '#renderer/views/container/container-screen.css';
import '#renderer/views/images/images.css';

const TABS = ['layers', 'used', 'inspect'] as const;
type Tab = (typeof TABS)[number];
const NAMES: Record<Tab, string> = { layers: 'Layers', used: 'Used by', inspect: 'Inspect' };

/** An image by the digits of its id: how it was made, who uses it, and all that Docker says of it. */
export function ImageScreen({ id, tab }: { id: string; tab: string }) {
  const known = TABS.find((one) => one === tab) ?? 'layers';
  return (
    <EngineGate title="Image">
      {({ showChecks }) => <Loaded key={id} id={`sha256:${id}`} tab={known} showChecks={showChecks} />}
    </EngineGate>
  );
}

const Loaded = observer(function Loaded({ id, tab, showChecks }: { id: string; tab: Tab; showChecks: () => void }) {
  const { images } = useStores();
  useEffect(() => {
    const looking = images.open();
    return () => looking.dispose();
  }, [images]);
  const image = images.find(id);
  if (!image)
    return images.isLoaded ? (
      <Empty title="This image isn't here." text="It may have been removed, or built anew under another ID.">
        <Link to="/images" className="btn">
          Back to images
        </Link>
      </Empty>
    ) : (
      <Loading error={images.error} />
    );
  return <Found image={image} tab={tab} showChecks={showChecks} />;
});

const Found = observer(function Found({ image, tab, showChecks }: { image: Image; tab: Tab; showChecks: () => void }) {
  const stores = useStores();
  const { images } = stores;
  const [, go] = useLocation();
  const [question, ask] = useState<ImageQuestion | null>(null);
  const { id } = image;
  useEffect(() => void images.loadDetails(id), [images, id]);
  const rows = images.rows.filter((row) => row.image.id === id);
  const [first] = rows;
  const details = images.details.get(id);
  const users = images.usersOf(image);
  if (!first) return null;
  return (
    <>
      <Head image={image} rows={rows} onMenu={(row) => imageActs(stores, row, go, ask)} />
      <div className="tabs">
        <TabList
          label={imageName(first)}
          tabs={TABS.map((one) => ({
            value: one,
            label: NAMES[one],
            count: one === 'used' ? users.length : undefined,
          }))}
          value={tab}
          onPick={(next) => go(imageAddress(id, next), { replace: true })}
        />
        <span className="meta">
          <Tip text="Copy the ID">
            <button type="button" className="id mono" onClick={() => void navigator.clipboard.writeText(id)}>
              {id.slice(7, 19)}
            </button>
          </Tip>
        </span>
      </div>
      <Banners showChecks={showChecks} />
      <div className="panel" role="tabpanel" id={`panel-${tab}`} aria-labelledby={`tab-${tab}`} key={tab}>
        {tab === 'used' ? (
          <UsedBy image={image} />
        ) : details?.value === undefined ? (
          <Loading error={details?.error} />
        ) : tab === 'layers' ? (
          <ImageLayers layers={details.value.layers} />
        ) : (
          <>
            <div className="tool" role="toolbar" aria-label="Inspect tools">
              <span className="grow" />
              <CopyTextButton text={JSON.stringify(details.value.inspect, null, 2)} label="Copy JSON" />
            </div>
            <JsonTree value={details.value.inspect} />
          </>
        )}
      </div>
      <ImageDialogs question={question} onClose={() => ask(null)} />
    </>
  );
});

const Head = observer(function Head({
  image,
  rows,
  onMenu,
}: {
  image: Image;
  rows: readonly ImageRow[];
  onMenu: (row: ImageRow) => ReturnType<typeof imageActs>;
}) {
  const now = useNow(60_000);
  const [first, ...more] = rows;
  if (!first) return null;
  const at = Date.parse(image.createdAt);
  // The tabs are below: the menu has the rest.
  const acts = onMenu(first).filter(({ label }) => label !== 'Layers' && label !== 'Inspect');
  return (
    <div className="dhead">
      <Link to="/images" className="ib back" aria-label="Back to images">
        <Icon name="chevronLeft" size={20} />
      </Link>
      <span className="crumb">
        <Link to="/images">Images</Link> /
      </span>
      <Icon name="images" className="t3" />
      <h1 title={imageName(first)} aria-label={imageName(first)}>
        <CutText text={imageName(first)} isImage />
      </h1>
      <span className="ell dstatus t2" title={new Date(at).toLocaleString('en')}>
        {words(size(image.sizeBytes))}, created {ago(Math.max(0, now - at))}
      </span>
      {more.length === 0 ? null : (
        <span className="t3 ell" title={more.map(imageName).join('\n')}>
          also {more.length === 1 && more[0] ? imageName(more[0]) : plural(more.length, 'other name')}
        </span>
      )}
      <span className="grow" />
      <ActMenu
        acts={acts}
        trigger={
          <button type="button" className="ib" aria-label="More actions">
            <Icon name="more" />
          </button>
        }
      />
    </div>
  );
});

const UsedBy = observer(function UsedBy({ image }: { image: Image }) {
  const { images } = useStores();
  const users = images.usersOf(image);
  if (users.length === 0)
    return <Empty title="No container was made from this image." text="It can be removed without harm to any." />;
  return <ContainerLinks label="Containers of this image" containers={users} />;
});
