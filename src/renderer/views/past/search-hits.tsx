import { observer } from 'mobx-react-lite';
import { type KeyboardEvent, type ReactNode, useMemo } from 'react';
import { Link } from 'wouter';
import type { SearchHit } from '#shared/contract/history.ts';
import { clockTime, fullTime, preciseTime } from '#shared/format/clock-time.ts';
import { visibleText } from '#shared/format/visible-text.ts';
import { plainText } from '#shared/lines/escapes.ts';
import { type LinePattern, linePattern } from '#shared/lines/line-pattern.ts';
import type { LogSearch } from '#renderer/stores/log-search.ts';
import { useStores } from '#renderer/views/stores-context.tsx';

/** A line is shown so far; the rest is seen where it opens. */
const MOST_CHARACTERS = 2000;

/** The hits, newest first, under the day they belong to; each opens with its surroundings. */
export const SearchHits = observer(function SearchHits({ search }: { search: LogSearch }) {
  const { ask } = search;
  const pattern = useMemo(() => patternOf(ask), [ask]);
  const days = byDay(search.hits);
  // Arrows go from hit to hit, Home and End to the ends, as in a list.
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    const links = [...event.currentTarget.querySelectorAll<HTMLElement>('a.hit')];
    const at = links.indexOf(document.activeElement as HTMLElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: links.length - 1 }[event.key];
    const next = to === undefined ? undefined : links[to];
    if (!next) return;
    next.focus();
    event.preventDefault();
  };
  return (
    <div className="hits" role="region" aria-label="Lines found" onKeyDown={onKeyDown}>
      {days.map(({ day, hits }) => (
        <section key={day} aria-label={day}>
          <h2 className="hits-day">{day}</h2>
          <ul>
            {hits.map((hit, at) => (
              <li key={`${hit.container} ${hit.time} ${hit.stream} ${at}`}>
                <Hit hit={hit} pattern={pattern} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
});

const Hit = observer(function Hit({ hit, pattern }: { hit: SearchHit; pattern: LinePattern | null }) {
  const { history } = useStores();
  const at = Date.parse(hit.time);
  const service = history.serviceOf(hit.container);
  const where = new URLSearchParams({ t: hit.time, s: hit.stream === 'stderr' ? 'err' : 'out' });
  const address = service
    ? `/logs/kept/${service.service}?${where.toString()}`
    : `/container/${hit.container}/logs?${where.toString()}`;
  return (
    <Link to={address} className="hit" aria-label={`${hit.name}, ${clockTime(at)}: ${hit.text.slice(0, 300)}`}>
      <span className="hit-head">
        <span className="thing ell">{hit.name}</span>
        <time className="t3 num" title={fullTime(at)}>
          {preciseTime(at)}
        </time>
        {hit.stream === 'stderr' ? <span className="bad">stderr</span> : null}
      </span>
      <span className="hit-lines mono">
        <Around texts={hit.before} />
        <span className="hit-line">
          <Marked text={shown(hit.text)} pattern={pattern} />
        </span>
        <Around texts={hit.after} />
      </span>
    </Link>
  );
});

const shown = (text: string): string =>
  visibleText(
    plainText(text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text).replaceAll('\t', '  '),
  );

const Around = ({ texts }: { texts: readonly string[] }) =>
  texts.map((text, at) => (
    <span key={at} className="hit-around t3">
      {shown(text.slice(0, 300)) || ' '}
    </span>
  ));

function Marked({ text, pattern }: { text: string; pattern: LinePattern | null }) {
  const parts: ReactNode[] = [];
  let from = 0;
  for (let match = pattern?.find(text, 0); match && parts.length < 200; match = pattern?.find(text, match.to)) {
    parts.push(text.slice(from, match.from), <mark key={match.from}>{text.slice(match.from, match.to)}</mark>);
    from = match.to;
  }
  return (
    <>
      {parts}
      {text.slice(from)}
    </>
  );
}

/** Null where main will say what is wrong with it. */
function patternOf(ask: LogSearch['ask']): LinePattern | null {
  try {
    return linePattern(ask);
  } catch {
    return null;
  }
}

const dayFormat = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full' });

function byDay(hits: readonly SearchHit[]): { day: string; hits: SearchHit[] }[] {
  const days: { day: string; hits: SearchHit[] }[] = [];
  for (const hit of hits) {
    const day = dayFormat.format(Date.parse(hit.time));
    const last = days.at(-1);
    if (last?.day === day) last.hits.push(hit);
    else days.push({ day, hits: [hit] });
  }
  return days;
}
