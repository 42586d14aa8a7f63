import { randomBytes } from 'node:crypto';
import type { HandlerDeps } from '#main/commands/deps.ts';
import { insightOf } from '#main/commands/containers.ts';
import type { Handlers } from '#main/commands/handler.ts';
import { imageFileHandlers } from '#main/commands/image-files.ts';
import { startTransfer } from '#main/commands/image-jobs.ts';
import { imagesToPrune, type PlannedImage, pruneImages, sharedSizes, usersOf } from '#main/commands/image-prune.ts';
import { prunedAndKept } from '#main/commands/pruned-and-kept.ts';
import { PrunePlans } from '#main/commands/prune-plans.ts';
import { recorded } from '#main/commands/recorded.ts';
import { imageOf, layerOf } from '#main/engine/image-view.ts';
import { maskInspect } from '#main/engine/mask.ts';
import {
  formatImageReference,
  type ImageReference,
  isReferenceFault,
  parseImageReference,
  withDefaultTag,
} from '#shared/base/image-reference.ts';
import { joinCommand } from '#shared/format/command-line.ts';
import { plural } from '#shared/format/quantity.ts';
import { AppError } from '#shared/protocol/errors.ts';

export type ImageHandlers = Pick<
  Handlers,
  | 'images.list'
  | 'images.inspect'
  | 'images.history'
  | 'images.tag'
  | 'images.remove'
  | 'images.prunePlan'
  | 'images.prune'
  | 'images.pull'
  | 'images.push'
  | 'images.save'
  | 'images.load'
  | 'images.build'
  | 'images.chooseContext'
>;

export function imageHandlers(deps: HandlerDeps): ImageHandlers {
  const { engineOf, containersNow, clock } = deps;
  const plans = new PrunePlans<PlannedImage>(clock, () => randomBytes(9).toString('base64url'));
  return {
    ...imageFileHandlers(deps),
    'images.pull': async ({ engine, reference, platform }, { caller }) => {
      const wanted = { engine: engineOf(engine), direction: 'pull', platform } as const;
      return { job: startTransfer(deps, { ...wanted, reference: withDefaultTag(referenceOf(reference)) }, caller) };
    },
    'images.push': async ({ engine: name, reference }, { caller, signal }) => {
      const engine = engineOf(name);
      const named = withDefaultTag(referenceOf(reference));
      if (named.digest !== undefined)
        throw new AppError('bad_request', 'An image is pushed by its name, not by its digest.', { field: 'reference' });
      await engine.images.inspect(formatImageReference(named), signal);
      return { job: startTransfer(deps, { engine, direction: 'push', reference: named }, caller) };
    },
    'images.list': async ({ engine: name, sizes }, { signal }) => {
      const engine = engineOf(name);
      const [listed, containers, shared] = await Promise.all([
        engine.images.list(signal),
        containersNow(name),
        sizes ? sharedSizes(engine, signal) : undefined,
      ]);
      const users = new Map([...usersOf(containers)].map(([id, made]) => [id, made.map((one) => one.id)]));
      return { images: listed.map((one) => imageOf(one, users, shared)) };
    },
    'images.inspect': async ({ engine, image }, { caller, signal }) => {
      const inspect = maskInspect(await engineOf(engine).images.inspect(image, signal), insightOf(caller));
      // The container of the last step: of no use, and its environment a second time.
      delete inspect['ContainerConfig'];
      return { inspect };
    },
    'images.history': async ({ engine, image }, { caller, signal }) => {
      const history = await engineOf(engine).images.history(image, signal);
      return { layers: history.map((entry) => layerOf(entry, insightOf(caller))) };
    },
    'images.tag': async ({ engine, image, reference }, { caller, signal }) => {
      const named = withDefaultTag(referenceOf(reference));
      if (named.digest !== undefined)
        throw new AppError('bad_request', 'A name with a digest cannot be given: it is made of the content.', {
          field: 'reference',
        });
      const name = formatImageReference(named);
      const act = {
        title: `Tag ${shortImageId(image)} as ${name}`,
        command: joinCommand(['docker', 'tag', shortImageId(image), name]),
        startedBy: caller.user,
      };
      await recorded(deps, act, () => engineOf(engine).images.tag(image, named, signal));
      return { reference: name };
    },
    'images.remove': ({ engine, image, force }, { caller, signal }) => {
      const words = ['docker', 'rmi', ...(force ? ['--force'] : [])];
      const name = shortImageId(image);
      return deps.acts.do({ verb: 'Remove', noun: 'image', name, words, engine, startedBy: caller.user }, () =>
        engineOf(engine).images.remove(image, { isForced: force }, signal),
      );
    },
    'images.prunePlan': async ({ engine: name, filters }, { signal }) => {
      const engine = engineOf(name);
      const [listed, containers, shared] = await Promise.all([
        engine.images.list(signal),
        containersNow(name),
        sharedSizes(engine, signal),
      ]);
      const items = imagesToPrune(listed, usersOf(containers), shared, filters.which);
      return {
        plan: plans.hold('images', engine, items),
        items: items.map(({ tags: _tags, ...item }) => item),
        bytes: items.reduce((sum, { bytes }) => sum + bytes, 0),
      };
    },
    'images.prune': async ({ engine: name, plan, only }, { caller, signal }) => {
      const engine = engineOf(name);
      const wanted = only && new Set(only);
      const planned = plans.take('images', engine, plan).filter(({ id }) => wanted?.has(id) ?? true);
      return prunedAndKept(
        deps,
        {
          title: `Remove ${plural(planned.length, 'unused image')}`,
          docker: ['docker', 'rmi'],
          items: planned,
          caller,
        },
        () => pruneImages(engine, planned, signal),
      );
    },
  };
}

/** An image by its name, or by the 12 digits that everybody knows it by. */
const shortImageId = (image: string): string => image.replace(/^(?:sha256:)?([0-9a-f]{12})[0-9a-f]{52}$/, '$1');

/** Of what the contract let through. */
export function referenceOf(text: string): ImageReference {
  const parsed = parseImageReference(text);
  if (isReferenceFault(parsed)) throw new AppError('bad_request', parsed.fault, { field: 'reference' });
  return parsed;
}
