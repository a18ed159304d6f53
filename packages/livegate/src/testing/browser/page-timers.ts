import { type ManualClock, manualClock } from "../../clock/manual-clock.ts";

type Callback = (...args: unknown[]) => void;

/** Frames in a row that are run for a page that asks for one after the other; a page that always does is an animation. */
const MOST_FRAMES = 10;

/** The timers of a page's scripts: nothing runs by itself, so that a test decides how much time passes. */
export class PageTimers {
  readonly #clock: ManualClock = manualClock(0);
  readonly #cancels = new Map<number, () => void>();
  #frames = new Map<number, (time: number) => void>();
  #framesInARow = 0;
  #id = 0;
  readonly #failed: (error: unknown) => void;
  /** How many callbacks have run so far. */
  ran = 0;

  /** `failed` is told of what a callback throws. */
  constructor(failed: (error: unknown) => void) {
    this.#failed = failed;
  }

  readonly setTimeout = (callback: Callback, ms = 0, ...args: unknown[]): number => {
    const id = this.#nextId();
    const cancel = this.#clock.setTimeout(
      () => {
        this.#cancels.delete(id);
        this.#run(() => callback(...args));
      },
      Number(ms) || 0,
    );
    this.#cancels.set(id, cancel);
    return id;
  };

  readonly setInterval = (callback: Callback, ms = 0, ...args: unknown[]): number => {
    const id = this.#nextId();
    const again = (): void => {
      const cancel = this.#clock.setTimeout(
        () => {
          again();
          this.#run(() => callback(...args));
        },
        Math.max(1, Number(ms) || 0),
      );
      this.#cancels.set(id, cancel);
    };
    again();
    return id;
  };

  readonly clear = (id?: number): void => {
    if (id === undefined) return;
    this.#cancels.get(id)?.();
    this.#cancels.delete(id);
    this.#frames.delete(id);
  };

  readonly requestAnimationFrame = (callback: (time: number) => void): number => {
    const id = this.#nextId();
    this.#frames.set(id, callback);
    return id;
  };

  /** Runs what is due now, and one frame. */
  runDue(): void {
    const before = this.ran;
    this.#clock.advance(0);
    this.#framesInARow = this.ran === before ? this.#framesInARow + 1 : 0;
    this.#runFrame();
  }

  /** Lets time pass. */
  advance(ms: number): void {
    this.#clock.advance(ms);
    this.#framesInARow = 0;
  }

  /** Ends all: a page that is gone runs nothing. */
  clearAll(): void {
    for (const cancel of this.#cancels.values()) cancel();
    this.#cancels.clear();
    this.#frames.clear();
  }

  #runFrame(): void {
    const frames = this.#frames;
    this.#frames = new Map();
    for (const frame of frames.values()) {
      this.#run(() => frame(this.#clock.now()));
      if (this.#framesInARow >= MOST_FRAMES) this.ran -= 1;
    }
  }

  #run(callback: () => void): void {
    this.ran += 1;
    try {
      callback();
    } catch (error) {
      this.#failed(error);
    }
  }

  #nextId(): number {
    this.#id += 1;
    return this.#id;
  }
}
