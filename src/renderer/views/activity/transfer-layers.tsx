import { observer } from 'mobx-react-lite';
import type { TransferLayer } from '#shared/contract/image-jobs.ts';
import { ofWords, size } from '#shared/format/bytes.ts';
import { words } from '#shared/format/quantity.ts';
import { Progress } from '#renderer/ui/progress.tsx';
import { useStores } from '#renderer/views/stores-context.tsx';

const WORDS: Record<TransferLayer['status'], string> = {
  waiting: 'Waiting',
  moving: '',
  fetched: 'Fetched',
  unpacking: 'Unpacking',
  done: 'Done',
  retrying: 'Broke off, tries again',
};

/** Each layer of a pull or push with its bar, as it is now or was at the end. */
export const TransferLayers = observer(function TransferLayers({ job }: { job: string }) {
  const { jobProgress } = useStores();
  const state = jobProgress.transfers.get(job);
  if (!state || state.layers.length === 0) return null;
  return (
    <div className="transfer">
      <p className="t2 num">
        {ofWords(size(state.bytesDone), size(state.bytesTotal))} {state.direction === 'pull' ? 'fetched' : 'sent'}
      </p>
      <ul aria-label={`Layers of ${state.reference}`}>
        {state.layers.map((layer) => (
          <li key={layer.id} className="transfer-layer">
            <span className="mono small">{layer.id}</span>
            <Progress label={`Layer ${layer.id}`} share={shareOf(layer)} width="100%" />
            <span className={layer.status === 'retrying' ? 'warn num' : 't2 num'}>
              {WORDS[layer.status] ||
                (layer.bytesTotal === null
                  ? words(size(layer.bytesDone))
                  : ofWords(size(layer.bytesDone), size(layer.bytesTotal)))}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
});

function shareOf({ status, bytesDone, bytesTotal }: TransferLayer): number | null {
  if (status === 'done' || status === 'fetched' || status === 'unpacking') return 1;
  if (status === 'waiting') return 0;
  return bytesTotal === null ? null : bytesDone / bytesTotal;
}
