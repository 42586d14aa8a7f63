import { observer } from 'mobx-react-lite';
import { Link, useLocation } from 'wouter';
import type { Container } from '#shared/contract/containers.ts';
import type { Stack, StackService } from '#shared/contract/stacks.ts';
import { stateShape, statusWords } from '#shared/format/container-status.ts';
import { NONE } from '#shared/format/quantity.ts';
import { visibleText } from '#shared/format/visible-text.ts';
import { actKey } from '#renderer/stores/stack-acts-store.ts';
import { CutText } from '#renderer/ui/cut-text.tsx';
import { Empty } from '#renderer/ui/empty.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { StateMark } from '#renderer/ui/state-mark.tsx';
import { TableHead } from '#renderer/ui/table-head.tsx';
import { useNow } from '#renderer/ui/use-tick.ts';
import { PortsCell } from '#renderer/views/containers/cells.tsx';
import { openMerged } from '#renderer/views/containers/container-menu.ts';
import { Loading } from '#renderer/views/engine/loading.tsx';
import { NowProvider } from '#renderer/views/list/list-now.tsx';
import { SERVICE_SHAPES, serviceTone, serviceWords } from '#renderer/views/stacks/service-words.ts';
import { STACK_VERB_ICONS, STACK_VERB_NAMES, stackVerbs } from '#renderer/views/stacks/stack-menu.ts';
import { useStores } from '#renderer/views/stores-context.tsx';

/** What each service does, with its containers; figures live, the rest as the target or the labels say. */
export const ServicesTab = observer(function ServicesTab({ stack }: { stack: Stack }) {
  const { stackDetails } = useStores();
  const details = stackDetails.details.get(stack.name);
  if (!details?.value) return <Loading error={details?.error} />;
  const { services } = details.value;
  if (services.length === 0)
    return <Empty title="No services." text="The target names none yet. They are written in its compose text." />;
  return (
    <NowProvider>
      <div className="scroll">
        <table className="tbl services-table">
          <TableHead names={['Service', 'Status', 'Image', 'Ports', 'Containers']} acts="Acts" />
          <tbody>
            {services.map((service) => (
              <Row key={service.service} stack={stack} service={service} />
            ))}
          </tbody>
        </table>
      </div>
    </NowProvider>
  );
});

const CONDITIONS: Readonly<Record<string, string>> = {
  service_healthy: 'healthy',
  service_completed_successfully: 'ended well',
};

const Row = observer(function Row({ stack, service }: { stack: Stack; service: StackService }) {
  const stores = useStores();
  const { containers, stackActs } = stores;
  const [, go] = useLocation();
  const { service: name, image, isInactive, isBuilt, profiles, dependsOn } = service;
  // The channel is newer than what was asked for.
  const status = stack.services.find((one) => one.service === name) ?? service.status;
  const key = actKey(stack.name, name);
  const running = stackActs.runningWords(key);
  const failure = stackActs.failures.get(key);
  const own = service.containers.flatMap(({ container }) => containers.byId.get(container) ?? []);
  const tone = serviceTone(status);
  const after = dependsOn.map(({ service: other, condition }) =>
    CONDITIONS[condition] === undefined ? other : `${other} (${CONDITIONS[condition]})`,
  );
  const isSame = isInactive && own.length === 0;
  return (
    <>
      <tr className={isSame ? 'is-inactive' : undefined}>
        <th scope="row" data-label="Service">
          <b className="thing ell" title={visibleText(name)}>
            {visibleText(name)}
          </b>
          {after.length === 0 ? null : (
            <span className="t3 small ell" title={`Starts after ${after.join(', ')}`}>
              after {after.join(', ')}
            </span>
          )}
        </th>
        <td data-label="Status">
          <span className="service-status">
            <StateMark shape={isSame ? 'created' : SERVICE_SHAPES[status.status]} />
            <span className={tone === 'warn' || tone === 'bad' ? tone : undefined}>
              {running ?? (isSame ? `Off: ${profiles.join(', ')}` : serviceWords(status))}
            </span>
          </span>
        </td>
        <td data-label="Image" title={image === null ? undefined : visibleText(image)}>
          {image === null ? (
            <span className="t3">{isBuilt ? 'Built from its folder' : NONE}</span>
          ) : (
            <CutText text={image} isImage />
          )}
        </td>
        <td data-label="Ports">
          <Ports own={own} written={service.ports} />
        </td>
        <td data-label="Containers">
          <Containers own={own} />
        </td>
        <td className="service-acts">
          <span>
            {own.length === 0 ? null : (
              <IconButton
                small
                icon="logs"
                label={`Logs of ${name}`}
                onClick={() => {
                  const [only] = own;
                  if (own.length === 1 && only) go(`/container/${only.id}/logs`);
                  else openMerged(stores, own, go);
                }}
              />
            )}
            {running !== undefined || own.length === 0
              ? null
              : stackVerbs(stores, stack, [{ ...status, wanted: own.length }]).map((verb) => (
                  <IconButton
                    key={verb}
                    small
                    icon={STACK_VERB_ICONS[verb]}
                    label={`${STACK_VERB_NAMES[verb]} ${name}`}
                    onClick={() => void stackActs.run(verb, stack.name, name)}
                  />
                ))}
          </span>
        </td>
      </tr>
      {failure === undefined ? null : (
        <tr>
          <td colSpan={6} className="service-note">
            <span className="bad" role="alert">
              {failure}
            </span>
            <button type="button" className="btn sm ghost" onClick={() => stackActs.dismiss(key)}>
              Dismiss
            </button>
          </td>
        </tr>
      )}
    </>
  );
});

function Ports({ own, written }: { own: readonly Container[]; written: readonly string[] }) {
  const published = own.filter(({ ports }) => ports.some(({ hostPort }) => hostPort !== undefined));
  if (published.length === 0) return <span className="t3 num">{written.join(', ') || NONE}</span>;
  return (
    <span className="service-ports">
      {published.slice(0, 4).map((container) => (
        <PortsCell key={container.id} container={container} />
      ))}
    </span>
  );
}

function Containers({ own }: { own: readonly Container[] }) {
  const now = useNow(1000);
  if (own.length === 0) return <span className="t3">None</span>;
  return (
    <ul className="service-containers">
      {own.map((container) => (
        <li key={container.id}>
          <StateMark shape={stateShape(container)} size={12} />
          <Link to={`/container/${container.id}/logs`} className="ell">
            {visibleText(container.name)}
          </Link>
          <span className="t3 small ell">{statusWords(container, now)}</span>
        </li>
      ))}
    </ul>
  );
}
