/** What can be paused: a WebSocket. */
interface Readable {
  pause(): void;
  resume(): void;
}

/** Frames after which the pace is looked at. */
const STRIDE = 100;

/** Milliseconds that one frame takes at least: 10,000 a second are far more than any page sends. */
const FRAME_TIME = 0.1;

/**
 * Reads one socket no faster than others can be served beside it. A client that sends faster is not refused: its frames
 * wait in its own machine, as TCP has them do.
 *
 * Without this a single socket that floods keeps everybody else waiting for seconds, however little its frames ask for.
 */
export class ReadingPace {
  readonly #socket: Readable;
  #count = 0;
  #since = performance.now();
  #isPaused = false;

  constructor(socket: Readable) {
    this.#socket = socket;
  }

  /** Counts a frame that came. */
  count(): void {
    this.#count += 1;
    // What was read already still comes while the socket is paused; it makes the pause longer.
    if (this.#count >= STRIDE && !this.#isPaused) this.#look();
  }

  #look(): void {
    const early = this.#count * FRAME_TIME - (performance.now() - this.#since);
    if (early <= 0) return this.#goOn();
    this.#isPaused = true;
    this.#socket.pause();
    setTimeout(() => this.#look(), early);
  }

  #goOn(): void {
    this.#count = 0;
    this.#since = performance.now();
    if (!this.#isPaused) return;
    this.#isPaused = false;
    this.#socket.resume();
  }
}
