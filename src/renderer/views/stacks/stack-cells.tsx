import { observer } from 'mobx-react-lite';
import type { Stack } from '#shared/contract/stacks.ts';
import { visibleText } from '#shared/format/visible-text.ts';
import { stackName } from '#renderer/stores/stack-list-store.ts';
import { CutText } from '#renderer/ui/cut-text.tsx';
import { NameLinkCell } from '#renderer/views/list/cells.tsx';
import { differenceWords, runningWords, serviceTone, serviceWords } from '#renderer/views/stacks/service-words.ts';
import { stackAddress } from '#renderer/views/stacks/stack-address.ts';
import { useStores } from '#renderer/views/stores-context.tsx';

export const NameCell = ({ stack }: { stack: Stack }) => (
  <NameLinkCell icon="stacks" to={stackAddress(stack.name)} name={stackName(stack)}>
    <CutText text={stack.name} />
  </NameLinkCell>
);

/** One cell for each service, as Overview draws them; here they are part of the row, and no links. */
export function ServicesCell({ stack }: { stack: Stack }) {
  const words = stack.services.map((one) => `${visibleText(one.service)}: ${serviceWords(one)}`);
  return (
    <span className="stack-services" title={words.join('\n')}>
      <span className="cells" role="img" aria-label={words.join('; ')}>
        {stack.services.slice(0, 24).map((one) => (
          <i key={one.service} className={`cell is-${serviceTone(one)}`} />
        ))}
      </span>
      <span className="num">{runningWords(stack)}</span>
    </span>
  );
}

export const DifferenceCell = observer(function DifferenceCell({ stack }: { stack: Stack }) {
  const { stackActs } = useStores();
  const running = stackActs.runningWords(stack.name);
  if (running !== undefined) return <span>{running}</span>;
  const { text, tone } = differenceWords(stack);
  return (
    <span className={`ell ${tone}`} title={stack.drift?.reasons.map(visibleText).join('\n')}>
      {text}
    </span>
  );
});
