import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { ErrorCode } from "../errors/catalogue.ts";
import { html } from "../html/html.ts";
import { events } from "../live/event.ts";
import { liveComponent, props } from "../live/live-component.ts";
import { type LiveView, liveView } from "../live/live-view.ts";
import { paths } from "./counters-page.fixture.ts";
import { liveTestApp, settled } from "./live-test-app.ts";

const ev = events({ inc: null });

describe("a mistake with live components", () => {
  const Plain = liveComponent({ render: ({ id }) => html`<b>${id}</b>` });
  const answerOf = async (view: LiveView, limits: object = {}) => {
    const app = liveTestApp([{ path: "/", view }], { limits });
    const page = app.connect().join("/");
    await settled();
    const error = app.context.logged.join();
    return { answer: page.answer, error };
  };
  const shows = (show: () => unknown, components: LiveView["components"] = [Plain]) =>
    liveView({ components, mount: () => ({}), render: () => html`<p>${show() as string}</p>` });

  const mistakes: Partial<Record<ErrorCode, LiveView>> = {
    LG_COMPONENT_TWICE: shows(() => [Plain({ id: 1 }), Plain({ id: "1" })]),
    LG_COMPONENT_UNDECLARED: shows(() => Plain({ id: 1 }), []),
    LG_COMPONENT_ROOT: (() => {
      const Two = liveComponent({ render: () => html`<b></b><b></b>` });
      return shows(() => Two({ id: 1 }), [Two]);
    })(),
    LG_COMPONENT_UPDATE: (() => {
      const Leaving = liveComponent({
        update: (socket) => socket.pushNavigate(paths.other()),
        render: () => html`<b></b>`,
      });
      return shows(() => Leaving({ id: 1 }), [Leaving]);
    })(),
    LG_EVENT_UNDECLARED: shows(() => html`<b phx-click=${ev.inc}></b>`),
    LG_ASSIGN_SHADOWS: (() => {
      const Shadow = liveComponent({
        props: props<{ step: number }>(),
        mount: (): object => ({ step: 1 }),
        render: () => html`<b></b>`,
      });
      return shows(() => Shadow({ id: 1, step: 1 }), [Shadow]);
    })(),
  };
  for (const [code, view] of Object.entries(mistakes)) {
    it(`is told by ${code}`, async () => {
      const { answer, error } = await answerOf(view);
      assert.equal(answer?.[1], "error");
      assert.ok(error.includes(code), error);
    });
  }

  it("that makes ever more of them ends the view", async () => {
    const many = shows(() => Array.from({ length: 6 }, (_, id) => Plain({ id })));
    assert.match((await answerOf(many, { componentsPerView: 5 })).error, /LG_COMPONENT_LIMIT/);
    assert.equal((await answerOf(many, { componentsPerView: 6 })).answer?.[1], "ok");
  });
});
