import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { html } from "../html/html.ts";
import type { Guard } from "../live/guard-step.ts";
import { guard, provide } from "../live/guard.ts";
import { halt } from "../live/halt.ts";
import { liveView } from "../live/live-view.ts";
import { definePaths } from "../paths/define-paths.ts";
import { router } from "../router/router.ts";
import { letInWithoutSession } from "./let-in-without-session.ts";

const paths = definePaths({ home: "/", about: "/about" });
const fetchUser = provide("fetchUser", ({ session }) => ({ user: session.get("user") ?? null }));
const requireUser = guard.identity("requireUser", fetchUser, ({ user }) => (user ? { user } : halt.forbidden()));
const view = liveView({ mount: () => ({}), render: () => html`` });

const behind = (member: Guard) =>
  router((r) => {
    r.scope({ public: true, guards: [fetchUser] }, (r) => r.get(paths.about, () => new Response()));
    r.liveSession("member", { guards: [member] }, (r) => r.live(paths.home, view));
  });

describe("letInWithoutSession", () => {
  it("finds nothing where guarded routes halt, and doesn't ask public ones", async () => {
    assert.deepEqual(await letInWithoutSession(behind(requireUser)), []);
  });

  it("finds an identity guard that lets everybody in", async () => {
    const open = guard.identity("open", fetchUser, () => ({}));
    assert.deepEqual(await letInWithoutSession(behind(open)), [
      "GET / (http): no guard halted.",
      "GET / (socket): no guard halted.",
    ]);
  });

  it("finds one that keeps visitors out on one transport alone", async () => {
    const half = guard.identity("half", ({ transport }) => (transport === "http" ? halt.notFound() : {}));
    assert.deepEqual(await letInWithoutSession(behind(half)), ["GET / (socket): no guard halted."]);
  });

  it("takes no error for a halt", async () => {
    const broken = guard.identity("broken", (): object => {
      throw new Error("no database");
    });
    assert.match(
      (await letInWithoutSession(behind(broken)))[0] ?? "",
      /^GET \/ \(http\): a guard threw Error: no database/,
    );
  });
});
