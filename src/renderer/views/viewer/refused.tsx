import { observer } from 'mobx-react-lite';
import { useLocation } from 'wouter';
import { useStores } from '#renderer/views/stores-context.tsx';
import { Empty } from '#renderer/ui/empty.tsx';

/** In the place of a screen that an address names and the role does not allow (design section 10). */
export const Refused = observer(function Refused() {
  const { engine } = useStores();
  const [, go] = useLocation();
  return (
    <Empty title="Your role can't open this." text={`Ask the owner of ${engine.status?.name ?? location.hostname}.`}>
      <button type="button" className="btn" onClick={() => go('/containers')}>
        Back to containers
      </button>
    </Empty>
  );
});
