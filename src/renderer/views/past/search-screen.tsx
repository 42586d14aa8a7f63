import { observer } from 'mobx-react-lite';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Link } from 'wouter';
import { plural } from '#shared/format/quantity.ts';
import type { LogSearch } from '#renderer/stores/log-search.ts';
import { Empty } from '#renderer/ui/empty.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { Pick } from '#renderer/ui/pick.tsx';
import { Progress } from '#renderer/ui/progress.tsx';
import { SearchField } from '#renderer/ui/search-field.tsx';
import { useQuery } from '#renderer/views/address.ts';
import { NoLongerKept, NotKept } from '#renderer/views/past/keep-logs.tsx';
import { KeptServices } from '#renderer/views/past/kept-services.tsx';
import { askOf, FIRST_HITS, MOST_HITS, placesOf, SPANS } from '#renderer/views/past/search-address.ts';
import { SearchHits } from '#renderer/views/past/search-hits.tsx';
import { useCommands } from '#renderer/views/use-commands.ts';
import { useStores } from '#renderer/views/stores-context.tsx';
import '#renderer/views/past/past.css';

/** Looks through everything that is kept of all logs; without words, the list of what is kept. */
export const SearchScreen = observer(function SearchScreen() {
  const { history } = useStores();
  useEffect(() => void history.load(), [history]);
  const { kept, error } = history;
  const isEmpty = kept !== null && !kept.isOn && kept.services.length === 0;
  return (
    <>
      <Head />
      <NoLongerKept />
      {error && !kept ? (
        <Empty isError title="What is kept couldn't be read." text={error.message}>
          <button type="button" className="btn" onClick={() => void history.load()}>
            Try again
          </button>
        </Empty>
      ) : isEmpty ? (
        <NotKept />
      ) : kept ? (
        <Search />
      ) : (
        <div className="grow" />
      )}
    </>
  );
});

const Head = () => (
  <div className="phead">
    <Link to="/logs" className="page-crumb">
      Logs
    </Link>
    <h1>Search all</h1>
    <span className="t2 hide-s ell">Everything kept, newest first</span>
  </div>
);

const Search = observer(function Search() {
  const { history, clock, commands } = useStores();
  const [query, setQuery] = useQuery();
  const [text, setText] = useState(query.get('q') ?? '');
  const field = useRef<HTMLInputElement>(null);
  const services = history.kept?.services ?? [];
  const key = query.toString();
  const asked = query.get('q') ?? '';
  useEffect(() => setText(asked), [asked]);
  useEffect(() => {
    const ask = askOf(new URLSearchParams(key), history.kept?.services ?? [], clock.now());
    if (ask) history.find(ask);
  }, [key, history, clock]);
  // Words are what one came for.
  useEffect(() => field.current?.focus(), []);
  const isCase = query.has('case');
  const isPattern = query.has('pattern');
  const switchCase = (): void => setQuery({ case: isCase ? undefined : '1' }, { replace: true });
  const switchPattern = (): void => setQuery({ pattern: isPattern ? undefined : '1' }, { replace: true });
  useCommands({
    'log.find': () => {
      field.current?.focus();
      field.current?.select();
    },
    'log.matchCase': switchCase,
    'log.pattern': switchPattern,
  });
  const search = asked === '' ? null : history.search;
  return (
    <>
      <form
        className="tool search-tools"
        role="search"
        aria-label="Everything kept"
        onSubmit={(event) => {
          event.preventDefault();
          if (text === asked && search) history.again({ ...search.ask });
          else setQuery({ q: text, more: undefined });
        }}
      >
        <SearchField
          label="Search all logs"
          className="search-all"
          placeholder="Words in a line, then Enter"
          value={text}
          inputRef={field}
          spellCheck={false}
          aria-invalid={search?.status === 'failed'}
          onType={setText}
          after={
            <>
              <IconButton
                small
                icon="case"
                label="Match case"
                keys={commands.words('log.matchCase')}
                aria-pressed={isCase}
                onClick={switchCase}
              />
              <IconButton
                small
                icon="pattern"
                label="Search by pattern"
                keys={commands.words('log.pattern')}
                aria-pressed={isPattern}
                onClick={switchPattern}
              />
            </>
          }
        />
        <Pick
          label="In"
          value={query.get('in') ?? ''}
          choices={placesOf(services)}
          onPick={(place) => setQuery({ in: place }, { replace: true })}
        />
        <Pick
          label="Time"
          value={query.get('span') ?? ''}
          choices={SPANS}
          onPick={(span) => setQuery({ span }, { replace: true })}
        />
        <button type="submit" className="btn primary" disabled={text === ''}>
          Search
        </button>
      </form>
      {search ? <Found search={search} /> : <KeptServices services={services} isOn={history.kept?.isOn ?? false} />}
    </>
  );
});

const Found = observer(function Found({ search }: { search: LogSearch }) {
  const [query, setQuery] = useQuery();
  const { status, hits, ask } = search;
  if (status === 'failed')
    return (
      <Empty isError title="The search failed." text={search.error?.message}>
        {search.error?.hint === undefined ? null : <p className="t2">{search.error.hint}</p>}
      </Empty>
    );
  const isNarrowed = query.has('in') || query.has('span');
  return (
    <>
      <State search={search} />
      {hits.length > 0 ? (
        <SearchHits search={search} />
      ) : status === 'running' ? (
        <div className="grow" />
      ) : (
        <Empty
          title={status === 'done' ? `No kept line holds "${ask.text}".` : 'The search was cancelled.'}
          text={
            isNarrowed
              ? 'Only some containers or times were searched.'
              : 'Lines written before logs were kept are in each container’s own log.'
          }
        >
          {isNarrowed ? (
            <button type="button" className="btn" onClick={() => setQuery({ in: undefined, span: undefined })}>
              Search everything
            </button>
          ) : null}
        </Empty>
      )}
    </>
  );
});

/** How far it is, what was found, and the way on where it was cut. */
const State = observer(function State({ search }: { search: LogSearch }) {
  const [, setQuery] = useQuery();
  const { status, hits, ask, isCut } = search;
  const found = plural(hits.length, 'line');
  const words: Record<typeof status, ReactNode> = {
    running: `${found} found so far`,
    done: isCut ? `The newest ${found} are shown. Older ones may match too.` : `${found} found`,
    cancelled: `Cancelled. ${found} found until then.`,
    failed: '',
  };
  return (
    <div className="search-state">
      <span role="status">{words[status]}</span>
      {status === 'done' && isCut && ask.limit === FIRST_HITS ? (
        <button type="button" className="link-btn" onClick={() => setQuery({ more: '1' }, { replace: true })}>
          Show up to {MOST_HITS.toLocaleString('en')}
        </button>
      ) : null}
      <span className="grow" />
      {status === 'running' ? (
        <>
          <Progress label="Search" share={search.progress} width={160} />
          <button type="button" className="btn sm" onClick={() => void search.cancel()}>
            Cancel
          </button>
        </>
      ) : null}
    </div>
  );
});
