import { observer } from 'mobx-react-lite';
import { type ActivityKind, activityOf } from '#renderer/stores/activity.ts';
import { ActivityRow } from '#renderer/views/overview/activity-card.tsx';
import { useQuery } from '#renderer/views/address.ts';
import { useStores } from '#renderer/views/stores-context.tsx';
import { type Choice, Pick } from '#renderer/ui/pick.tsx';
import { SearchField } from '#renderer/ui/search-field.tsx';

const MOST = 500;
const KINDS: readonly Choice<'' | ActivityKind>[] = [
  { value: '', label: 'all' },
  { value: 'container', label: 'containers' },
  { value: 'image', label: 'images' },
  { value: 'network', label: 'networks' },
  { value: 'volume', label: 'volumes' },
];

/** What Docker told since this program started, newest first; steps of one act and repeats are one line. */
export const EventList = observer(function EventList() {
  const { events } = useStores();
  const [query, setQuery] = useQuery();
  const kind = query.get('type') ?? '';
  const act = query.get('act') ?? '';
  const filter = query.get('filter') ?? '';
  const wanted = filter.trim().toLowerCase();
  const all = activityOf(events.recent, MOST);
  const acts = [...new Set(all.map(({ words }) => words))].sort();
  // Before they are folded: what others did in between must not part the repeats of what is looked for.
  const meant = events.recent.filter(
    ({ type, name, id }) => (kind === '' || type === kind) && (name === '' ? id : name).toLowerCase().includes(wanted),
  );
  const shown = activityOf(meant, MOST).filter((one) => act === '' || one.words === act);
  const set = (change: Record<string, string>): void => setQuery(change, { replace: true });
  return (
    <section className="card activity-card" aria-labelledby="events-title">
      <div className="card-head">
        <h2 id="events-title">Docker events</h2>
        <span className="grow" />
        <SearchField
          label="Filter events by name"
          placeholder="Filter by name"
          value={filter}
          onType={(text) => set({ filter: text })}
        />
        <Pick label="Type" value={kind} choices={KINDS} onPick={(type) => set({ type })} />
        <Pick
          label="Act"
          value={act}
          choices={[{ value: '', label: 'all' }, ...acts.map((value) => ({ value, label: value }))]}
          onPick={(next) => set({ act: next })}
        />
      </div>
      {shown.length > 0 ? (
        <ul>
          {shown.map((entry) => (
            <ActivityRow key={entry.key} entry={entry} />
          ))}
        </ul>
      ) : (
        <p className="card-line t2">
          {all.length === 0 ? 'Nothing has happened since Quayside started. ' : 'No event matches. '}
          {all.length === 0 ? null : (
            <button type="button" className="link-btn" onClick={() => set({ filter: '', type: '', act: '' })}>
              Clear filters
            </button>
          )}
        </p>
      )}
    </section>
  );
});
