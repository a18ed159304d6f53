import type { ChannelMessage } from "./channel-message.ts";
import type { JoinedView } from "./joined-view.ts";
import type { Mailbox } from "./mailbox.ts";
import { rerunGuards } from "./rerun-guards.ts";

const ASKED: ReadonlySet<ChannelMessage["kind"]> = new Set(["event", "patch", "preflight", "progress"]);

/** Whether a page asks for it: before that guards may have to run again. */
export const isAsked = ({ kind }: ChannelMessage): boolean => ASKED.has(kind);

/** When the guards of one view run again: before the next message once something has changed, or before whatever its page asks for. */
export class GuardReruns {
  readonly #mailbox: Mailbox<ChannelMessage>;
  #areDue = false;
  /** Whether they run: what doesn't wait in the mailbox, such as a chunk, has to wait for them. */
  #areAsked = false;

  constructor(mailbox: Mailbox<ChannelMessage>) {
    this.#mailbox = mailbox;
  }

  /** Makes them run before the next message; they are asked even if none comes. */
  request(): void {
    this.#areDue = true;
    this.#mailbox.post({ kind: "recheck" });
  }

  /** Whether they run again before this message. */
  precede(view: JoinedView, message: ChannelMessage): boolean {
    return this.#areDue || (isAskedAlways(view) && isAsked(message));
  }

  /** Whether the page may stay. */
  run(view: JoinedView): Promise<boolean> {
    this.#areDue = false;
    this.#areAsked = true;
    return rerunGuards(view)
      .catch((error: unknown) => {
        this.#areDue = true; // Nobody has decided yet.
        throw error;
      })
      .finally(() => (this.#areAsked = false));
  }

  /** Whether something may go on that doesn't wait in the mailbox: now, or once the guards have decided. */
  mayGoOn(view: JoinedView | null, isClosed: () => boolean): boolean | Promise<boolean> {
    if (view && isAskedAlways(view)) this.request();
    return !this.#decide || this.#haveDecided(isClosed);
  }

  /** Whether it isn't known yet if the page may stay. */
  get #decide(): boolean {
    return this.#areDue || this.#areAsked;
  }

  async #haveDecided(isClosed: () => boolean): Promise<boolean> {
    await this.#mailbox.idle(); // They stand there.
    while (!isClosed() && this.#decide) {
      // The last time they couldn't be asked.
      if (this.#areDue) this.#mailbox.post({ kind: "recheck" });
      await this.#mailbox.idle();
    }
    return !isClosed();
  }
}

const isAskedAlways = ({ instance: { route } }: JoinedView): boolean =>
  (route.view.recheck ?? route.liveSession.recheck) === "event";
