import type { RawStats } from '#main/engine/engine-json.ts';
import { SimulatedDisk } from '#main/engine/simulated/disk.ts';
import { emptySample, type Moment, sampleOf } from '#main/engine/simulated/figures.ts';
import { LogBook } from '#main/engine/simulated/log-book.ts';
import type { Blueprint } from '#main/engine/simulated/project.ts';
import { hexId, type Random } from '#main/engine/simulated/random.ts';
import { failedJob, type Said } from '#main/engine/simulated/voices.ts';
import type { Clock } from '#shared/base/clock.ts';
import type { Disposable } from '#shared/base/disposable.ts';
import { Emitter } from '#shared/base/emitter.ts';
import { AppError } from '#shared/protocol/errors.ts';

export type SimulatedState = 'created' | 'running' | 'paused' | 'restarting' | 'exited';
export type Tell = (container: SimulatedContainer, action: string, more?: Record<string, string>) => void;

const HOUR_MS = 3_600_000;
/** A restart loop as Docker ends up with: a few seconds of life, a longer wait. */
const CRASH_AFTER_MS = 4000;
const CRASH_WAIT_MS = 12_000;
/** What a well-behaved program takes to leave. */
const GRACE_MS = 400;
/** A program that has nothing to do. */
const ENDS_AFTER_MS = 300;
const HEALTH_AFTER_MS = 5000;
const UNKNOWN_SIGNAL = /^(SIG)?([A-Z0-9+-]{1,20})$/i;
/** Signals that end a program; anything else it only hears. */
const DEADLY: Readonly<Record<string, number>> = {
  KILL: 137,
  '9': 137,
  TERM: 143,
  '15': 143,
  INT: 130,
  '2': 130,
  QUIT: 131,
  '3': 131,
  HUP: 129,
  '1': 129,
  ABRT: 134,
  '6': 134,
};

/** One container: its state, its log, its figures, and everything that happens to it. */
export class SimulatedContainer {
  readonly id: string;
  readonly imageId: string;
  /** Another one after a change. */
  blueprint: Blueprint;
  readonly log: LogBook;
  readonly createdAt: number;
  /** A line was written. */
  readonly lined = new Emitter<void>();
  /** A run ended: followers and terminals end with it. */
  readonly exited = new Emitter<number>();
  state: SimulatedState;
  startedAt: number;
  finishedAt: number | undefined;
  exitCode = 0;
  restartCount = 0;
  #disk: SimulatedDisk | undefined;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #tell: Tell;
  readonly #engineStart: number;
  readonly #phase: number;
  #timers: Disposable[] = [];
  /** ms of this run in which it was paused, and since when it is. */
  #pausedMs = 0;
  #pausedAt: number | undefined;

  /** `imageId`: of the image that others may have been made from, too. */
  constructor(blueprint: Blueprint, imageId: string, clock: Clock, random: Random, tell: Tell) {
    const now = clock.now();
    this.blueprint = blueprint;
    this.#clock = clock;
    this.#random = random;
    this.#tell = tell;
    this.#engineStart = now;
    this.#phase = random() * 6;
    this.id = hexId(random);
    this.imageId = imageId;
    const isNew = blueprint.state === 'created';
    this.createdAt = isNew ? now : now - 26 * HOUR_MS;
    this.startedAt = now - HOUR_MS;
    this.state = blueprint.state;
    this.log = new LogBook(blueprint.tty ?? false);
    if (isNew) return;
    this.#writeHistory(now);
    if (this.state === 'exited') {
      this.exitCode = 1;
      this.finishedAt = now - 40 * 60_000;
    } else if (this.state === 'restarting') {
      this.exitCode = 2;
      this.restartCount = 17;
      this.finishedAt = now - 1000;
      this.#later(CRASH_WAIT_MS / 4, () => this.#startAgain());
    } else {
      if (this.state === 'paused') this.#pausedAt = now - 5 * 60_000;
      this.#speakLater();
    }
  }

  /** Made when somebody looks into it. */
  get disk(): SimulatedDisk {
    this.#disk ??= new SimulatedDisk(this.id.slice(0, 12), this.createdAt);
    return this.#disk;
  }

  get isActive(): boolean {
    return this.state === 'running' || this.state === 'paused';
  }

  get health(): 'starting' | 'healthy' | 'unhealthy' | undefined {
    const { health } = this.blueprint;
    if (health === undefined || !this.isActive) return health && 'unhealthy';
    return this.#clock.now() - this.startedAt < HEALTH_AFTER_MS ? 'starting' : health;
  }

  /** Throws `conflict` with Docker's words. */
  needActive(what: string): void {
    if (this.state === 'paused' && what === 'exec') {
      throw new AppError('conflict', `Container ${this.blueprint.name} is paused, unpause the container before exec`, {
        reason: 'paused',
      });
    }
    if (!this.isActive) throw new AppError('conflict', `Container ${this.id} is not running`);
  }

  start(): void {
    if (this.state === 'paused')
      throw new AppError('conflict', 'cannot start a paused container, try unpause instead', { reason: 'paused' });
    if (this.state === 'running') return;
    this.#begin();
    this.#tell(this, 'start');
  }

  /** Stopping what is stopped is success. Resolves when it has ended; `graceSeconds` 0 kills at once. */
  async stop(graceSeconds: number): Promise<void> {
    if (this.state === 'restarting') this.#become('exited');
    if (!this.isActive) return;
    this.#tell(this, 'kill', { signal: '15' });
    const isKilled = graceSeconds * 1000 < GRACE_MS;
    await new Promise<void>((resolve) => this.#clock.after(isKilled ? graceSeconds * 1000 : GRACE_MS, resolve));
    if (!this.isActive) return;
    if (isKilled) this.#tell(this, 'kill', { signal: '9' });
    this.#end(isKilled ? 137 : 0, 'exited');
    this.#tell(this, 'stop');
  }

  async restart(graceSeconds: number): Promise<void> {
    await this.stop(graceSeconds);
    this.start();
    this.#tell(this, 'restart');
  }

  pause(): void {
    this.needActive('pause');
    if (this.state === 'paused')
      throw new AppError('conflict', `Container ${this.id} is already paused`, { reason: 'paused' });
    this.#clearTimers();
    this.#pausedAt = this.#clock.now();
    this.#become('paused');
    this.#tell(this, 'pause');
  }

  unpause(): void {
    if (this.state !== 'paused') throw new AppError('conflict', `Container ${this.id} is not paused`);
    this.#pausedMs += this.#clock.now() - (this.#pausedAt ?? 0);
    this.#pausedAt = undefined;
    this.#become('running');
    this.#speakLater();
    this.#tell(this, 'unpause');
  }

  kill(name: string | undefined): void {
    const signal = UNKNOWN_SIGNAL.exec(name ?? 'KILL')?.[2]?.toUpperCase() ?? '';
    const exitCode = DEADLY[signal];
    if (exitCode === undefined && !/^(USR[12]|WINCH|CONT|STOP|\d{1,2})$/.test(signal))
      throw new AppError('bad_request', `Invalid signal: ${name}`, { field: 'signal' });
    if (!this.isActive)
      throw new AppError(
        'conflict',
        `Cannot kill container: ${this.blueprint.name}: Container ${this.id} is not running`,
      );
    this.#tell(this, 'kill', { signal });
    if (exitCode !== undefined) this.#end(exitCode, 'exited');
  }

  /** A sample for now; `previous`: the moment that its CPU figures are measured from. */
  sample(previous: Moment | null): { raw: RawStats; moment: Moment | null } {
    if (!this.isActive) return { raw: emptySample(), moment: null };
    const moment = this.moment();
    const base = previous && previous.seconds <= moment.seconds && previous.at < moment.at ? previous : null;
    return { raw: sampleOf(this.blueprint, moment, base, this.#engineStart, this.#phase), moment };
  }

  moment(): Moment {
    const at = this.#clock.now();
    const still = this.#pausedMs + (this.#pausedAt === undefined ? 0 : at - this.#pausedAt);
    return { at, seconds: Math.max(0, at - this.startedAt - still) / 1000 };
  }

  say(said: Said): void {
    this.log.add(said, this.#clock.now());
    this.lined.fire();
  }

  dispose(): void {
    this.#clearTimers();
    this.lined.clear();
    this.exited.clear();
  }

  #writeHistory(now: number): void {
    const { history, voice, state } = this.blueprint;
    if (state === 'exited') {
      failedJob.forEach((said, index) => this.log.add(said, now - 40 * 60_000 - (failedJob.length - index) * 700));
      return;
    }
    for (let i = 0; i < history; i++) {
      const at = now - HOUR_MS + ((i + this.#random()) / history) * (HOUR_MS - 1000);
      this.log.add(voice(this.#random, Math.round(at)), at);
    }
    // One line beyond the size of a piece, so that whatever shows logs meets one.
    if (this.blueprint.service === 'api')
      this.log.add(
        { text: JSON.stringify({ level: 'debug', message: 'cart dump', items: 'x'.repeat(20_000) }) },
        now - 900,
      );
  }

  #begin(): void {
    this.#clearTimers();
    this.startedAt = this.#clock.now();
    this.#pausedMs = 0;
    this.#pausedAt = undefined;
    this.#become('running');
    this.#speakLater();
    if (this.blueprint.health)
      this.#later(HEALTH_AFTER_MS, () => this.#tell(this, `health_status: ${this.blueprint.health}`));
    const { endsWith } = this.blueprint;
    if (endsWith !== undefined) this.#later(ENDS_AFTER_MS, () => this.#end(endsWith, 'exited'));
    if (this.blueprint.state === 'restarting') this.#later(CRASH_AFTER_MS, () => this.#crash());
    if (this.blueprint.state === 'exited') this.#later(CRASH_AFTER_MS, () => this.#failJob());
  }

  #crash(): void {
    this.#end(2, 'restarting');
    this.#later(CRASH_WAIT_MS, () => this.#startAgain());
  }

  #failJob(): void {
    for (const said of failedJob) this.say(said);
    this.#end(1, 'exited');
  }

  #startAgain(): void {
    this.restartCount += 1;
    this.#begin();
    this.#tell(this, 'start');
  }

  #end(exitCode: number, state: SimulatedState): void {
    this.#clearTimers();
    this.exitCode = exitCode;
    this.finishedAt = this.#clock.now();
    this.#become(state);
    this.#tell(this, 'die', { exitCode: String(exitCode) });
    this.exited.fire(exitCode);
  }

  #become(state: SimulatedState): void {
    this.state = state;
  }

  #speakLater(): void {
    const wait = this.blueprint.lineEveryMs * (0.2 + this.#random() * 1.6);
    this.#later(wait, () => {
      this.say(this.blueprint.voice(this.#random, this.#clock.now()));
      this.#speakLater();
    });
  }

  #later(ms: number, run: () => void): void {
    const timer = this.#clock.after(ms, () => {
      this.#timers = this.#timers.filter((one) => one !== timer);
      run();
    });
    this.#timers.push(timer);
  }

  #clearTimers(): void {
    for (const timer of this.#timers) timer.dispose();
    this.#timers = [];
  }
}
