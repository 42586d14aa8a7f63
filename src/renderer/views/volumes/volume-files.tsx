import { observer } from 'mobx-react-lite';
import { useEffect, useState } from 'react';
import type { AppError } from '#shared/protocol/errors.ts';
import { Empty } from '#renderer/ui/empty.tsx';
import { Loading } from '#renderer/views/engine/loading.tsx';
import { FilesPane } from '#renderer/views/files/files-tab.tsx';
import { useStores } from '#renderer/views/stores-context.tsx';

/** It is kept for 90 s after the last time. */
const AGAIN_MS = 30_000;

/** What lies in a volume, seen through a container that is there as long as somebody looks. */
export const VolumeFiles = observer(function VolumeFiles({ name }: { name: string }) {
  const { api, clock, files, session, engine } = useStores();
  const [at, setAt] = useState<{ container: string; folder: string }>();
  const [error, setError] = useState<AppError>();
  const may = session.can('volumes.browse') && session.can('containers.files.list');
  const isReady = may && engine.isConnected;
  useEffect(() => {
    if (!isReady) return undefined;
    let isGone = false;
    let timer = clock.after(0, () => void ask());
    async function ask(): Promise<void> {
      try {
        const { container, folder } = await api.call('volumes.browse', { volume: name });
        if (isGone || container === null) return;
        setAt((before) => (before?.container === container ? before : { container, folder }));
        setError(undefined);
      } catch (thrown) {
        if (!isGone) setError(thrown as AppError);
      }
      if (!isGone) timer = clock.after(AGAIN_MS, () => void ask());
    }
    return () => {
      isGone = true;
      timer.dispose();
      // Until it is gone the volume counts as in use.
      api.call('volumes.browse', { volume: name, isOver: true }).catch(() => undefined);
    };
  }, [api, clock, name, isReady]);
  if (!may) return <Empty title="Your role can't open this." text="The files of a volume are its owner's." />;
  if (!at) return <Loading error={error} />;
  return <FilesPane key={at.container} files={files.of(at.container, at.folder)} state={undefined} />;
});
