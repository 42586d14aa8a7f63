import type { StatsSample } from '#shared/contract/stats.ts';

/** As many containers as are ever on a screen at once. */
const SAMPLES = 2000;

/** The last sample of each container that anybody had measured; the one measured longest ago leaves first. */
export class LastSamples {
  readonly #samples = new Map<string, StatsSample>();

  add(sample: StatsSample): void {
    this.#samples.delete(sample.container);
    this.#samples.set(sample.container, sample);
    const [oldest] = this.#samples.keys();
    if (this.#samples.size > SAMPLES && oldest !== undefined) this.#samples.delete(oldest);
  }

  of(container: string): StatsSample | undefined {
    return this.#samples.get(container);
  }

  all(): StatsSample[] {
    return [...this.#samples.values()];
  }
}
