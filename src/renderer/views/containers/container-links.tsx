import { Link } from 'wouter';
import type { Container } from '#shared/contract/containers.ts';
import { stateShape, statusWords } from '#shared/format/container-status.ts';
import { visibleText } from '#shared/format/visible-text.ts';
import { StateMark } from '#renderer/ui/state-mark.tsx';
import { useNow } from '#renderer/ui/use-tick.ts';
import '#renderer/views/containers/container-links.css';

/** The containers that use something, each a link to itself; `noteOf`: what it uses of it or how. */
export function ContainerLinks({
  label,
  containers,
  noteOf,
}: {
  label: string;
  containers: readonly Container[];
  noteOf?: (container: Container) => string;
}) {
  const now = useNow(1000);
  return (
    <ul className="container-links" aria-label={label}>
      {containers.map((container) => (
        <li key={container.id}>
          <StateMark shape={stateShape(container)} />
          <Link to={`/container/${container.id}/logs`}>{visibleText(container.name)}</Link>
          <span className="t2 ell">{statusWords(container, now)}</span>
          {noteOf ? <span className="t3 ell mono small">{visibleText(noteOf(container))}</span> : null}
        </li>
      ))}
    </ul>
  );
}
