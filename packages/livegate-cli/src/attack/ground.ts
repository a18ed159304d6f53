import type { Kysely } from "kysely";
import type { MailServer } from "./edge/mail-server.ts";
import { RawClient, type Wire } from "./wire/raw-client.ts";

/** Something that came over the wire. */
export type Seen = Parameters<Wire["seen"]>[0];

/** A running app and all that the attackers have of it. */
export interface Ground extends Wire {
  // oxlint-disable-next-line typescript/no-explicit-any -- a database of whatever tables the app has
  readonly db: Kysely<any>;
  /** The mails that it sent; null where the app was running already. */
  readonly mails: MailServer | null;
  /** Answers that no attack may cause: 5xx, but for 503, which says that there is too much to do. */
  readonly failures: Seen[];
  /** Texts that nobody may ever be sent, each with what it is. */
  readonly secrets: Map<string, string>;
  /** Where one was sent nevertheless. */
  readonly leaks: string[];
  /** The app's SECRET_KEY_BASE; null where it was running already. */
  readonly key: string | null;
  /** All that the app has logged so far; null where it was running already. */
  log(): string | null;
  /** Whether the app's process runs. */
  isAlive(): boolean;
  /** The resident memory of the app in bytes; null where it can't be known. */
  memory(): number | null;
  /** Starts another process of the app on the same database, which nothing else connects with the first; null where that can't be. */
  readonly twin: (() => Promise<Twin>) | null;
  /** Takes the database away while something is done; null where that can't be. */
  readonly withoutDatabase: (<Result>(work: () => Promise<Result>) => Promise<Result>) | null;
  /** Stops the app and starts it with other settings; null where it was running already. */
  readonly restart: ((env?: Readonly<Record<string, string>>) => Promise<void>) | null;
}

/** Another process of the app. */
export type Twin = Pick<Wire, "open"> & AsyncDisposable;

let networks = 0;

/** Somebody from a network that nobody has come from yet, in 10.0.0.0/8. */
export function newClient(ground: Wire): RawClient {
  const count = ++networks;
  return new RawClient(ground, `10.${(count >> 16) & 255}.${(count >> 8) & 255}.${count & 255}`);
}

/** Keeps what may not be: failures and secrets. */
export function watcher(): Pick<Ground, "failures" | "secrets" | "leaks" | "seen"> {
  const failures: Seen[] = [];
  const secrets = new Map<string, string>();
  const leaks: string[] = [];
  return {
    failures,
    secrets,
    leaks,
    seen(what) {
      if (what.status >= 500 && what.status !== 503) failures.push({ ...what, text: what.text.slice(0, 300) });
      for (const [secret, name] of secrets) if (what.text.includes(secret)) leaks.push(`${name} in ${what.at}`);
    },
  };
}
