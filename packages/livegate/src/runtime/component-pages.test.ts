import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { html } from "../html/html.ts";
import { liveComponent, props } from "../live/live-component.ts";
import { liveLayout } from "../live/live-layout.ts";
import { type LiveView, liveView } from "../live/live-view.ts";
import { runLifecycle } from "./lifecycle.ts";
import { liveTestApp, plainSession } from "./live-test-app.ts";
import { parseLiveUrl } from "./live-url.ts";

const print = { csrfToken: "c", nonce: "n", base: "", development: true };

/** The page of a view as HTTP prints it. */
async function pageOf(view: LiveView, liveSession = plainSession): Promise<string> {
  const { runtime, routes, info } = liveTestApp([{ path: "/", view, liveSession }]);
  const url = parseLiveUrl(new URL("http://shop.test/"), "http://shop.test", "")!; // It is a good one.
  const visit = { runtime, route: routes[0]!, url, session: info.session, connected: false, flash: {} };
  const result = await runLifecycle(visit);
  assert.ok(result.ok);
  return result.instance.printer.printHtml(print);
}

const Leaf = liveComponent({
  props: props<{ text: string }>(),
  events: { say: null },
  mount: async ({ connected }) => ({ how: connected ? "socket" : "http" }),
  handle: { say: (socket) => socket },
  render: ({ text, how }, { say }) => html`<b phx-click=${say}>${text} by ${how}</b>`,
});
const Branch = liveComponent({
  components: [Leaf],
  props: props<{ text: string }>(),
  render: ({ text }) => html`<i>${Leaf({ id: 1, text })}${Leaf({ id: 2, text: "two" })}</i>`,
});

describe("a page over HTTP", () => {
  it("has its live components, mounted and printed like the view", async () => {
    const view = liveView({
      components: [Branch],
      mount: () => ({}),
      render: () => html`<p>${Branch({ id: "x", text: "<one>" })}</p>`,
    });
    const leaf = (cid: number, text: string) => `<b phx-click="say" phx-target="${cid}">${text} by http</b>`;
    assert.equal(await pageOf(view), `<p><i>${leaf(2, "&lt;one&gt;")}${leaf(3, "two")}</i></p>`);
  });

  it("can have one in its layout", async () => {
    const layout = liveLayout({
      needs: [],
      components: [Leaf],
      render: ({ inner }) => html`${Leaf({ id: 1, text: "menu" })}${inner}`,
    });
    const view = liveView({ mount: () => ({}), render: () => html`<p>page</p>` });
    assert.match(await pageOf(view, { ...plainSession, layout }), /^<b [^>]+>menu by http<\/b><p>page<\/p>$/);
  });

  it("prints what users wrote as text, whatever it looks like", async () => {
    const Echo = liveComponent({ props: props<{ text: string }>(), render: ({ text }) => html`<b>${text}</b>` });
    const view = liveView({
      components: [Echo],
      mount: () => ({}),
      render: () => html`<p>${Echo({ id: 1, text: "<!--x:1-->$& $1 --&gt;" })}</p>`,
    });
    assert.equal(await pageOf(view), "<p><b>&lt;!--x:1--&gt;$&amp; $1 --&amp;gt;</b></p>");
  });
});
