import { Link } from 'wouter';
import type { KeptServiceInfo } from '#shared/contract/history.ts';
import { size } from '#shared/format/bytes.ts';
import { fullTime, shortTime } from '#shared/format/clock-time.ts';
import { count, plural, words } from '#shared/format/quantity.ts';
import { serviceName } from '#renderer/stores/history-store.ts';
import { Empty } from '#renderer/ui/empty.tsx';

const dayFormat = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });

/** "14:02" of today, "20 Nov 14:02" of another day. */
const momentWords = (ms: number): string =>
  new Date(ms).toDateString() === new Date().toDateString()
    ? shortTime(ms)
    : `${dayFormat.format(ms)} ${shortTime(ms)}`;

/** What is kept, by service: a click opens its log, over all containers it ever had. */
export function KeptServices({ services, isOn }: { services: readonly KeptServiceInfo[]; isOn: boolean }) {
  if (services.length === 0)
    return (
      <Empty
        title="Nothing is kept yet."
        text={
          isOn
            ? 'Lines are kept from now on, as containers write them.'
            : 'Turn keeping on, and lines are kept as containers write them.'
        }
      />
    );
  const bytes = services.reduce((sum, one) => sum + one.bytes, 0);
  return (
    <div className="kept-list">
      <h2>
        Kept logs{' '}
        <span className="t3 num">
          {plural(services.length, 'service')}, {words(size(bytes))}
        </span>
      </h2>
      <table className="kept-table">
        <thead>
          <tr>
            <th scope="col">Service</th>
            <th scope="col">Containers</th>
            <th scope="col" className="right">
              Lines
            </th>
            <th scope="col" className="right">
              Size
            </th>
            <th scope="col">From</th>
            <th scope="col">To</th>
          </tr>
        </thead>
        <tbody>
          {services.map((service) => (
            <tr key={service.service}>
              <th scope="row">
                <Link to={`/logs/kept/${service.service}`} className="thing">
                  {serviceName(service)}
                </Link>
              </th>
              <td className="t2 ell">{containersWords(service)}</td>
              <td className="num right">{count(service.lines)}</td>
              <td className="num right">{words(size(service.bytes))}</td>
              <td className="num t2" title={fullTime(Date.parse(service.from))}>
                {momentWords(Date.parse(service.from))}
              </td>
              <td className="num t2" title={fullTime(Date.parse(service.to))}>
                {momentWords(Date.parse(service.to))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function containersWords({ generations }: KeptServiceInfo): string {
  const newest = generations.at(-1);
  if (!newest) return '';
  return generations.length === 1 ? newest.name : `${newest.name} and ${plural(generations.length - 1, 'earlier one')}`;
}
