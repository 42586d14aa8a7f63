import { observer } from 'mobx-react-lite';
import type { Network } from '#shared/contract/networks.ts';
import { plural } from '#shared/format/quantity.ts';
import { visibleText } from '#shared/format/visible-text.ts';
import { networkName } from '#renderer/stores/network-list-store.ts';
import { Confirm } from '#renderer/ui/confirm.tsx';
import { FormDialog } from '#renderer/ui/form-dialog.tsx';
import { PlanDialog } from '#renderer/ui/plan-dialog.tsx';
import { usePrunePlan } from '#renderer/views/list/use-prune-plan.ts';
import { ConnectForm } from '#renderer/views/networks/connect-form.tsx';
import { NetworkCreateForm } from '#renderer/views/networks/network-create-form.tsx';
import type { NetworkQuestion } from '#renderer/views/networks/network-menu.ts';
import { useStores } from '#renderer/views/stores-context.tsx';

/** What acts on networks ask before they begin. Mounted as long as the screen is, so that the focus finds back. */
export function NetworkDialogs({ question, onClose }: { question: NetworkQuestion | null; onClose: () => void }) {
  const joined = question?.kind === 'connect' ? question.network : undefined;
  return (
    <>
      <FormDialog open={question?.kind === 'create'} title="Create a network" isWide isSticky onClose={onClose}>
        <NetworkCreateForm onDone={onClose} />
      </FormDialog>
      <FormDialog
        open={joined !== undefined}
        title={joined ? `Connect a container to ${networkName(joined)}` : 'Connect a container'}
        isSticky
        onClose={onClose}
      >
        {joined ? <ConnectForm network={joined} onDone={onClose} /> : null}
      </FormDialog>
      <RemoveDialog networks={question?.kind === 'remove' ? question.networks : []} onClose={onClose} />
      <PruneDialog open={question?.kind === 'prune'} onClose={onClose} />
    </>
  );
}

const RemoveDialog = observer(function RemoveDialog({
  networks: chosen,
  onClose,
}: {
  networks: readonly Network[];
  onClose: () => void;
}) {
  const { networkActs, networks } = useStores();
  const { removals } = networkActs;
  const going = chosen.filter(({ isPredefined }) => !isPredefined);
  const own = chosen.filter(({ isPredefined }) => isPredefined).map(networkName);
  const [first] = going;
  const isOne = going.length === 1;
  const users = going.flatMap((network) => networks.usersOf(network));
  const running = [...new Set(users.filter(({ state }) => isUp(state)).map(({ name }) => visibleText(name)))];
  const stopped = [...new Set(users.filter(({ state }) => !isUp(state)).map(({ name }) => visibleText(name)))];
  const it = isOne ? 'it' : 'one of them';
  return (
    <Confirm
      open={chosen.length > 0}
      title={
        !first
          ? `${own.join(', ')} can't be removed.`
          : isOne
            ? `Remove ${networkName(first)}?`
            : `Remove ${plural(going.length, 'network')}?`
      }
      items={
        isOne
          ? []
          : going.map((network) => ({
              name: networkName(network),
              icon: 'networks' as const,
              note: plural(networks.usersOf(network).length, 'container'),
            }))
      }
      act={!first ? 'Understood' : isOne ? 'Remove network' : `Remove ${plural(going.length, 'network')}`}
      isCalm={!first}
      onAct={() => void (first && (isOne ? removals.remove(first) : removals.removeAll(going)))}
      onClose={onClose}
    >
      {first ? <p>No data is lost. Containers stay as they are.</p> : null}
      {own.length > 0 ? (
        <p>
          {own.join(', ')} {own.length === 1 ? 'belongs' : 'belong'} to Docker itself and{' '}
          {own.length === 1 ? 'stays' : 'stay'}.
        </p>
      ) : null}
      {running.length > 0 ? (
        <p>
          {running.join(', ')} {running.length === 1 ? 'runs' : 'run'} in {it}. Docker refuses to remove a network in
          use: disconnect or stop {running.length === 1 ? 'the container' : 'them'} first.
        </p>
      ) : null}
      {stopped.length > 0 ? (
        <p>
          {stopped.join(', ')} {stopped.length === 1 ? 'is' : 'are'} in {it} and stopped: without it{' '}
          {stopped.length === 1 ? 'it' : 'they'} cannot start again.
        </p>
      ) : null}
    </Confirm>
  );
});

const isUp = (state: string): boolean => state === 'running' || state === 'paused' || state === 'restarting';

const PruneDialog = observer(function PruneDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { networkActs } = useStores();
  const pruning = usePrunePlan({
    open,
    which: undefined,
    plan: () => networkActs.plan(),
    prune: (plan, ticked) => networkActs.prune(plan, ticked),
    onClose,
  });
  return (
    <PlanDialog
      open={open}
      title="Remove unused networks"
      noun="network"
      {...pruning}
      hasNoSizes
      empty="Every network is in use, or Docker's own."
      onClose={onClose}
    >
      <p>
        What is ticked goes and nothing else, even if more becomes unused meanwhile. A network that a stopped container
        is in counts as in use.
      </p>
    </PlanDialog>
  );
});
