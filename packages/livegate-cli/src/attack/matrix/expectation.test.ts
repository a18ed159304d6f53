import assert from "node:assert/strict";
import { test } from "node:test";
import { type AuditEntry, definePaths, guard, halt, provide, router } from "livegate";
import { UsageError } from "../../usage-error.ts";
import type { AttackPlan } from "../attack-plan.ts";
import { accountPrincipals } from "../principals.ts";
import { expectations } from "./expectation.ts";

const fetchUser = provide("fetchUser", () => ({ user: null }));
const requireUser = guard.identity("requireUser", fetchUser, () => halt.forbidden());
const paths = definePaths({ home: "/" });
const routes = router((r) => r.scope({ guards: [requireUser] }, (r) => r.get(paths.home, (c) => c.body(null))));

const plan = (given: Partial<AttackPlan>): AttackPlan => ({
  accounts: {} as AttackPlan["accounts"], // Nobody is registered here.
  tables: { users: "users", sessions: "sessions", tokens: "tokens", mails: "mails", audit: "audit" },
  principals: accountPrincipals(),
  guards: { requireUser: { letsIn: ["user", "other"], sendsTo: "/log_in" } },
  ...given,
});

const entry: AuditEntry = {
  kind: "event",
  name: "delete",
  at: "/",
  access: "guarded",
  guards: ["fetchUser", "requireUser"],
  rule: ["requireUser"],
};

test("the first guard that doesn't let somebody in denies, and says where they are sent", () => {
  const expect = expectations(plan({}), routes);
  assert.deepEqual(expect(entry, "nobody"), { verdict: "denied", by: "requireUser", exits: ["/log_in"] });
  assert.deepEqual(expect(entry, "user"), { verdict: "allowed", by: null, exits: ["/log_in"] });
});

test("an event with a rule is refused to all but those whom the plan names, the owner by default", () => {
  assert.equal(expectations(plan({}), routes)(entry, "other").verdict, "refused");
  const events = { "delete at /": { payload: () => ({}), letsIn: ["user", "other"] } };
  assert.equal(expectations(plan({ events }), routes)(entry, "other").verdict, "allowed");
});

test("a guard of which the plan says nothing is no guess", () => {
  const expect = expectations(plan({ guards: {} }), routes);
  assert.throws(() => expect(entry, "user"), /attack\.ts says nothing of the guard "requireUser"/);
});

test("no plan lets anybody without a session through an identity guard", () => {
  const guards = { requireUser: { letsIn: ["user", "revoked"], sendsTo: null } };
  assert.throws(() => expectations(plan({ guards }), routes), UsageError);
});
