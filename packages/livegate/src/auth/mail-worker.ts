import { type AuthContext, fromNow, moment, msOf } from "./auth-context.ts";
import { audit } from "./audit-log.ts";
import type { MailTable } from "./auth-tables.ts";
import { type MailWriting, writeMail } from "./mail-delivery.ts";
import type { Mailer } from "./mailer.ts";

const SECOND = 1_000;
/** How often the outbox is looked into where nobody said that something is there: another process may have put it. */
const LOOK_EVERY = 30 * SECOND;
/** How soon a mail goes out that was just asked for. */
const SOON = 100;
/** How long a mail that is being sent is left alone by others. */
const LEASE = 120 * SECOND;
/** How long the first failure puts a mail off; each further one doubles it. */
const FIRST_PAUSE = 15 * SECOND;
const LONGEST_PAUSE = 3_600 * SECOND;

/** Sends what waits in the outbox, one mail after the other, and again what failed, over restarts, for a day. */
export class MailWorker {
  readonly #auth: AuthContext;
  readonly #mailer: Mailer;
  readonly #writing: MailWriting;
  #cancel: (() => void) | null = null;
  #lookAt = Number.POSITIVE_INFINITY;
  #delivering: Promise<void> | null = null;
  #stopped = false;

  constructor(auth: AuthContext, mailer: Mailer, writing: MailWriting) {
    this.#auth = auth;
    this.#mailer = mailer;
    this.#writing = writing;
    this.#lookIn(0);
  }

  /** Something was put into the outbox: it is looked into soon, when the transaction that put it there is over. */
  wake(): void {
    this.#lookIn(SOON);
  }

  /** Sends everything that is due. */
  async deliver(): Promise<void> {
    await this.#delivering; // It may have found the outbox empty before the last mail came.
    this.#delivering ??= this.#deliverAll().finally(() => (this.#delivering = null));
    await this.#delivering;
  }

  /** Sends no more; resolves when what is being sent is done, or can't be. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancel?.();
    await this.#delivering?.catch(() => {}); // Whoever began it has heard.
    this.#mailer.close();
  }

  #lookIn(ms: number): void {
    const at = this.#auth.clock.now() + ms;
    if (this.#stopped || at >= this.#lookAt) return;
    this.#cancel?.();
    this.#lookAt = at;
    this.#cancel = this.#auth.clock.setTimeout(() => void this.#look(), ms);
  }

  async #look(): Promise<void> {
    this.#lookAt = Number.POSITIVE_INFINITY;
    try {
      await this.deliver();
    } catch (error) {
      this.#auth.log.error({ err: error }, "the outbox can't be read");
    }
    this.#lookIn(LOOK_EVERY);
  }

  async #deliverAll(): Promise<void> {
    for (let row = await this.#claim(); row && !this.#stopped; row = await this.#claim()) await this.#send(row);
  }

  /** The mail that is due longest, made ours: of several workers a single one gets it. */
  async #claim(): Promise<MailTable | null> {
    const { db } = this.#auth;
    for (;;) {
      const row = await db
        .selectFrom("mails")
        .selectAll()
        .where("due_at", "<=", fromNow(this.#auth))
        .orderBy("due_at")
        .limit(1)
        .executeTakeFirst();
      if (!row) return null;
      const { numUpdatedRows } = await db
        .updateTable("mails")
        .set({ due_at: fromNow(this.#auth, LEASE), attempts: row.attempts + 1 })
        .where("id", "=", row.id)
        .where("due_at", "=", row.due_at)
        .executeTakeFirst();
      if (numUpdatedRows === 1n) return row;
    }
  }

  async #send(row: MailTable): Promise<void> {
    const { db, log } = this.#auth;
    try {
      const mail = await writeMail(this.#auth, this.#writing, row);
      if (mail === "later") return await this.#putOff(row);
      if (mail) await this.#mailer.send(mail);
      await db.deleteFrom("mails").where("id", "=", row.id).execute();
    } catch (error) {
      log.warn({ err: error, kind: row.kind, attempts: row.attempts + 1 }, "mail not sent");
      await this.#putOff(row);
    }
  }

  async #putOff({ id, kind, attempts, created_at, user_id }: MailTable): Promise<void> {
    const { db, clock, settings } = this.#auth;
    if (clock.now() - msOf(created_at) > settings.lifetimes.mail) {
      await db.deleteFrom("mails").where("id", "=", id).execute();
      return audit(db, clock, { action: `mail_${kind}`, reason: "undeliverable", userId: user_id });
    }
    const pause = Math.min(FIRST_PAUSE * 2 ** attempts, LONGEST_PAUSE);
    await db
      .updateTable("mails")
      .set({ due_at: moment(clock.now() + pause) })
      .where("id", "=", id)
      .execute();
  }
}
