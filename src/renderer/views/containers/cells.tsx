import { observer } from 'mobx-react-lite';
import { Link } from 'wouter';
import type { Container } from '#shared/contract/containers.ts';
import { stateShape, statusWords, tone } from '#shared/format/container-status.ts';
import { duration } from '#shared/format/duration.ts';
import { portLines, publishedPorts } from '#shared/format/ports.ts';
import { cutEnd, visibleText } from '#shared/format/visible-text.ts';
import { ProtectedMark } from '#renderer/views/containers/protected-mark.tsx';
import { useListNow } from '#renderer/views/list/list-now.tsx';
import { useStores } from '#renderer/views/stores-context.tsx';
import { CutText } from '#renderer/ui/cut-text.tsx';
import { StateMark } from '#renderer/ui/state-mark.tsx';

/** What hover shows of a label or a name at most. */
const MAX_TITLE = 1000;
export const titleOf = (text: string): string => visibleText(cutEnd(text, MAX_TITLE));

export const NameCell = ({ container }: { container: Container }) => (
  <span className="nm">
    <StateMark shape={stateShape(container)} />
    <Link
      to={`/container/${container.id}/logs`}
      tabIndex={-1}
      className="nm-link"
      aria-label={titleOf(container.name)}
      title={titleOf(container.name)}
    >
      <CutText text={container.name} />
    </Link>
    <ProtectedMark id={container.id} />
  </span>
);

export const StatusCell = observer(function StatusCell({ container }: { container: Container }) {
  const { acts } = useStores();
  const now = useListNow();
  const running = acts.runningWords(container.id);
  const words = running ?? statusWords(container, now);
  const mood = tone(stateShape(container));
  return (
    <span className={running === undefined && (mood === 'warn' || mood === 'bad') ? mood : undefined} title={words}>
      {words}
    </span>
  );
});

/** The first published port as a link, and how many more there are. */
export function PortsCell({ container }: { container: Container }) {
  const ports = publishedPorts(container.ports);
  const [first] = ports;
  if (first === undefined) return null;
  const isWeb = container.ports.some(({ hostPort, protocol }) => hostPort === first && protocol === 'tcp');
  return (
    <span title={portLines(container.ports)} className="num">
      {isWeb && container.state === 'running' ? (
        <a href={`http://localhost:${first}/`} target="_blank" rel="noreferrer" tabIndex={-1}>
          {first}
        </a>
      ) : (
        first
      )}
      {ports.length > 1 ? <span className="t3 more-ports">+{ports.length - 1}</span> : null}
    </span>
  );
}

export function CreatedCell({ container }: { container: Container }) {
  const at = Date.parse(container.createdAt);
  return <span title={new Date(at).toLocaleString('en')}>{duration(Math.max(0, useListNow() - at))} ago</span>;
}

export function LabelsCell({ container }: { container: Container }) {
  const all = Object.entries(container.labels).map(([key, value]) => `${key}=${value}`);
  if (all.length === 0) return null;
  const shown = visibleText(cutEnd(all.join(', '), 300));
  return <bdi title={titleOf(all.join('\n'))}>{shown}</bdi>;
}
