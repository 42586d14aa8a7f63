import { observer } from 'mobx-react-lite';
import { useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import type { RemovedContainer } from '#shared/contract/container-edit.ts';
import { fullTime } from '#shared/format/clock-time.ts';
import { shortImage } from '#shared/format/image-name.ts';
import { visibleText } from '#shared/format/visible-text.ts';
import { ago } from '#renderer/views/containers/ago.ts';
import { CutText } from '#renderer/ui/cut-text.tsx';
import { useNow } from '#renderer/ui/use-tick.ts';
import { useStores } from '#renderer/views/stores-context.tsx';

/** Containers that were removed in the last 7 days, each with a way back. */
export const RemovedList = observer(function RemovedList({ onDone }: { onDone: () => void }) {
  const { containerEdit, session } = useStores();
  const [, go] = useLocation();
  const [all, setAll] = useState<readonly RemovedContainer[]>();
  const [error, setError] = useState<{ removed: string; words: string }>();
  const [busy, setBusy] = useState<string>();
  const now = useNow(60_000);
  useEffect(() => {
    let isGone = false;
    containerEdit.removed().then(
      (found) => !isGone && setAll(found),
      (thrown: Error) => !isGone && setError({ removed: '', words: thrown.message }),
    );
    return () => {
      isGone = true;
    };
  }, [containerEdit]);
  const work = (one: RemovedContainer, act: () => Promise<void>): void => {
    setBusy(one.removed);
    setError(undefined);
    act()
      .catch((thrown: Error & { hint?: string }) =>
        setError({ removed: one.removed, words: [thrown.message, thrown.hint].filter(Boolean).join(' ') }),
      )
      .finally(() => setBusy(undefined));
  };
  const again = (one: RemovedContainer): void =>
    work(one, async () => {
      const { id } = await containerEdit.createAgain(one);
      onDone();
      go(`/container/${id}/logs`);
    });
  const forget = (one: RemovedContainer): void =>
    work(one, async () => {
      await containerEdit.forgetRemoved(one);
      setAll(all?.filter(({ removed }) => removed !== one.removed));
    });
  return (
    <>
      <p>What Quayside removed in the last 7 days can be made again as it was, with its secrets, from its image.</p>
      {error?.removed === '' ? (
        <p className="field-error" role="alert">
          {error.words}
        </p>
      ) : null}
      {all?.length === 0 ? <p className="t2">Nothing was removed.</p> : null}
      {all === undefined || all.length === 0 ? null : (
        <ul className="dialog-list removed-list">
          {all.map((one) => (
            <li key={one.removed}>
              <span className="plan-words">
                <span className="ell" title={visibleText(one.name)}>
                  {visibleText(one.name)}
                </span>
                <span className="t3 ell" title={fullTime(Date.parse(one.removedAt))}>
                  <CutText text={shortImage(one.image)} isImage />, removed {ago(now - Date.parse(one.removedAt))}
                  {one.removedBy === session.hello?.user.name ? '' : ` by ${one.removedBy}`}
                  {one.lostVolumes ? '. Its anonymous volumes are gone.' : ''}
                </span>
                {error?.removed === one.removed ? (
                  <span className="field-error" role="alert">
                    {error.words}
                  </span>
                ) : null}
              </span>
              <button
                type="button"
                className="btn dialog-note"
                disabled={busy !== undefined}
                aria-label={`Create ${one.name} again`}
                onClick={() => again(one)}
              >
                {busy === one.removed ? 'Creating…' : 'Create again'}
              </button>
              <button
                type="button"
                className="btn ghost"
                disabled={busy !== undefined}
                aria-label={`Forget ${one.name}`}
                onClick={() => forget(one)}
              >
                Forget
              </button>
            </li>
          ))}
        </ul>
      )}
      <div className="acts">
        <button type="button" className="btn big" onClick={onDone}>
          Close
        </button>
      </div>
    </>
  );
});
