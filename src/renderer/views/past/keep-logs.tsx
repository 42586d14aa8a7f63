import { observer } from 'mobx-react-lite';
import { size } from '#shared/format/bytes.ts';
import { plural, words } from '#shared/format/quantity.ts';
import { Banner } from '#renderer/ui/banner.tsx';
import { Empty } from '#renderer/ui/empty.tsx';
import { useStores } from '#renderer/views/stores-context.tsx';

/** Turns keeping on; absent for who may not. */
const KeepButton = observer(function KeepButton({ isPrimary = false }: { isPrimary?: boolean }) {
  const { session, settings, history } = useStores();
  if (!session.can('settings.set')) return null;
  const keep = (): void => void settings.set({ keepLogs: true }).then(() => history.load());
  return (
    <button type="button" className={isPrimary ? 'btn primary' : 'btn sm'} onClick={keep}>
      Keep logs
    </button>
  );
});

/** In the place of the search while nothing is kept and nothing ever was. */
export const NotKept = observer(function NotKept() {
  const { session, settings } = useStores();
  const { keepLogsDays, keepLogsTotalBytes } = settings.value;
  const text = session.can('settings.set')
    ? `Quayside can keep every container's log on this computer, to search them all at once and to read them when the container is gone. It takes at most ${words(size(keepLogsTotalBytes))} and ${plural(keepLogsDays, 'day')}; both can be set.`
    : 'The owner of this computer can turn it on in Settings, Logs.';
  return (
    <Empty title="Logs are not kept." text={text}>
      <KeepButton isPrimary />
    </Empty>
  );
});

/** Over what was kept before keeping was turned off. */
export const NoLongerKept = observer(function NoLongerKept() {
  const { history } = useStores();
  if (!history.kept || history.kept.isOn || history.kept.services.length === 0) return null;
  return (
    <Banner icon="info" title="Logs are not kept at present." text="What was kept before is still here." isCalm>
      <KeepButton />
    </Banner>
  );
});
