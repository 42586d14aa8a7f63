import { observer } from 'mobx-react-lite';
import { useState } from 'react';
import type { Container } from '#shared/contract/containers.ts';
import { dig, listOf, useInspect } from '#renderer/views/container/use-inspect.ts';
import { Loading } from '#renderer/views/engine/loading.tsx';
import { CopyButton } from '#renderer/ui/copy-button.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';

/** Design section 6: values of names like these are covered until asked for, one at a time. */
const SECRET = /PASS|TOKEN|SECRET|KEY|DSN/i;
const COVER = '••••••••';

export const EnvironmentTab = observer(function EnvironmentTab({ container }: { container: Container }) {
  const { value, error } = useInspect(container);
  const [shown, setShown] = useState<string | null>(null);
  if (!value) return <Loading error={error} />;
  const variables = listOf(dig(value, 'Config', 'Env')).filter((entry): entry is string => typeof entry === 'string');
  if (variables.length === 0) {
    return (
      <div className="empty">
        <div>
          <h2>No environment variables.</h2>
        </div>
      </div>
    );
  }
  return (
    <div className="scroll">
      <table className="tbl" aria-label="Environment">
        <thead>
          <tr>
            <th style={{ width: '34%' }}>Name</th>
            <th>Value</th>
            <th style={{ width: 84 }}>
              <span className="vh">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {variables.map((entry) => {
            const at = entry.indexOf('=');
            const name = at < 0 ? entry : entry.slice(0, at);
            const text = at < 0 ? '' : entry.slice(at + 1);
            const isSecret = SECRET.test(name);
            const isCovered = isSecret && shown !== name;
            return (
              <tr key={entry}>
                <td className="mono">{name}</td>
                <td className="mono" title={isCovered ? undefined : text}>
                  {isCovered ? COVER : text}
                </td>
                <td className="r">
                  {isSecret ? (
                    <IconButton
                      small
                      icon={isCovered ? 'show' : 'hide'}
                      label={isCovered ? `Reveal ${name}` : `Hide ${name}`}
                      onClick={() => setShown(isCovered ? name : null)}
                    />
                  ) : null}
                  {isCovered ? null : <CopyButton text={text} label={`Copy ${name}`} />}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
});
