import { observer } from 'mobx-react-lite';
import { clockTime } from '#shared/format/clock-time.ts';
import { useStores } from '#renderer/views/stores-context.tsx';
import { Banner } from '#renderer/ui/banner.tsx';
import { useNow } from '#renderer/ui/use-tick.ts';

/** From here on the wait stays the same (design section 15). */
const TRIES_TOLD = 5;

/** In a browser, while the server is out of reach: until when nothing happens by itself, and how old all of it is. */
export const ConnectionBanner = observer(function ConnectionBanner() {
  const { connection } = useStores();
  const now = useNow(250);
  const { lost } = connection;
  if (!lost) return null;
  const { retryAt, tries, error, since } = lost;
  const seconds = retryAt === undefined ? 0 : Math.max(1, Math.ceil((retryAt - Math.max(now, Date.now())) / 1000));
  const next =
    retryAt === undefined
      ? 'Trying now.'
      : tries >= TRIES_TOLD
        ? `Still trying every 16 s, next in ${seconds} s.`
        : `Trying again in ${seconds} s.`;
  return (
    <Banner
      icon="unplug"
      title={error ? error.message : 'Connection lost.'}
      text={
        <>
          {/* Each second anew: for the eye, not for a screen reader, which has the first words. */}
          <span aria-hidden="true">{next}</span> Values are from {clockTime(since)}.
        </>
      }
    >
      <button type="button" className="btn" disabled={retryAt === undefined} onClick={() => connection.tryNow()}>
        Try now
      </button>
    </Banner>
  );
});
