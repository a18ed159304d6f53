import { z } from "zod";
import { Unavailable } from "../errors/unavailable.ts";
import { each } from "../html/each.ts";
import type { EventRef } from "../html/event-ref.ts";
import { html } from "../html/html.ts";
import { event, events } from "../live/event.ts";
import { provide } from "../live/guard.ts";
import { liveComponent, props } from "../live/live-component.ts";
import { type LiveView, liveView } from "../live/live-view.ts";
import { reply } from "../live/reply.ts";
import { rule } from "../live/rule.ts";
import { definePaths } from "../paths/define-paths.ts";
import { joined } from "./adding-view.fixture.ts";
import type { ShortFrame, TestView, TestWire } from "./test-wire.ts";

export const paths = definePaths({ list: "/?page", other: "/other" });
export const fetchUser = provide("fetchUser", () => ({ user: "ada" }));
const ownCounter = rule({
  needs: [fetchUser],
  load: ({ user }, { of }: { of: string }) => (of === "nobody" ? null : { owner: of, user }),
  allow: ({ user }, { owner }) => owner === user,
});

/** What happened to components, in order. */
export type Log = string[];

/** A component that counts, and does whatever else a component can do. */
export const counter = (log: Log = [], tell: EventRef<string, { n: number }> | null = null) =>
  liveComponent({
    needs: [fetchUser],
    props: props<{ step: number }>(),
    events: {
      inc: null,
      set: z.object({ n: z.number() }),
      reset: event(z.object({ of: z.string() }), ownCounter),
      ask: null,
      say: null,
      patch: null,
      leave: null,
      emit: null,
      tell: null,
      boom: null,
      unavailable: null,
    },
    mount: ({ id }) => {
      log.push(`mount ${id}`);
      return { count: 0 };
    },
    update: (socket, former) => {
      log.push(`update ${socket.assigns.id} from ${former?.step} to ${socket.assigns.step}`);
    },
    handle: {
      inc: (socket) => socket.update("count", (count) => count + socket.assigns.step),
      set: (socket, { n }) => socket.assign({ count: n }),
      reset: (socket, _, { owner }) => void log.push(`reset by ${owner}`, socket.assigns.user),
      ask: (socket) => reply({ count: socket.assigns.count }),
      say: (socket) => socket.putFlash("info", "said"),
      patch: (socket) =>
        socket
          .assign({ count: 9 })
          .putFlash("info", "patched")
          .pushPatch(paths.list({ page: 2 })),
      leave: (socket) => socket.assign({ count: 9 }).putFlash("info", "bye").pushNavigate(paths.other()),
      emit: (socket) => socket.pushEvent("counted", { count: socket.assigns.count }),
      tell: (socket) => (tell ? socket.sendEvent(tell, { n: 5 }) : socket),
      boom: () => {
        throw new Error("boom");
      },
      unavailable: (socket) => {
        socket.assign({ count: 99 });
        throw new Unavailable("the database is away");
      },
    },
    render: ({ count, step, flash }, { inc }) =>
      html`<button phx-click=${inc}>${count} by ${step}${flash["info"] && html`<i>${flash["info"]}</i>`}</button>`,
  });

const viewEvents = events({
  show: z.object({ ids: z.array(z.number()), step: z.number().optional() }),
  set: z.object({ n: z.number() }),
  send: z.object({ id: z.number(), step: z.number() }),
});

export function listView(log: Log = []) {
  const Counter = counter(log, viewEvents.set);
  return liveView({
    components: [Counter],
    params: z.object({ page: z.coerce.number().default(1) }),
    events: viewEvents,
    mount: () => ({ ids: [1, 2] as readonly number[], step: 1, told: 0, page: 1 }),
    handleParams: (socket, { page }) => socket.assign({ page }),
    handle: {
      show: (socket, { ids, step = socket.assigns.step }) => socket.assign({ ids, step }),
      set: (socket, { n }) => socket.assign({ told: n }),
      send: (socket, { id, step }) => socket.sendUpdate(Counter, id, { step }),
    },
    render: ({ ids, step, told, page, flash }) =>
      html`<p>${told} ${page} ${flash["info"]}</p>
        <ul>${each(
          ids,
          (id) => id,
          (id) => html`<li>${Counter({ id, step })}</li>`,
        )}</ul>`,
  });
}

/** A joined view; its join is taken. */
export async function opened(view: LiveView = listView()) {
  const wire = await joined({ view, guards: [fetchUser] });
  return {
    ...wire,
    to: (cid: number, name: string, value: unknown = {}, type = "click") =>
      wire.view.push("event", { type, event: name, value, cid }),
  };
}

/** The tree that a join was answered with. */
export const tree = ({ answer }: TestView) => (answer![2] as { rendered: Record<string, unknown> }).rendered;
export const diffs = (wire: TestWire): readonly unknown[] => wire.take().map(([, , payload]) => payload);
export const replies = (frames: readonly ShortFrame[]) => frames.map(([, , payload]) => payload);
