import type { PoolClient } from "pg";

/** What `pg` knows of a connection and doesn't tell in its types. */
interface Connected {
  readonly processID: number | null;
  readonly connection: { readonly stream: { destroy(error?: Error): void } };
}

export interface AnswerWatchParts {
  /** Milliseconds after which an answer is asked for on another way, and again after as long. */
  readonly within: number;
  /** Whether the server says that this process of its own still works; false where it can't be asked. */
  readonly stillWorks: (processId: number) => Promise<boolean>;
  /** A connection has turned out to lead nowhere. */
  readonly silent: () => void;
}

/**
 * Finds connections that are open on paper only: nothing arrives, and nobody says so. A statement that takes long is left alone as
 * long as the server says that it runs.
 */
export class AnswerWatch {
  readonly #parts: AnswerWatchParts;

  constructor(parts: AnswerWatchParts) {
    this.#parts = parts;
  }

  /** From the moment that a statement is sent; gives what is to be called when it is answered. */
  begin(client: PoolClient): () => void {
    let isOver = false;
    let timer: NodeJS.Timeout;
    const lookLater = (): void => void (timer = setTimeout(() => void look(), this.#parts.within));
    const look = async (): Promise<void> => {
      const { processID, connection } = client as unknown as Connected;
      const works = processID !== null && (await this.#parts.stillWorks(processID));
      if (isOver) return;
      if (works) return lookLater();
      this.#parts.silent();
      connection.stream.destroy(new Error(`No answer came within ${this.#parts.within} ms, and none will.`));
    };
    lookLater();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }
}
