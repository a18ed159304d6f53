/** How many tasks run beside the views of this process: what a test waits for. */
export class RunningTasks {
  #count = 0;
  #waiting: (() => void)[] = [];

  get count(): number {
    return this.#count;
  }

  /** Counts one; gives what ends it, which may be called again. */
  begin(): () => void {
    this.#count += 1;
    let over = false;
    return () => {
      if (over) return;
      over = true;
      this.#count -= 1;
      for (const resolve of this.#waiting.splice(0)) resolve();
    };
  }

  /** Resolves when the next one ends. */
  oneEnds(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}
