import cluster from "node:cluster";
import { type WorkerLetter, isLetter } from "./worker-letter.ts";

/** What a worker has answered. */
export interface WorkerAnswer {
  readonly worker: number;
  readonly value: unknown;
}

type Handler = (body: unknown, signal: AbortSignal) => Promise<unknown>;

interface Question {
  readonly answers: WorkerAnswer[];
  expected: number;
  /** Called when all have answered. */
  readonly done: () => void;
}

/** Questions between the workers of one machine, by way of their primary process, which has to call `relayWorkers`. */
export class WorkerCalls {
  readonly #handlers = new Map<string, Handler>();
  readonly #questions = new Map<number, Question>();
  /** What is being answered, by worker and question. */
  readonly #running = new Map<string, AbortController>();
  #last = 0;

  constructor() {
    process.on("message", this.#onMessage);
  }

  /** Answers what others ask `about` something. A handler that rejects gives no answer. */
  handle(about: string, handler: Handler): void {
    this.#handlers.set(about, handler);
  }

  /**
   * Asks one worker, or all of them with this one; gives the answers that have come within `patience` milliseconds, none where the
   * worker isn't there.
   */
  async ask(
    about: string,
    body: unknown,
    { to, patience, signal }: { to: number | "all"; patience: number; signal?: AbortSignal },
  ): Promise<readonly WorkerAnswer[]> {
    const id = ++this.#last;
    const { promise, resolve } = Promise.withResolvers<void>();
    const question: Question = { answers: [], expected: Number.POSITIVE_INFINITY, done: resolve };
    this.#questions.set(id, question);
    const leave = (): void => {
      this.#send({ to, id, kind: "leave", about, body: null });
      resolve();
    };
    const timer = setTimeout(leave, patience);
    signal?.addEventListener("abort", leave, { once: true });
    this.#send({ to, id, kind: "ask", about, body });
    await promise;
    clearTimeout(timer);
    signal?.removeEventListener("abort", leave);
    this.#questions.delete(id);
    return question.answers;
  }

  stop(): void {
    process.off("message", this.#onMessage);
    for (const { done } of this.#questions.values()) done();
    for (const controller of this.#running.values()) controller.abort();
  }

  readonly #onMessage = (message: unknown): void => {
    if (!isLetter(message)) return;
    if (message.kind === "ask") return void this.#answer(message);
    if (message.kind === "leave") return this.#running.get(`${message.from}:${message.id}`)?.abort();
    const question = this.#questions.get(message.id);
    if (!question) return;
    if (message.kind === "asked") question.expected = Number(message.body);
    else question.answers.push({ worker: message.from, value: message.body });
    if (question.answers.length >= question.expected) question.done();
  };

  async #answer({ from, id, about, body }: WorkerLetter): Promise<void> {
    const handler = this.#handlers.get(about);
    if (!handler) return;
    const key = `${from}:${id}`;
    const controller = new AbortController();
    this.#running.set(key, controller);
    try {
      const value = await handler(body, controller.signal);
      this.#send({ to: from, id, kind: "answer", about, body: value });
    } catch {
      // Whoever has asked gives up by itself.
    } finally {
      this.#running.delete(key);
    }
  }

  #send(letter: Omit<WorkerLetter, "livegate" | "from">): void {
    if (!process.connected) return;
    process.send?.({ livegate: "worker", from: cluster.worker?.id ?? 0, ...letter }, undefined, {}, () => {});
  }
}
