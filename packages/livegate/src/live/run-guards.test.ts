import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { definePaths } from "../paths/define-paths.ts";
import type { Guard, GuardContext } from "./guard-step.ts";
import { guard, provide } from "./guard.ts";
import { halt } from "./halt.ts";
import { resolveGuards, runGuards } from "./run-guards.ts";

const paths = definePaths({ logIn: "/log_in" });
const visitor: GuardContext = { session: { get: () => undefined }, transport: "http" };
const sessionOf = (values: Record<string, unknown>): GuardContext["session"] => ({ get: (key) => values[key] });
const names = (chain: readonly Guard[]) => chain.map(({ name }) => name);

/** Three guards in a row, which write down when they run. */
function chainOfThree() {
  const ran: string[] = [];
  const user = provide("user", () => (ran.push("user"), { user: "ada" }));
  const member = guard.identity("member", user, ({ user: name }) => (ran.push("member"), { member: `${name}!` }));
  const admin = guard("admin", member, ({ member: name }) => (ran.push("admin"), { admin: `${name}?` }));
  return { ran, user, member, admin };
}

describe("resolveGuards", () => {
  it("puts ancestors before what stands behind them", () => {
    const { admin } = chainOfThree();
    assert.deepEqual(names(resolveGuards([admin])), ["user", "member", "admin"]);
  });

  it("takes a guard once, where it first stood, however often it is named", () => {
    const { user, member, admin } = chainOfThree();
    const other = guard("other", user, () => ({}));
    assert.deepEqual(names(resolveGuards([user, other], [admin, member], [admin])), [
      "user",
      "other",
      "member",
      "admin",
    ]);
  });

  it("keeps the order of the lists where nothing stands behind anything", () => {
    const [a, b, c] = ["a", "b", "c"].map((name) => provide(name, () => ({})));
    assert.deepEqual(names(resolveGuards([c!], [a!, b!])), ["c", "a", "b"]);
  });

  it("refuses two guards of one name, also when one is hidden among ancestors", () => {
    const { member } = chainOfThree();
    const impostor = provide("user", () => ({ user: "eve" }));
    assert.throws(() => resolveGuards([member, impostor]), {
      code: "LG_GUARD_NAME",
      message: /Two different guards are named "user"/,
    });
  });

  it("resolves nothing to nothing", () => assert.deepEqual(resolveGuards([], []), []));
});

describe("runGuards", () => {
  it("runs each guard once, in order, with the values of those before it", async () => {
    const { ran, admin, member } = chainOfThree();
    const result = await runGuards(resolveGuards([admin], [member]), visitor);
    assert.deepEqual(ran, ["user", "member", "admin"]);
    assert.deepEqual(result, { ok: true, values: { user: "ada", member: "ada!", admin: "ada!?" } });
  });

  it("waits for an asynchronous guard before the next one runs", async () => {
    const slow = provide("slow", async () => {
      await Promise.resolve();
      return { slow: 1 };
    });
    const next = guard("next", slow, ({ slow: value }) => ({ next: value + 1 }));
    assert.deepEqual(await runGuards([slow, next], visitor), { ok: true, values: { slow: 1, next: 2 } });
  });

  it("stops at the first halt and says who halted", async () => {
    const { ran, user, member } = chainOfThree();
    const closed = guard("closed", user, () => halt.redirect(paths.logIn(), { returnTo: true }));
    const result = await runGuards([user, closed, member], visitor);
    assert.ok(!result.ok);
    assert.equal(result.by, "closed");
    assert.equal(String(result.halt.to), "/log_in");
    assert.deepEqual(ran, ["user"]);
  });

  it("shows guards the session and the transport, and lets no value of theirs stand in for those", async () => {
    const seen: unknown[] = [];
    const impostor = provide("impostor", () => ({ session: sessionOf({ user_token: "stolen" }), transport: "socket" }));
    const looks = provide("looks", ({ session, transport }) => {
      seen.push(session.get("user_token"), transport);
      return {};
    });
    await runGuards([impostor, looks], { session: sessionOf({ user_token: "own" }), transport: "http" });
    assert.deepEqual(seen, ["own", "http"]);
  });

  it("says over which transport it runs", async () => {
    const where = provide("where", ({ transport }) => ({ where: transport }));
    for (const transport of ["http", "socket"] as const) {
      assert.deepEqual(await runGuards([where], { ...visitor, transport }), { ok: true, values: { where: transport } });
    }
  });

  it("lets a guard replace a value of one that it stands behind, at whatever distance", async () => {
    const user = provide("user", () => ({ user: null as string | null }));
    const between = guard("between", user, () => ({}));
    const sure = guard("sure", between, () => ({ user: "ada" }));
    assert.deepEqual(await runGuards([user, between, sure], visitor), { ok: true, values: { user: "ada" } });
  });

  it("lets two guards that don't know of each other give the same value, and no other under one name", async () => {
    const user = provide("user", () => ({ user: "ada" }));
    const same = guard("same", () => ({ user: "ada" }));
    assert.ok((await runGuards([user, same], visitor)).ok);
    const other = guard("other", () => ({ user: "eve" }));
    await assert.rejects(runGuards([user, other], visitor), {
      code: "LG_GUARD_VALUE",
      message: /"other" gives "user" in place of what "user" gave/,
    });
  });

  it("throws when a provide() halts, which its type forbids", async () => {
    const cheat = provide("cheat", (() => halt.forbidden()) as () => object);
    await assert.rejects(runGuards([cheat], visitor), {
      code: "LG_PROVIDE_HALTED",
      message: /"cheat" is a provide\(\)/,
    });
  });

  it("hands on what a guard throws", async () => {
    const broken = provide("broken", () => {
      throw new Error("database is gone");
    });
    await assert.rejects(runGuards([broken], visitor), /database is gone/);
  });

  it("gives each run values of its own", async () => {
    const { user } = chainOfThree();
    const [first, second] = await Promise.all([runGuards([user], visitor), runGuards([user], visitor)]);
    assert.ok(first.ok && second.ok);
    assert.notEqual(first.values, second.values);
  });
});
