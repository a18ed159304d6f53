/** Texts that go together at most. */
const TOGETHER = 200;

interface Waiting {
  readonly text: string;
  readonly sent: () => void;
  readonly failed: (why: unknown) => void;
}

/** Sends what waits together, in order, one batch after the other: each takes a turn to the server and back. */
export class SendQueue {
  readonly #sendAll: (texts: readonly string[]) => Promise<void>;
  #waiting: Waiting[] = [];
  #isSending = false;

  constructor(sendAll: (texts: readonly string[]) => Promise<void>) {
    this.#sendAll = sendAll;
  }

  /** Settles as the batch does that the text is in. */
  send(text: string): Promise<void> {
    return new Promise((sent, failed) => {
      this.#waiting.push({ text, sent, failed });
      if (!this.#isSending) void this.#sendOn();
    });
  }

  async #sendOn(): Promise<void> {
    this.#isSending = true;
    // What is sent in this turn goes together.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, TOGETHER);
      try {
        await this.#sendAll(batch.map(({ text }) => text));
        for (const { sent } of batch) sent();
      } catch (error) {
        for (const { failed } of batch) failed(error);
      }
    }
    this.#isSending = false;
  }
}
