import type { HashCost } from "./password-hashing.ts";

/**
 * What a password's hash costs in tests that aren't about hashing: a fraction of a millisecond and 64 KiB. Never for an app that
 * people use: whoever gets hold of such hashes tries millions of passwords a second.
 *
 * @example
 * await Accounts.start({ db, mailer: mailbox(), links: mailLinks, url: config.url, hashCost: cheapHash });
 */
export const cheapHash: HashCost = { memoryCost: 64, timeCost: 1, parallelism: 1 };
