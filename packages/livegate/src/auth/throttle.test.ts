import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { manualClock } from "../clock/manual-clock.ts";
import { Throttle } from "./throttle.ts";
import { Throttles, throttleRates } from "./throttles.ts";
import { type Visitor, accountKey } from "./visitor.ts";

const stranger = (network: string): Visitor => ({ network, userAgent: "", device: null, accounts: [], session: null });
const known = (network: string, device: string, address: string): Visitor => ({
  ...stranger(network),
  device,
  accounts: [accountKey(address)],
});

/** How many of `count` tries are let through, one after the other. */
async function passed(count: number, take: () => number | Promise<number>): Promise<number> {
  let through = 0;
  for (let n = 0; n < count; n += 1) if ((await take()) === 0) through += 1;
  return through;
}

describe("a bucket of tries", () => {
  it("gives so many at once and then one in a while; nobody waits longer than that", async () => {
    const clock = manualClock();
    const throttle = new Throttle(clock, { burst: 3, every: 60_000 });
    assert.equal(await passed(3, () => throttle.take("a")), 3);
    assert.equal(throttle.take("a"), 60_000);
    clock.advance(59_999);
    assert.equal(throttle.take("a"), 1);
    clock.advance(1);
    assert.equal(throttle.take("a"), 0);
    assert.equal(throttle.take("a"), 60_000);
    assert.equal(throttle.take("b"), 0);
  });

  it("is full again after a while, and never fuller", async () => {
    const clock = manualClock();
    const throttle = new Throttle(clock, { burst: 3, every: 1_000 });
    await passed(3, () => throttle.take("a"));
    clock.advance(1_000_000);
    assert.equal(await passed(10, () => throttle.take("a")), 3);
  });

  it("makes nobody wait for a clock that was set back", async () => {
    let now = 1_000_000_000;
    const clock = { ...manualClock(), now: () => now };
    const throttle = new Throttle(clock, { burst: 2, every: 1_000 });
    await passed(2, () => throttle.take("a"));
    now = 0;
    const wait = throttle.take("a");
    assert.ok(wait > 0 && wait <= 1_000);
    now += wait;
    assert.equal(throttle.take("a"), 0);
  });

  it("remembers so many keys", async () => {
    const throttle = new Throttle(manualClock(), { burst: 1, every: 1_000 }, 2);
    for (const key of ["a", "b", "c"]) throttle.take(key);
    assert.equal(throttle.take("a"), 0, "the one that was used longest ago is forgotten");
    assert.notEqual(throttle.take("c"), 0);
  });
});

describe("tries of a password", () => {
  const ada = "ada@example.com";

  it("are counted by account, over many networks", async () => {
    const throttles = new Throttles(manualClock());
    let network = 0;
    assert.equal(await passed(50, () => throttles.take("password", ada, stranger(`192.0.2.${network++}`))), 10);
  });

  it("are counted by network, over many accounts", async () => {
    const throttles = new Throttles(manualClock());
    let account = 0;
    assert.equal(
      await passed(50, () => throttles.take("password", `${account++}@example.com`, stranger("192.0.2.1"))),
      30,
    );
  });

  it("on a known device wait for no stranger, even in the same network", async () => {
    const throttles = new Throttles(manualClock());
    const device = known("192.0.2.1", "d1", ada);
    await passed(1000, () => throttles.take("password", ada, stranger("192.0.2.1")));
    assert.equal(await throttles.take("password", ada, device), 0);
    assert.equal(await passed(50, () => throttles.take("password", ada, device)), 9, "but it has a bucket too");
    assert.notEqual(
      await throttles.take("password", "eve@example.com", device),
      0,
      "for other accounts it is a stranger",
    );
  });

  it("wait for a minute at most, and so do those of a code", () => {
    for (const rates of [throttleRates.password, throttleRates.code]) {
      for (const { every } of Object.values(rates)) assert.ok(every <= 60_000);
    }
  });

  it("take nothing from codes and mails", async () => {
    const throttles = new Throttles(manualClock());
    await passed(100, () => throttles.take("password", ada, stranger("192.0.2.1")));
    assert.equal(await throttles.take("code", ada, stranger("192.0.2.1")), 0);
    assert.equal(await throttles.take("mail", ada, stranger("192.0.2.1")), 0);
  });
});

describe("tries that nodes count together", () => {
  const lines: string[] = [];
  const say = (_: object, text: string) => void lines.push(text);
  const log = { debug: say, info: say, warn: say, error: say };

  it("are counted here while that can't be asked, which is told when it begins and when it ends", async () => {
    let isAway = false;
    const shared = {
      take: async () => {
        if (isAway) throw new Error("not connected");
        return 0;
      },
    };
    const throttles = new Throttles(manualClock(), shared, log);
    const tries = (count: number) =>
      passed(count, () => throttles.take("password", "ada@example.com", stranger("192.0.2.1")));
    assert.equal(await tries(50), 50, "as the server between nodes says");
    assert.deepEqual(lines, []);
    isAway = true;
    assert.equal(await tries(50), throttleRates.password.account.burst);
    assert.deepEqual(lines, ["this node counts tries alone"]);
    isAway = false;
    assert.equal(await tries(3), 3);
    assert.deepEqual(lines.slice(1), ["nodes count tries together again"]);
  });
});
