// Never run: `tsc -b` (tsconfig.tests.json) checks that each of these lines fails to compile or compiles.
import type { Handlers } from '#main/commands/handler.ts';
import type { Sources } from '#main/hub/source.ts';
import type { Client } from '#shared/client/client.ts';
import type { Item, Params, Result } from '#shared/contract/index.ts';

declare const client: Client;

// Right ones.
client.subscribe(
  'logs:stream',
  { container: 'web' },
  { onItems: (items) => items[0]?.time },
  { view: { tail: 10 }, packed: true },
);
client.subscribe('docker:stats', { all: true }, {});
const stopped: Promise<Result<'containers.stop'>> = client.call('containers.stop', {
  container: 'web',
  timeoutSeconds: 3,
});
void stopped;

// @ts-expect-error a channel that does not exist
client.subscribe('logs:streams', { container: 'web' }, {});
// @ts-expect-error params of another channel
client.subscribe('logs:stream', { session: 'abcdefgh' }, {});
// @ts-expect-error a missing param
client.subscribe('logs:stream', {}, {});
// @ts-expect-error a view that this channel does not have
client.subscribe('docker:stats', { container: 'web' }, {}, { view: { tail: 5 } });
// @ts-expect-error a watcher that expects items of another channel
client.subscribe('docker:events', {}, { onItems: (items: readonly Item<'docker:stats'>[]) => items.length });
// @ts-expect-error a command that does not exist
void client.call('containers.stopp', { container: 'web' });
// @ts-expect-error a command without its params
void client.call('containers.stop', {});
// @ts-expect-error the result of a stop holds nothing
void client.call('containers.stop', { container: 'web' }).then((result) => result.containers);

declare const sources: Sources;
declare const handlers: Handlers;
const { containers: _containers, ...lacksOne } = sources;
// @ts-expect-error a channel without a source
const incomplete: Sources = lacksOne;
void incomplete;
const { 'containers.stop': _stop, ...lacksAnother } = handlers;
// @ts-expect-error a command without a handler
const unhandled: Handlers = lacksAnother;
void unhandled;
// @ts-expect-error the engine is filled in after parsing, so it is there
const params: Params<'logs:stream'> = { container: 'web' };
void params;
