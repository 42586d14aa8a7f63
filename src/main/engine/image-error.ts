import { AppError } from '#shared/protocol/errors.ts';

const short = (id: string): string => id.replace(/^sha256:/, '').slice(0, 12);

/** Why an image could not be removed or found, in words; what Docker said of something else is left as it is. */
export function imageError(thrown: unknown, ref: string): unknown {
  if (!(thrown instanceof AppError)) return thrown;
  const { code, message } = thrown;
  if (/no space left/i.test(message)) return diskFull(message);
  if (code === 'not_found' && /no such image|image not found/i.test(message))
    return new AppError('not_found', `There is no image "${ref}".`, { field: 'image', cause: thrown });
  if (code !== 'conflict') return thrown;
  const user = /container ([0-9a-f]{12,64})/.exec(message)?.[1];
  if (user !== undefined && /running container/.test(message))
    return new AppError('conflict', `The running container ${short(user)} uses this image.`, {
      hint: 'Stop and remove the container first.',
      reason: 'taken',
      cause: thrown,
    });
  if (user !== undefined)
    return new AppError('conflict', `The container ${short(user)} was made from this image.`, {
      hint: 'Remove the container first, or force it: the container then keeps the layers without a name.',
      reason: 'taken',
      cause: thrown,
    });
  if (/dependent child images/.test(message))
    return new AppError('conflict', 'Other images are built upon this one.', {
      hint: 'Remove those first; taking its name off is possible.',
      reason: 'taken',
      cause: thrown,
    });
  if (/referenced in multiple repositories/.test(message))
    return new AppError('conflict', 'This image has several names.', {
      hint: 'Remove it by one of its names, or force it to take all of them off.',
      reason: 'taken',
      cause: thrown,
    });
  return thrown;
}

/** What a pull or push ended with, in one sentence and what to do; `where` is the registry, `what` the reference. */
export function registryError(said: string, { registry, what }: { registry: string; what: string }): AppError {
  const host = registry === 'docker.io' ? 'Docker Hub' : registry;
  const cause = { cause: new Error(said) };
  if (/no space left/i.test(said)) return diskFull(said);
  if (/no matching manifest|does not match the specified platform|no match for platform/i.test(said))
    return new AppError('not_found', `${host} has no "${what}" for this platform.`, {
      field: 'platform',
      hint: 'Choose another platform, or leave it open.',
      ...cause,
    });
  if (/toomanyrequests|rate limit/i.test(said))
    return new AppError('too_many', `${host} lets nobody pull more at the moment.`, {
      hint: 'Wait a while, or sign in with `docker login`.',
      ...cause,
    });
  // Docker Hub says "denied" also of what does not exist.
  if (/unauthorized|authentication required|no basic auth|access denied|denied:|incorrect username/i.test(said))
    return new AppError('engine_error', `${host} does not give "${what}" to you: it may be private, or not exist.`, {
      hint: `Sign in with \`docker login${registry === 'docker.io' ? '' : ` ${registry}`}\`, or check the name.`,
      ...cause,
    });
  if (/manifest (for .* )?(unknown|not found)|not found: manifest|name unknown|repository name not known/i.test(said))
    return new AppError('not_found', `${host} has no "${what}".`, {
      field: 'reference',
      hint: 'Check its name and its tag.',
      ...cause,
    });
  if (/server gave HTTP response to HTTPS client/i.test(said))
    return new AppError('engine_error', `${host} speaks HTTP where Docker asks for HTTPS.`, {
      hint: 'Add it to "insecure-registries" of the Docker engine, if you trust the network to it.',
      ...cause,
    });
  if (/x509|certificate/i.test(said))
    return new AppError('engine_error', `The certificate of ${host} is not trusted by the Docker engine.`, {
      hint: `Put its authority into /etc/docker/certs.d/${registry}/ca.crt.`,
      ...cause,
    });
  if (/no such host|connection refused|i\/o timeout|network is unreachable|TLS handshake timeout|deadline/i.test(said))
    return new AppError('engine_error', `${host} cannot be reached.`, {
      hint: 'Check the name of the registry and the network of the machine that Docker runs on.',
      ...cause,
    });
  if (/EOF|connection reset|broken pipe|max retries|closed network/i.test(said))
    return new AppError('engine_error', `The connection to ${host} broke, and Docker's own attempts did not help.`, {
      hint: 'Try again: layers that are there already are not fetched a second time.',
      ...cause,
    });
  return new AppError('engine_error', `Docker answered with an error: ${said}`, cause);
}

/** `said`: Docker's own words, kept as the cause. */
export const diskFull = (said: string): AppError =>
  new AppError('engine_error', "Docker's disk is full.", {
    hint: 'Remove what is not used, then try again.',
    cause: new Error(said),
  });
