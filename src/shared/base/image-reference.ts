/** Where an image is found, as the grammar of distribution/reference has it. Tag and digest are both absent only where none was written. */
export interface ImageReference {
  /** "docker.io", "ghcr.io", "localhost:5000". */
  readonly registry: string;
  /** "library/nginx", "acme/shop-api". */
  readonly repository: string;
  readonly tag?: string;
  /** `sha256:…` */
  readonly digest?: string;
}

const DOCKER_HUB = 'docker.io';
const DEFAULT_TAG = 'latest';
/** Registry and repository together, as the engine counts them. */
const MAX_NAME = 255;
const HOST_PART = '(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])';
const REGISTRY = new RegExp(`^${HOST_PART}(?:\\.${HOST_PART})*(?::[0-9]{1,5})?$`);
const PART = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*$/;
const TAG = /^\w[\w.-]{0,127}$/;
const DIGEST = /^sha256:[0-9a-f]{64}$/;
/** What would be taken for an id. */
const ID = /^[0-9a-f]{64}$/;

/** What is wrong with it, for people; `text` is what was written. */
export type ReferenceFault = { readonly fault: string };

/**
 * Reads `[registry[:port]/]path[:tag][@digest]` as the docker CLI does: what stands before the first "/" is a registry only if
 * it holds "." or ":" or a capital, or is "localhost"; a name alone is one of Docker Hub's library.
 */
export function parseImageReference(text: string): ImageReference | ReferenceFault {
  const [beforeDigest = '', digest, ...more] = text.split('@');
  if (text.trim() === '') return { fault: 'Write the name of an image, such as nginx:1.27.' };
  if (/\s/.test(text)) return { fault: 'The name of an image has no spaces.' };
  if (more.length > 0 || (digest !== undefined && !DIGEST.test(digest)))
    return { fault: 'A digest looks like @sha256: and 64 hex digits.' };
  const slash = beforeDigest.lastIndexOf('/');
  const colon = beforeDigest.indexOf(':', slash + 1);
  const tag = colon < 0 ? undefined : beforeDigest.slice(colon + 1);
  if (tag !== undefined && !TAG.test(tag))
    return { fault: 'A tag has letters, digits, "_", "." and "-", at most 128, and begins with none of the last two.' };
  const named = splitRegistry(colon < 0 ? beforeDigest : beforeDigest.slice(0, colon));
  if (!REGISTRY.test(named.registry)) return { fault: `"${named.registry}" is not the name of a registry.` };
  if (`${named.registry}/${named.repository}`.length > MAX_NAME)
    return { fault: `The name of an image has at most ${MAX_NAME} characters.` };
  if (/[A-Z]/.test(named.repository)) return { fault: 'The name of an image is in small letters.' };
  if (!named.repository.split('/').every((part) => PART.test(part)))
    return {
      fault:
        'The name of an image has small letters and digits, with ".", "_", "-" between them and "/" between parts.',
    };
  if (ID.test(named.repository) || ID.test(beforeDigest)) return { fault: 'This is an ID, not the name of an image.' };
  return { ...named, ...(tag !== undefined && { tag }), ...(digest !== undefined && { digest }) };
}

export const isReferenceFault = (parsed: ImageReference | ReferenceFault): parsed is ReferenceFault =>
  'fault' in parsed;

function splitRegistry(name: string): { registry: string; repository: string } {
  const slash = name.indexOf('/');
  const first = slash < 0 ? '' : name.slice(0, slash);
  const isRegistry = /[.:]/.test(first) || first === 'localhost' || first !== first.toLowerCase();
  const registry = isRegistry ? first : DOCKER_HUB;
  const repository = isRegistry ? name.slice(slash + 1) : name;
  if (registry !== DOCKER_HUB && registry !== 'index.docker.io') return { registry, repository };
  return { registry: DOCKER_HUB, repository: repository.includes('/') ? repository : `library/${repository}` };
}

/** The name without tag and digest, as Docker lists it: "nginx", "ghcr.io/acme/shop-api". */
export function repositoryName({ registry, repository }: ImageReference): string {
  if (registry !== DOCKER_HUB) return `${registry}/${repository}`;
  const plain = repository.replace(/^library\//, '');
  // "library/localhost/x" without its owner would be another registry's.
  return repository.startsWith('library/') && !plain.includes('/') ? plain : repository;
}

/** As short as it can be written and still means the same. */
export function formatImageReference(reference: ImageReference): string {
  const { tag, digest } = reference;
  return `${repositoryName(reference)}${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`;
}

/** The tag that is meant where neither tag nor digest was written. */
export const withDefaultTag = (reference: ImageReference): ImageReference =>
  reference.tag === undefined && reference.digest === undefined ? { ...reference, tag: DEFAULT_TAG } : reference;
