import assert from "node:assert/strict";
import { test } from "node:test";
import type { AuditEntry } from "livegate";
import { auditChanges } from "./audit-changes.ts";

const rename: AuditEntry = {
  kind: "event",
  name: "rename",
  at: "/albums",
  access: "guarded",
  guards: ["fetchUser", "requireUser"],
  rule: ["requireUser"],
};
const albums: AuditEntry = { ...rename, kind: "live", name: "GET /albums", rule: null };

const changes: readonly (readonly [string, Partial<AuditEntry>, sentence: string])[] = [
  [
    "that visitors may come now",
    { access: "public", guards: ["fetchUser"] },
    `event "rename" of /albums became public: it was guarded by fetchUser, requireUser.`,
  ],
  [
    "a guard that doesn't run any more",
    { guards: ["requireUser"] },
    `event "rename" of /albums lost fetchUser: fetchUser, requireUser ran before it, now requireUser.`,
  ],
  [
    "a guard more",
    { guards: ["fetchUser", "requireUser", "requireSudo"] },
    `event "rename" of /albums has other guards: fetchUser, requireUser ran before it, now fetchUser, requireUser, requireSudo.`,
  ],
  ["a rule that is gone", { rule: null }, `event "rename" of /albums lost its rule.`],
  [
    "a rule by other guards",
    { rule: ["fetchUser"] },
    `the rule of event "rename" of /albums decides by fetchUser, no longer by requireUser.`,
  ],
];

for (const [what, change, sentence] of changes) {
  test(`tells of ${what}`, () => assert.deepEqual(auditChanges([rename], [{ ...rename, ...change }]), [sentence]));
}

test("tells of what came, what got a rule and what went", () => {
  const topics: AuditEntry = { ...albums, kind: "topics", name: "subscribe" };
  const now = [{ ...rename }, { ...albums, access: "public", guards: [], name: "GET /about" } as const];
  assert.deepEqual(auditChanges([{ ...rename, rule: null }, topics], now), [
    "GET /about is new: public, behind nothing.",
    `event "rename" of /albums got a rule.`,
    "topics of /albums is gone.",
  ]);
});

test("tells a component's event from one of the view's", () => {
  const of = { ...rename, kind: "component event", rule: null } as const;
  assert.deepEqual(auditChanges([of], [{ ...of, access: "public", guards: [] }]), [
    `component event "rename" of /albums became public: it was guarded by fetchUser, requireUser.`,
  ]);
});

test("says first what is less guarded than before", () => {
  const opened: AuditEntry = { ...albums, access: "public", guards: [] };
  const [first] = auditChanges([{ ...rename, rule: null }, albums], [rename, opened]);
  assert.match(first ?? "", /^GET \/albums became public/);
});

test("says nothing where nothing but the order has changed", () => {
  assert.deepEqual(auditChanges([rename, albums], [albums, rename]), []);
});
