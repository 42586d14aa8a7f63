import { ContainerFiles, type FilesDeps } from '#renderer/stores/container-files.ts';

/** So many containers keep what was opened of their files, for who comes back to them. */
const KEPT = 10;

/** The files of each container that somebody looked at. */
export class FilesStore {
  readonly #deps: FilesDeps;
  readonly #known = new Map<string, ContainerFiles>();

  constructor(deps: FilesDeps) {
    this.#deps = deps;
  }

  /** `top`: the folder that is all there is to see. */
  of(container: string, top = '/'): ContainerFiles {
    const found = this.#known.get(container) ?? new ContainerFiles(this.#deps, container, top);
    this.#known.delete(container);
    this.#known.set(container, found);
    const [oldest] = this.#known.keys();
    if (this.#known.size > KEPT && oldest !== undefined) this.#known.delete(oldest);
    return found;
  }
}
