import { createHash } from "node:crypto";
import type { Clock } from "../clock/clock.ts";
import { Unavailable } from "../errors/unavailable.ts";
import type { Logger } from "../plug/logger.ts";
import type { SharedTries, TryRate } from "../pubsub/shared-tries.ts";
import { Throttle } from "./throttle.ts";
import { type Visitor, isKnownDevice } from "./visitor.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/**
 * How often something may be tried, by what is counted. Passwords and codes: nobody waits longer than a minute, and a
 * device that has logged in before has a bucket of its own, which no one else can empty. Mails: a full bucket leaves the
 * last link as it is.
 */
export const throttleRates = {
  password: {
    account: { burst: 10, every: MINUTE },
    network: { burst: 30, every: 2 * SECOND },
    device: { burst: 10, every: 10 * SECOND },
  },
  code: {
    account: { burst: 5, every: MINUTE },
    network: { burst: 20, every: 6 * SECOND },
    device: { burst: 5, every: 30 * SECOND },
  },
  mail: {
    account: { burst: 3, every: 10 * MINUTE },
    network: { burst: 10, every: MINUTE },
    device: { burst: 5, every: 5 * MINUTE },
  },
  registration: {
    account: { burst: 3, every: 10 * MINUTE },
    network: { burst: 10, every: MINUTE },
    device: { burst: 10, every: MINUTE },
  },
} as const satisfies Record<string, Record<"account" | "network" | "device", TryRate>>;

/** What is counted apart. */
export type Throttled = keyof typeof throttleRates;

/** Lines of the audit about tokens that nobody has: one an hour for each, and not without end for all of them. */
const lineRates = { token: { burst: 1, every: 60 * MINUTE }, all: { burst: 100, every: SECOND } };

/**
 * The buckets of an app, for addresses that have no account as well. Nodes take from the same ones where there is something between
 * them; while that can't be asked, each from its own.
 */
export class Throttles {
  readonly #clock: Clock;
  readonly #shared: SharedTries | null;
  readonly #buckets = new Map<string, Throttle>();
  readonly #lines: { readonly token: Throttle; readonly all: Throttle };
  readonly #log: Logger | null;
  #isAlone = false;

  constructor(clock: Clock, shared: SharedTries | null = null, log: Logger | null = null) {
    this.#clock = clock;
    this.#shared = shared;
    this.#log = log;
    this.#lines = { token: new Throttle(clock, lineRates.token), all: new Throttle(clock, lineRates.all) };
    for (const [what, rates] of Object.entries(throttleRates)) {
      for (const [by, rate] of Object.entries(rates)) this.#buckets.set(`${what} ${by}`, new Throttle(clock, rate));
    }
  }

  /** Takes a try: 0, or the milliseconds to wait. A stranger is counted by network first, then by account. */
  async take(what: Throttled, address: string, visitor: Visitor): Promise<number> {
    if (isKnownDevice(visitor, address)) return this.#take(what, "device", `${visitor.device} ${address}`);
    const wait = await this.#take(what, "network", visitor.network);
    return wait > 0 ? wait : this.#take(what, "account", address);
  }

  /** Whether the audit has room for a line about a token: browsers send one that is dead with every request. */
  takeLine(tokenHash: string): boolean {
    return this.#lines.token.take(tokenHash) === 0 && this.#lines.all.take("") === 0;
  }

  async #take(what: Throttled, by: "account" | "network" | "device", key: string): Promise<number> {
    if (this.#shared) {
      try {
        const bucket = hashOf(`${what} ${by} ${key}`);
        const wait = await this.#shared.take(bucket, throttleRates[what][by], this.#clock.now());
        this.#together();
        return wait;
      } catch (error) {
        // Without the database nobody gets in anyway.
        if (error instanceof Unavailable) throw error;
        this.#alone(error);
      }
    }
    return this.#of(what, by).take(key);
  }

  // Said when it begins and when it ends: between are as many tries as somebody likes to make.
  #alone(error: unknown): void {
    if (!this.#isAlone) this.#log?.warn({ err: error }, "this node counts tries alone");
    this.#isAlone = true;
  }

  #together(): void {
    if (this.#isAlone) this.#log?.info({}, "nodes count tries together again");
    this.#isAlone = false;
  }

  #of(what: Throttled, by: "account" | "network" | "device"): Throttle {
    return this.#buckets.get(`${what} ${by}`)!; // The constructor made one for each pair.
  }
}

/** Nothing that leaves this process says whose bucket it is. */
const hashOf = (key: string): string => createHash("sha256").update(key).digest("base64url").slice(0, 32);
