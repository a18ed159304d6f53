import { AsyncLocalStorage } from "node:async_hooks";
import { isPromise } from "./maybe-promise.ts";

/** What a mailbox does with its messages. */
export interface MailboxOwner<Message> {
  /** Handles one message; the next one waits until a returned promise has settled. */
  handle(message: Message): void | PromiseLike<void>;
  /** Called when `handle` throws or rejects; the mailbox goes on unless it was closed. */
  failed(error: unknown, message: Message): void;
}

/**
 * Runs work outside of its caller's asynchronous context: a message is no part of the one before it, nor of what somebody else's
 * page was doing when it was sent, and a trace that says so would be wrong.
 */
const outside = AsyncLocalStorage.snapshot();

/** Handled messages at the head of the queue before they are let go, where it never runs empty. */
const LET_GO_AFTER = 32;

/**
 * A queue that handles its messages strictly first in, first out, one at a time.
 *
 * A failing handler always releases it. After `close` nothing is handled any more and nothing is kept.
 */
export class Mailbox<Message> {
  readonly #owner: MailboxOwner<Message>;
  readonly #capacity: number;
  #waiting: Message[] = [];
  #next = 0;
  #busy = false;
  /** What is under way. */
  #current: Message | null = null;
  #sealed = false;
  readonly #whenIdle: (() => void)[] = [];

  /** At most `capacity` messages wait (default 1,000). */
  constructor(owner: MailboxOwner<Message>, capacity = 1000) {
    this.#owner = owner;
    this.#capacity = capacity;
  }

  /** Takes a message and handles it at once if nothing is under way. False when the mailbox is full or closed. */
  deliver(message: Message): boolean {
    if (!this.#accept(message)) return false;
    if (!this.#busy) this.#drain();
    return true;
  }

  /** Takes a message and handles it in a later microtask, outside the caller's own work. */
  post(message: Message): boolean {
    if (!this.#accept(message)) return false;
    if (!this.#busy) {
      this.#busy = true;
      queueMicrotask(this.#resume);
    }
    return true;
  }

  /** Takes nothing more; what waits is still handled. */
  seal(): void {
    this.#sealed = true;
  }

  /** Whether a message is such a one that is under way or waits. */
  has(isSuch: (message: Message) => boolean): boolean {
    if (this.#current !== null && isSuch(this.#current)) return true;
    return this.#waiting.some((message, at) => at >= this.#next && isSuch(message));
  }

  /** Resolves when nothing waits and nothing is under way. */
  idle(): Promise<void> {
    return this.#busy ? new Promise((resolve) => this.#whenIdle.push(resolve)) : Promise.resolve();
  }

  /** Messages that wait. */
  get length(): number {
    return this.#waiting.length - this.#next;
  }

  close(): void {
    this.#sealed = true;
    this.#waiting = [];
    this.#next = 0;
  }

  #accept(message: Message): boolean {
    if (this.#sealed || this.length >= this.#capacity) return false;
    this.#waiting.push(message);
    return true;
  }

  readonly #resume = (): void => outside(this.#goOn);

  readonly #goOn = (): void => {
    this.#busy = false;
    this.#drain();
  };

  #drain(): void {
    this.#busy = true;
    while (this.#next < this.#waiting.length) {
      const message = this.#take();
      this.#current = message;
      try {
        const work = this.#owner.handle(message);
        if (isPromise(work)) {
          work.then(this.#resume, (error: unknown) => {
            this.#owner.failed(error, message);
            this.#resume();
          });
          return;
        }
      } catch (error) {
        this.#owner.failed(error, message);
      }
    }
    this.#busy = false;
    this.#current = null;
    for (const resolve of this.#whenIdle.splice(0)) resolve();
  }

  #take(): Message {
    const message = this.#waiting[this.#next] as Message; // The index is below the length.
    this.#next += 1;
    if (this.#next === this.#waiting.length) {
      this.#waiting.length = 0;
      this.#next = 0;
    } else if (this.#next >= LET_GO_AFTER && this.#next * 2 >= this.#waiting.length) {
      this.#waiting = this.#waiting.slice(this.#next);
      this.#next = 0;
    }
    return message;
  }
}
