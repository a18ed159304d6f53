import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { z } from "zod";
import { html } from "../html/html.ts";
import { event, events } from "./event.ts";
import { guard, provide } from "./guard.ts";
import { liveView } from "./live-view.ts";
import { rule } from "./rule.ts";

const currentUser = provide("currentUser", () => ({ currentUser: { id: 1 } }));
const requireUser = guard.identity("requireUser", currentUser, (user) => user);
const Id = z.object({ id: z.number() });

describe("liveView", () => {
  it("needs nothing and does nothing unless it is said", () => {
    const view = liveView({ mount: () => ({}), render: () => html`` });
    assert.deepEqual([view.needs, view.params, view.actions, view.events.size], [[], null, [], 0]);
    const { onMount, subscribe, handleParams, handle, pageTitle } = view.callbacks;
    assert.deepEqual([onMount, subscribe, handleParams, handle, pageTitle], [[], null, null, {}, null]);
  });

  it("keeps what it was given", () => {
    const view = liveView({
      needs: [requireUser],
      params: Id,
      actions: ["show", "edit"],
      mount: () => ({ n: 1 }),
      render: () => html``,
    });
    assert.deepEqual([view.needs, view.params, view.actions], [[requireUser], Id, ["show", "edit"]]);
  });

  it("needs what the rules of its events need", () => {
    const own = rule({ needs: [requireUser], load: () => 1, allow: () => true });
    const view = liveView({
      needs: [currentUser],
      events: { remove: event(Id, own) },
      mount: () => ({}),
      handle: { remove: () => {} },
      render: () => html``,
    });
    assert.deepEqual(view.needs, [currentUser, requireUser]);
  });

  it("gives references of events that stand inline", () => {
    const view = liveView({
      events: { inc: null },
      mount: () => ({}),
      handle: { inc: () => {} },
      render: () => html``,
    });
    assert.equal(view.ev.inc.name, "inc");
    assert.equal(view.callbacks.refs, view.ev);
  });

  it("gives the very references of events that stand above it", () => {
    const ev = events({ inc: null });
    const view = liveView({ events: ev, mount: () => ({}), handle: { inc: () => {} }, render: () => html`` });
    assert.equal(view.ev, ev);
    assert.deepEqual([...view.events.keys()], ["inc"]);
  });

  it("refuses an event without a handler, also one with a name that every object has", () => {
    const define = (declared: Record<string, null>, handle: Record<string, () => void>) => () =>
      liveView({ events: declared, mount: () => ({}), handle, render: () => html`` });
    assert.throws(define({ save: null }, {}), {
      code: "LG_EVENT_HANDLER",
      message: /The event "save" is declared, but "handle" has no "save"/,
    });
    assert.throws(define({ toString: null }, {}), { code: "LG_EVENT_HANDLER" });
  });
});
