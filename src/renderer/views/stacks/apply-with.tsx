import { observer } from 'mobx-react-lite';
import { Segments } from '#renderer/ui/segments.tsx';
import { useStores } from '#renderer/views/stores-context.tsx';

/** Who is to do what the plan says; absent where nobody but Quayside can. */
export const ApplyWith = observer(function ApplyWith({ name }: { name: string }) {
  const { stackAppliers } = useStores();
  const { compose } = stackAppliers;
  if (compose === undefined) return null;
  const applier = stackAppliers.of(name);
  return (
    <div className="plan-with">
      <span className="t2" aria-hidden="true">
        Apply with
      </span>
      <Segments
        label="Apply with"
        value={applier}
        segments={[
          { value: 'quayside', label: 'Quayside' },
          { value: 'compose', label: compose },
        ]}
        onPick={(picked) => stackAppliers.pick(name, picked)}
      />
      <span className="t3 small">
        {applier === 'compose'
          ? 'docker compose decides itself what it makes anew, which may be more than stands here, and takes nothing back.'
          : 'Does exactly this plan, and puts back a container whose successor does no good.'}
      </span>
    </div>
  );
});
