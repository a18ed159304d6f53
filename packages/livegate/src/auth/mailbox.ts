import { type Clock, systemClock } from "../clock/clock.ts";
import type { Mail, Mailer } from "./mailer.ts";

/** A mail in a mailbox. */
export interface KeptMail extends Mail {
  /** Counts up; the first one is 1. */
  readonly id: number;
  /** When it was sent, in milliseconds since 1970. */
  readonly at: number;
  /** The addresses in its text. */
  readonly links: readonly string[];
}

/** A mailer that keeps mails in memory instead of sending them. */
export interface Mailbox extends Mailer {
  /** The newest first. */
  readonly mails: readonly KeptMail[];
  /** The newest mail to an address. */
  lastTo(address: string): KeptMail | undefined;
  /** Calls back with each mail that comes; gives the end of it. */
  onMail(listen: (mail: KeptMail) => void): () => void;
  clear(): void;
}

/** Mails that are kept. */
const KEPT = 200;

/**
 * A mailbox for developing and for tests: what would be sent can be read, and its links be followed. The last 200 mails.
 *
 * @example
 * const box = mailbox();
 * await Accounts.deliverMails();
 * box.lastTo("ada@example.com")?.links[0]; // "http://127.0.0.1:4000/users/confirm/…"
 */
export function mailbox({ clock = systemClock }: { readonly clock?: Clock } = {}): Mailbox {
  let mails: readonly KeptMail[] = [];
  let count = 0;
  const listeners = new Set<(mail: KeptMail) => void>();
  return {
    get mails() {
      return mails;
    },
    lastTo: (address) => mails.find(({ to }) => to === address),
    onMail(listen) {
      listeners.add(listen);
      return () => void listeners.delete(listen);
    },
    clear: () => void (mails = []),
    async send(mail) {
      count += 1;
      const links = mail.text.match(/https?:\/\/[^\s<>"]+/g) ?? [];
      const kept: KeptMail = { ...mail, id: count, at: clock.now(), links };
      mails = [kept, ...mails].slice(0, KEPT);
      for (const listen of listeners) listen(kept);
    },
    close: () => void listeners.clear(),
  };
}
