import { mailbox } from "livegate/auth";
import { manualClock } from "livegate/clock";
import { logger } from "livegate/plug";

/** The time of accounts in tests: it stands still until a test turns it on. */
export const clock = manualClock();

/** What would have been mailed. */
export const box = mailbox({ clock });

export const log = logger({ level: "silent" });
