import { observer } from 'mobx-react-lite';
import { useState } from 'react';
import type { Container } from '#shared/contract/containers.ts';
import { asDotEnv } from '#shared/format/dot-env.ts';
import { COVER, dig, splitVariable, textsOf } from '#shared/format/inspect-json.ts';
import { isSecretVariable } from '#shared/format/secret-name.ts';
import { cutEnd, visibleText } from '#shared/format/visible-text.ts';
import { useStores } from '#renderer/views/stores-context.tsx';
import { useInspect } from '#renderer/views/container/use-inspect.ts';
import { Loading } from '#renderer/views/engine/loading.tsx';
import { CopyButton, CopyTextButton } from '#renderer/ui/copy-button.tsx';
import { Empty } from '#renderer/ui/empty.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { QuickFilter } from '#renderer/ui/quick-filter.tsx';
import { TableHead } from '#renderer/ui/table-head.tsx';

/** What stands where a reader's role does not get the value (`mask.ts` of the engine). */
const WITHHELD = /^•+$/;
const MAX_VALUE = 500;

/** Names, values and where they come from; what may be a secret is covered, one at a time is shown. */
export const EnvironmentTab = observer(function EnvironmentTab({ container }: { container: Container }) {
  const { details, session } = useStores();
  const { value, error } = useInspect(container);
  const [shown, setShown] = useState<{ name: string; value: string } | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [text, setText] = useState('');
  if (!value) return <Loading error={error} />;
  // Asked of the core each time, so that it is noted who saw what.
  const reveal = (name: string): void => {
    setFailure(null);
    details
      .reveal(container.id, name)
      .then((content) => setShown({ name, value: content }))
      .catch((thrown: Error) => setFailure(thrown.message));
  };
  const variables = textsOf(dig(value.inspect, 'Config', 'Env')).map(splitVariable);
  if (variables.length === 0) return <Empty title="No environment variables." />;
  const wanted = text.toLowerCase();
  // Covered values are not searched: a hit would tell what is in them.
  const found = variables.filter(
    ({ name, value: content }) =>
      name.toLowerCase().includes(wanted) || (!isSecretVariable(name) && content.toLowerCase().includes(wanted)),
  );
  const brought = value.imageVariables === null ? undefined : new Set(value.imageVariables);
  return (
    <>
      <div className="tool" role="toolbar" aria-label="Environment tools">
        <QuickFilter label="Filter variables" text={text} onType={setText} found={found.length} />
        <span className="grow" />
        {error || failure !== null ? (
          <span className="bad ell" role="alert">
            {failure ?? error?.message}
          </span>
        ) : null}
        <CopyTextButton text={asDotEnv(variables)} label="Copy as .env" />
      </div>
      <div className="scroll" tabIndex={0} role="region" aria-label="Environment variables">
        <table className="tbl env" aria-label="Environment">
          <TableHead names={['Name', 'Value', 'Source']} acts="Actions" />
          <tbody>
            {found.map((variable) => (
              <Variable
                key={variable.name}
                name={variable.name}
                value={shown?.name === variable.name ? shown.value : variable.value}
                mayReveal={session.can('containers.reveal')}
                source={brought === undefined ? '–' : brought.has(variable.name) ? 'Image' : 'Container'}
                isShown={shown?.name === variable.name}
                onShow={(isShown) => (isShown ? reveal(variable.name) : setShown(null))}
              />
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
});

function Variable({
  name,
  value,
  source,
  mayReveal,
  isShown,
  onShow,
}: {
  name: string;
  value: string;
  source: string;
  mayReveal: boolean;
  isShown: boolean;
  onShow: (isShown: boolean) => void;
}) {
  // What a role is not given is covered as well, whatever its name says.
  const isSecret = (isSecretVariable(name) || WITHHELD.test(value) || isShown) && value !== '';
  const isCovered = isSecret && !isShown;
  const words = visibleText(cutEnd(value, MAX_VALUE));
  return (
    <tr>
      <td className="mono" title={visibleText(name)}>
        {visibleText(name)}
      </td>
      <td className="mono" title={isCovered ? undefined : words}>
        <bdi>{isCovered ? COVER : words}</bdi>
      </td>
      <td className="t3">{source}</td>
      <td className="r">
        {isSecret && mayReveal ? (
          <IconButton
            small
            icon={isCovered ? 'show' : 'hide'}
            label={isCovered ? `Reveal ${name}` : `Hide ${name}`}
            onClick={() => onShow(isCovered)}
          />
        ) : null}
        {isCovered ? null : <CopyButton text={value} label={`Copy ${name}`} />}
      </td>
    </tr>
  );
}
