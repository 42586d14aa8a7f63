import { observer } from 'mobx-react-lite';
import {
  type CSSProperties,
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
  Suspense,
  useRef,
  useState,
} from 'react';
import { Empty } from '#renderer/ui/empty.tsx';
import { lazyPart } from '#renderer/ui/lazy-part.tsx';
import { useMedia } from '#renderer/ui/use-media.ts';
import { ContainersScreen } from '#renderer/views/containers/containers-screen.tsx';
import { useCommands } from '#renderer/views/use-commands.ts';
import { useStores } from '#renderer/views/stores-context.tsx';
import '#renderer/views/containers/containers-area.css';

/** With its log pane, charts and terminal the half of all code: it comes with the first container that is opened. */
const ContainerScreen = lazyPart(
  async () => (await import('#renderer/views/container/container-screen.tsx')).ContainerScreen,
);

/** From this width on list and detail have room side by side (design section 3). */
const WIDE = '(min-width: 1600px)';
/** Share of the list, in percent. */
const LEAST = 28;
const MOST = 66;
const STEP = 2;

/** The list of containers, a container, or both side by side. The same for both addresses, so that the list stays. */
export const ContainersArea = observer(function ContainersArea({ id, tab }: { id?: string; tab?: string }) {
  const { settings } = useStores();
  const isWide = useMedia(WIDE);
  const isSplit = isWide && settings.value.split;
  useCommands(isWide ? { 'split.switch': () => void settings.set({ split: !settings.value.split }) } : {});
  const detail =
    id === undefined ? null : (
      <Suspense fallback={<div className="grow" aria-busy="true" />}>
        <ContainerScreen id={id} tab={tab ?? 'logs'} />
      </Suspense>
    );
  if (!isSplit) return detail ?? <ContainersScreen />;
  return <Split list={<ContainersScreen />} detail={detail} />;
});

function Split({ list, detail }: { list: ReactNode; detail: ReactNode }) {
  const area = useRef<HTMLDivElement>(null);
  const [share, setShare] = useState(46);
  const set = (next: number): void => setShare(Math.max(LEAST, Math.min(MOST, next)));
  const onPointerMove = (event: PointerEvent<HTMLDivElement>): void => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId) || !area.current) return;
    const { left, width } = area.current.getBoundingClientRect();
    set(((event.clientX - left) / width) * 100);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const by = event.key === 'ArrowLeft' ? -STEP : event.key === 'ArrowRight' ? STEP : 0;
    if (by === 0 || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    set(share + by);
  };
  return (
    <div ref={area} className="split" style={{ '--split': `${share}%` } as CSSProperties}>
      <section className="split-list" aria-label="List">
        {list}
      </section>
      {/* A separator that can be moved is a widget by ARIA, which the lint rule does not know. */}
      <div
        role="separator"
        aria-label="Width of the list"
        aria-orientation="vertical"
        aria-valuenow={Math.round(share)}
        aria-valuemin={LEAST}
        aria-valuemax={MOST}
        tabIndex={0}
        className="split-divider"
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={onPointerMove}
        onKeyDown={onKeyDown}
      />
      <section className="split-detail" aria-label="Container">
        {detail ?? <Empty title="No container chosen." text="Choose one in the list, and it is shown here." />}
      </section>
    </div>
  );
}
