import assert from "node:assert/strict";
import { test } from "node:test";
import { z } from "zod";
import { html } from "../html/html.ts";
import { printHtml } from "../html/print-html.ts";
import { Placement } from "../html/placement.ts";
import { event, events } from "./event.ts";
import { guard, provide } from "./guard.ts";
import { liveComponent, props } from "./live-component.ts";
import { liveLayout } from "./live-layout.ts";
import { liveView } from "./live-view.ts";
import { rule } from "./rule.ts";

const fetchUser = provide("fetchUser", () => ({ user: "ada" }));
const requireUser = guard.identity("requireUser", fetchUser, ({ user }) => ({ user }));
const own = rule({ needs: [fetchUser], load: () => "record", allow: () => true });
const render = () => html`<p></p>`;

test("a component is called with an id and props, and stands for itself", () => {
  const Card = liveComponent({ props: props<{ title: string }>(), render });
  const card = Card({ id: 7, title: "Seven" });
  assert.ok(card instanceof Placement);
  assert.deepEqual([card.component, card.id, card.props], [Card, "7", { title: "Seven" }]);
  assert.ok(card.isOf(Card({ id: "7", title: "Other" }) as unknown as Placement));
});

test("a component outside of every live view is refused", () => {
  const Card = liveComponent({ render });
  const page = html`<main>${Card({ id: 1 })}</main>`;
  assert.throws(() => printHtml(page, { csrfToken: "", nonce: "", base: "", development: true }), {
    code: "LG_COMPONENT_PLACE",
  });
});

test("what components need is needed by whatever shows them", () => {
  const Inner = liveComponent({ needs: [requireUser], render });
  const Outer = liveComponent({
    components: [Inner],
    events: { save: event(z.object({}), own) },
    handle: { save: () => {} },
    render,
  });
  assert.deepEqual(Outer.needs, [fetchUser, requireUser]);
  assert.deepEqual(liveView({ components: [Outer], mount: () => ({}), render }).needs, [fetchUser, requireUser]);
  assert.deepEqual(liveLayout({ needs: [fetchUser], components: [Inner], render }).needs, [fetchUser, requireUser]);
});

test("events stand inline or above the component", () => {
  const above = events({ save: null });
  assert.equal(liveComponent({ events: above, handle: { save: () => {} }, render }).ev, above);
  assert.equal(liveComponent({ events: { save: null }, handle: { save: () => {} }, render }).ev.save.name, "save");
});

test("a declared event without a handler is refused, and so are two kinds of updates", () => {
  const lacking = { events: { save: null }, handle: {} as { save: () => void }, render };
  assert.throws(() => liveComponent(lacking), { code: "LG_EVENT_HANDLER" });
  const both = { update: () => {}, updateMany: () => {}, render };
  assert.throws(() => liveComponent(both), { code: "LG_COMPONENT_UPDATE" });
});
