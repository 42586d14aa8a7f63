/** How much is kept: days of all, bytes (as stored) of one service and of all. */
export interface LogBounds {
  readonly maxAgeMs: number;
  readonly serviceBytes: number;
  readonly totalBytes: number;
}

/** What lines belong to whatever container writes them: engine, project and service, or the container's name. Times in ms. */
export interface KeptService {
  readonly id: number;
  readonly engine: string;
  readonly service: string;
  readonly stack: string;
  readonly bytes: number;
  readonly lines: number;
  readonly firstMs: number;
  readonly lastMs: number;
}

/** One container of a service; the next one made is the next generation. */
export interface KeptGeneration {
  readonly id: number;
  readonly service: number;
  readonly container: string;
  readonly name: string;
  readonly image: string;
  readonly created: string;
  /** Its label `quayside.logs` said so: viewers are refused. */
  readonly isPrivate: boolean;
}

export interface KeptChunk {
  readonly generation: number;
  readonly lines: number;
  readonly packed: Uint8Array;
}

export interface SearchQuery {
  readonly text: string;
  readonly isPattern: boolean;
  readonly matchCase: boolean;
  readonly containers?: readonly string[] | undefined;
  readonly stacks?: readonly string[] | undefined;
  readonly sinceMs?: number | undefined;
  readonly untilMs?: number | undefined;
  readonly limit: number;
  /** Also what a label keeps from viewers. */
  readonly withPrivate: boolean;
}

/** A line found, with the two before and after it in its container's log. */
export interface SearchHit {
  readonly container: string;
  readonly name: string;
  readonly time: string;
  readonly stream: 'stdout' | 'stderr' | 'tty';
  readonly text: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** `share` 0 to 1 of what was to be read. `isComplete`: everything was read, nothing was cut by the limit. */
export interface SearchProgress {
  readonly hits: readonly SearchHit[];
  readonly share: number;
}
