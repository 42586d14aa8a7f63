import type { Caller } from '#main/commands/handler.ts';
import { buildFromFolder } from '#main/commands/image-files.ts';
import { type ImageJobDeps, startTransfer } from '#main/commands/image-jobs.ts';
import type { Engine } from '#main/engine/engine.ts';
import type { Jobs } from '#main/jobs/jobs.ts';
import type { DeployPorts } from '#main/stacks/deploy-ports.ts';
import {
  formatImageReference,
  isReferenceFault,
  parseImageReference,
  withDefaultTag,
} from '#shared/base/image-reference.ts';
import { platform as platformSchema } from '#shared/contract/image-jobs.ts';
import type { Job } from '#shared/contract/jobs.ts';
import { AppError, ERROR_CODES } from '#shared/protocol/errors.ts';

/** Its starter is the program: who applies a stack is told by the job above. */
const STACKS: Caller = { user: 'local', role: 'local', isLocal: true };

/** Images of a stack by the same jobs as any, so that their layers and steps are seen, and cancelled with the apply. */
export function stackImages(deps: ImageJobDeps, engine: () => Engine): Pick<DeployPorts, 'pull' | 'build'> {
  return {
    pull: async (name, platform, signal) => {
      const reference = parseImageReference(name);
      if (isReferenceFault(reference)) throw new AppError('bad_request', reference.fault, { field: 'image' });
      const wanted = { engine: engine(), direction: 'pull', reference: withDefaultTag(reference), platform } as const;
      await ended(deps.jobs, startTransfer(deps, wanted, STACKS), signal);
    },
    build: async (name, build, platform, signal) => {
      const reference = parseImageReference(name);
      if (isReferenceFault(reference)) throw new AppError('bad_request', reference.fault, { field: 'image' });
      const request = {
        engine: 'default',
        context: build.context,
        dockerfile: build.dockerfile,
        tag: formatImageReference(withDefaultTag(reference)),
        args: { ...build.args },
        target: build.target,
        platform: platform === undefined ? undefined : platformSchema.parse(platform),
        noCache: build.noCache,
      };
      const { job } = await buildFromFolder(deps, engine(), request, build.context, STACKS, signal);
      await ended(deps.jobs, job, signal);
    },
  };
}

/** Settles when the job is done; throws as it failed. A signal that aborts ends the job. */
export async function ended(jobs: Jobs, id: string, signal: AbortSignal): Promise<void> {
  const over = new Promise<Job>((resolve) => {
    const listening = jobs.onChange((job) => look(job));
    const look = (job: Job): void => {
      if (job.job !== id || job.endedAt === undefined) return;
      listening.dispose();
      resolve(job);
    };
    look(jobs.get(id).job);
  });
  const cancel = (): void => void jobs.cancel(id);
  signal.addEventListener('abort', cancel, { once: true });
  if (signal.aborted) cancel();
  const { status, error, title } = await over;
  signal.removeEventListener('abort', cancel);
  if (status === 'done') return;
  if (!error) throw new AppError('conflict', `"${title}" was cancelled.`, { reason: 'cancelled' });
  const code = ERROR_CODES.find((one) => one === error.code) ?? 'engine_error';
  throw new AppError(code, error.message, {
    ...(error.hint !== undefined && { hint: error.hint }),
    ...(code === 'engine_unavailable' && { reason: 'not_running' }),
  });
}
