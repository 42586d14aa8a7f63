import { observer } from 'mobx-react-lite';
import { useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import type { Image } from '#shared/contract/images.ts';
import { size } from '#shared/format/bytes.ts';
import { ago } from '#shared/format/duration.ts';
import { plural, words } from '#shared/format/quantity.ts';
import { imageName } from '#renderer/stores/image-list-store.ts';
import type { ImageRow } from '#renderer/stores/images-store.ts';
import { Empty } from '#renderer/ui/empty.tsx';
import { Tip } from '#renderer/ui/tip.tsx';
import { useNow } from '#renderer/ui/use-tick.ts';
import { ContainerLinks } from '#renderer/views/containers/container-links.tsx';
import { Loading } from '#renderer/views/engine/loading.tsx';
import { ImageDialogs } from '#renderer/views/images/image-dialogs.tsx';
import { IMAGE_KIND } from '#renderer/views/images/image-kind.tsx';
import { ImageLayers } from '#renderer/views/images/image-layers.tsx';
import { imageActs, type ImageQuestion } from '#renderer/views/images/image-menu.ts';
import { InspectPane } from '#renderer/views/list/inspect-pane.tsx';
import { DetailFrame, ResourceDetail } from '#renderer/views/list/resource-detail.tsx';
import { useStores } from '#renderer/views/stores-context.tsx';
import '#renderer/views/images/images.css';

const TABS = ['layers', 'used', 'inspect'] as const;
type Tab = (typeof TABS)[number];
const NAMES: Record<Tab, string> = { layers: 'Layers', used: 'Used by', inspect: 'Inspect' };

/** An image by the digits of its id: how it was made, who uses it, and all that Docker says of it. */
export function ImageScreen({ id, tab }: { id: string; tab: string }) {
  const { images } = useStores();
  const known = TABS.find((one) => one === tab) ?? 'layers';
  return (
    <ResourceDetail
      key={id}
      kind={IMAGE_KIND}
      listing={images}
      find={() => images.find(`sha256:${id}`)}
      gone="It may have been removed, or built anew under another ID."
    >
      {(image, showChecks) => <Found image={image} tab={known} showChecks={showChecks} />}
    </ResourceDetail>
  );
}

const Found = observer(function Found({ image, tab, showChecks }: { image: Image; tab: Tab; showChecks: () => void }) {
  const stores = useStores();
  const { images } = stores;
  const [, go] = useLocation();
  const [question, ask] = useState<ImageQuestion | null>(null);
  const { id } = image;
  useEffect(() => void images.loadDetails(id), [images, id]);
  const [first, ...more] = images.rows.filter((row) => row.image.id === id);
  const details = images.details.get(id);
  const users = images.usersOf(image);
  if (!first) return null;
  return (
    <>
      <DetailFrame
        kind={IMAGE_KIND}
        item={first}
        beside={<Beside image={image} more={more} />}
        // The tabs are below: the menu has the rest.
        acts={imageActs(stores, first, go, ask).filter(({ label }) => label !== 'Layers' && label !== 'Inspect')}
        tabs={TABS.map((one) => ({ value: one, label: NAMES[one], count: one === 'used' ? users.length : undefined }))}
        tab={tab}
        meta={
          <span className="meta">
            <Tip text="Copy the ID">
              <button type="button" className="id mono" onClick={() => void navigator.clipboard.writeText(id)}>
                {id.slice(7, 19)}
              </button>
            </Tip>
          </span>
        }
        showChecks={showChecks}
      >
        {tab === 'used' ? (
          <UsedBy image={image} />
        ) : tab === 'inspect' ? (
          <InspectPane value={details?.value?.inspect} error={details?.error} />
        ) : details?.value === undefined ? (
          <Loading error={details?.error} />
        ) : (
          <ImageLayers layers={details.value.layers} />
        )}
      </DetailFrame>
      <ImageDialogs question={question} onClose={() => ask(null)} />
    </>
  );
});

/** What it takes, since when it is, and its other names. */
function Beside({ image, more }: { image: Image; more: readonly ImageRow[] }) {
  const now = useNow(60_000);
  const at = Date.parse(image.createdAt);
  return (
    <>
      <span className="ell dstatus t2" title={new Date(at).toLocaleString('en')}>
        {words(size(image.sizeBytes))}, created {ago(Math.max(0, now - at))}
      </span>
      {more.length === 0 ? null : (
        <span className="t3 ell" title={more.map(imageName).join('\n')}>
          also {more.length === 1 && more[0] ? imageName(more[0]) : plural(more.length, 'other name')}
        </span>
      )}
    </>
  );
}

const UsedBy = observer(function UsedBy({ image }: { image: Image }) {
  const { images } = useStores();
  const users = images.usersOf(image);
  if (users.length === 0)
    return <Empty title="No container was made from this image." text="It can be removed without harm to any." />;
  return <ContainerLinks label="Containers of this image" containers={users} />;
});
