import { observer } from 'mobx-react-lite';
import { type ReactNode, useEffect, useState } from 'react';
import { Link } from 'wouter';
import type { Incident } from '#shared/contract/incidents.ts';
import type { Result } from '#shared/contract/index.ts';
import { fullTime, preciseTime } from '#shared/format/clock-time.ts';
import { exitWords } from '#shared/format/exit-words.ts';
import { memoryWords, policyWords, unknownWords } from '#shared/format/incident-words.ts';
import { visibleText } from '#shared/format/visible-text.ts';
import { plural } from '#shared/format/quantity.ts';
import { plainText } from '#shared/lines/escapes.ts';
import { pathOfItem } from '#renderer/views/logs/log-link.ts';
import { useStores } from '#renderer/views/stores-context.tsx';
import '#renderer/views/activity/incident.css';

/** Everything that was taken down of an incident: the figures, what is not known, the last lines and health checks. */
export const IncidentFacts = observer(function IncidentFacts({ incident }: { incident: Incident }) {
  const unknown = unknownWords(incident);
  const policy = policyWords(incident);
  const memory = memoryWords(incident);
  return (
    <div className="incident-facts">
      <dl>
        {incident.exitCode === null ? null : <Fact name="Exit code">{exitWords(incident.exitCode)}</Fact>}
        {incident.kind === 'unhealthy' ? null : (
          <Fact name="Out of memory">
            {incident.outOfMemory === null ? 'not known' : incident.outOfMemory ? 'yes' : 'no'}
          </Fact>
        )}
        {memory === null ? null : (
          <Fact name="Memory before">
            {memory}
            {incident.memoryTime === null ? null : (
              <span className="t3"> at {preciseTime(Date.parse(incident.memoryTime))}</span>
            )}
          </Fact>
        )}
        {incident.kind === 'unhealthy' ? null : <Fact name="In 10 minutes">{plural(incident.recent, 'failure')}</Fact>}
        <Fact name="When">
          {fullTime(Date.parse(incident.time))}
          {incident.count > 1 ? <span className="t3">, first {fullTime(Date.parse(incident.firstTime))}</span> : null}
        </Fact>
        <Fact name="Image">{incident.image}</Fact>
      </dl>
      {policy === null ? null : <p className="t2">{policy}</p>}
      {unknown.length === 0 ? null : (
        <div>
          <p className="incident-part">Not known</p>
          <ul className="incident-unknown t2">
            {unknown.map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </div>
      )}
      <Details incident={incident} />
    </div>
  );
});

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd className="num text">{children}</dd>
  </div>
);

const shown = (text: string): string => visibleText(plainText(text).replaceAll('\t', '  '));

/** Read when they are looked at; counted on, they are those of the last time. */
const Details = observer(function Details({ incident }: { incident: Incident }) {
  const { incidents, containers, history } = useStores();
  const [details, setDetails] = useState<Result<'incidents.get'>>();
  const [error, setError] = useState<string>();
  const { incident: id, time } = incident;
  useEffect(() => {
    let isGone = false;
    incidents
      .details(id)
      .then((found) => !isGone && setDetails(found))
      .catch((thrown: Error) => !isGone && setError(thrown.message));
    return () => {
      isGone = true;
    };
  }, [incidents, id, time]);
  const isHere = containers.find(incident.container) !== undefined;
  useEffect(() => {
    if (!isHere) void history.load();
  }, [history, isHere]);
  if (error !== undefined)
    return (
      <p className="bad" role="alert">
        The last lines couldn't be read. {error}
      </p>
    );
  if (!details) return null;
  const isHidden = details.isPrivate && details.lines.length === 0;
  // A container that is gone is opened in what was kept of it; where nothing was, there is no place to go to.
  const isReadable = isHere || history.serviceOf(incident.container) !== undefined;
  const last = details.lines.findLastIndex((line) => 'stream' in line);
  const address = isReadable ? pathOfItem(details.lines, last, incident.container) : null;
  return (
    <>
      {details.health.length === 0 ? null : (
        <div>
          <p className="incident-part">Last health checks</p>
          <pre className="mono text incident-lines" tabIndex={0} aria-label="Last health checks">
            {details.health.map((one) => (
              <span key={one.time} className={one.exitCode === 0 ? undefined : 'is-error'}>
                {preciseTime(Date.parse(one.time))} code {one.exitCode} {shown(one.output).trim()}
                {'\n'}
              </span>
            ))}
          </pre>
        </div>
      )}
      {isHidden ? <p className="t2">The log of this container is private.</p> : null}
      {details.lines.length === 0 ? null : (
        <div>
          <p className="incident-part">
            Last {plural(details.lines.length, 'line')}
            {address === null ? null : <Link to={address}>Open in the log</Link>}
          </p>
          <pre className="mono text incident-lines" tabIndex={0} aria-label="Last lines before it">
            {details.lines.map((line, at) => (
              <span key={at} className={'stream' in line && line.stream === 'stderr' ? 'is-error' : undefined}>
                {preciseTime(Date.parse(line.time))} {shown(line.text)}
                {'\n'}
              </span>
            ))}
          </pre>
        </div>
      )}
    </>
  );
});
