import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { z } from "zod";
import { endpoint } from "../endpoint/endpoint.ts";
import { form } from "../html/form.ts";
import { html } from "../html/html.ts";
import { portal } from "../html/portal.ts";
import { when } from "../html/when.ts";
import { formEvent } from "../live/event.ts";
import { liveComponent, props } from "../live/live-component.ts";
import { liveRender } from "../live/live-render.ts";
import { liveView } from "../live/live-view.ts";
import { definePaths } from "../paths/define-paths.ts";
import { fetchSession } from "../plug/fetch-session.ts";
import { logger } from "../plug/logger.ts";
import { protectFromForgery } from "../plug/protect-from-forgery.ts";
import { putRootLayout } from "../plug/put-root-layout.ts";
import { localPubSub } from "../pubsub/local-pubsub.ts";
import { pipeline } from "../router/pipeline.ts";
import { router } from "../router/router.ts";
import { Secret } from "../token/secret.ts";
import { testApp } from "./test-app.ts";

const paths = definePaths({ home: "/" });

/** A button outside of its component, and another one outside of that. */
const Counter = liveComponent({
  props: props<Record<never, never>>(),
  events: { inc: null, dec: null },
  mount: () => ({ count: 0 }),
  handle: {
    inc: (socket) => socket.update("count", (count) => count + 1),
    dec: (socket) => socket.update("count", (count) => count - 1),
  },
  render: ({ count }, ev) => html`<p id="count">
    ${count}
    ${portal({
      id: "outer",
      target: "#dialogs",
      children: html`<button id="inc" phx-click=${ev.inc}>More than ${count}</button>
        ${portal({ id: "inner", target: "#tips", children: html`<button id="dec" phx-click=${ev.dec}>Less</button>` })}`,
    })}
  </p>`,
});

const Nested = liveView({
  events: { inc: null },
  mount: () => ({ count: 0 }),
  handle: { inc: (socket) => socket.update("count", (count) => count + 1) },
  render: ({ count }, ev) =>
    html`${portal({ id: "nested-portal", target: "#tips", children: html`<button class="own" phx-click=${ev.inc}>${count}</button>` })}`,
});

const Title = z.object({ title: z.string().min(3) });
const Home = liveView({
  views: { nested: Nested },
  components: [Counter],
  events: { toggle: null, type: formEvent(Title, { as: "album" }), save: formEvent(Title, { as: "album" }) },
  mount: () => ({ isOpen: true, album: form(Title, { as: "album" }), saved: "" }),
  handle: {
    toggle: (socket) => socket.update("isOpen", (isOpen) => !isOpen),
    type: (socket, album) => socket.assign({ album }),
    save: (socket, { output }) => socket.assign({ saved: output?.title ?? "" }),
  },
  render: ({ isOpen, album: { fields }, saved }, ev) => html`<div id="dialogs"></div>
    <div id="tips"></div>
    <button id="toggle" phx-click=${ev.toggle}>Toggle</button> <b id="saved">${saved}</b>
    ${Counter({ id: "counter" })} ${liveRender(Nested, { id: "nested" })}
    ${when(isOpen, () =>
      portal({
        id: "dialog-portal",
        target: "body",
        children: html`<div id="dialog">
          <form id="album" phx-change=${ev.type} phx-submit=${ev.save}>
            <input name=${fields.title.name} value=${fields.title.value} />
            <i id="errors">${fields.title.errors.join(" ")}</i>
          </form>
        </div>`,
      }),
    )}`,
});

const root = putRootLayout(
  ({ inner, csrfToken }) =>
    html`<!doctype html><html lang="en"><head><meta name="csrf-token" content=${csrfToken} /><title>Portals</title></head><body>${inner}</body></html>`,
);
const site = () =>
  testApp(
    endpoint({
      router: router((r) => {
        r.scope({ pipeThrough: pipeline([fetchSession(), root, protectFromForgery()]) }, (r) => {
          r.liveSession("all", { public: true }, (r) => r.live(paths.home, Home));
        });
      }),
      pubsub: localPubSub(),
      url: new URL("http://portals.test"),
      secretKeyBase: [new Secret("only-for-tests-".repeat(5))],
      production: false,
      log: logger({ level: "silent" }),
    }),
  );

describe("what a view has in a portal", () => {
  it("stands at its target, comes and goes with the portal, and isn't on a page without JavaScript", async () => {
    await using app = site();
    const page = await app.visit(paths.home());
    assert.equal(page.count("body > [data-phx-teleported] #dialog"), 1);
    await page.element("#toggle").click();
    assert.equal(page.has("#dialog"), false);
    await page.element("#toggle").click();
    assert.equal(page.count("#dialog"), 1);
    const plain = await app.visit(paths.home(), { javascript: false });
    assert.equal(plain.has("#dialog"), false);
  });

  it("is a form like others: typed into, sent, and half-typed brought back", async () => {
    await using app = site();
    const page = await app.visit(paths.home());
    await page.form("#album").change({ "album[title]": "Bl" });
    assert.notEqual(page.text("#errors"), "");
    await page.form("#album").change({ "album[title]": "Blue" });
    await page.reconnect();
    assert.equal(page.element("#album input").value, "Blue");
    await page.form("#album").submit();
    assert.equal(page.text("#saved"), "Blue");
  });

  it("sends its events to the component or the nested view that printed it, from a portal in a portal too", async () => {
    await using app = site();
    const page = await app.visit(paths.home());
    await page.element("#dialogs #inc").click();
    await page.element("#dialogs #inc").click();
    await page.element("#tips #dec").click();
    assert.deepEqual([page.text("#count"), page.text("#inc")], ["1", "More than 1"]);
    await page.view("#nested").element("button").click();
    assert.equal(page.text("#tips .own"), "1");
    assert.equal(page.count("#tips .own"), 1);
  });
});
