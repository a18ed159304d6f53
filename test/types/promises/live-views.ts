import { type Html, type LiveView, each, halt, html, liveView, localPubSub, once, reply } from "livegate";
import { z } from "zod";
import { type Album, Catalog } from "./catalog.ts";
import { albumTopic, ev } from "./events.ts";
import { requireSudo, requireUser, fetchUser } from "./guards.ts";
import { paths } from "./paths.ts";
import { albumRow } from "./templates.ts";

/** A view with everything: what mount, handlers, title and render get is inferred. */
export const AlbumsLive = liveView({
  needs: [requireUser],
  params: z.object({ q: z.string().optional(), page: z.coerce.number<string>().default(1) }),
  actions: ["index", "new"],
  events: ev,

  // Async, with a union of shapes: what one of them lacks is optional.
  mount: async ({ currentUser, params, action }) => {
    const albums = await Catalog.list(currentUser);
    if (action === "new") return { count: params.page, albums, editing: albums[0] };
    return { count: 0, albums };
  },
  subscribe: ({ currentUser }, on) => [
    on(albumTopic(currentUser.id), (socket, { id, title }) =>
      socket.update("albums", (albums) => albums.map((album) => (album.id === id ? { ...album, title } : album))),
    ),
  ],
  // Nothing between mount and handle: what follows is typed all the same.
  handle: {
    inc: (socket) => socket.update("count", (count) => count + 1),
    rename(socket, { id, title }) {
      const same: number = id;
      // @ts-expect-error -- there is no such assign
      socket.assign({ cuont: 1 });
      // @ts-expect-error -- the assign is a number
      socket.assign({ count: "1" });
      // @ts-expect-error -- containers are read-only
      socket.assigns.albums.push(null!);
      // @ts-expect-error -- assigns are set by assign
      socket.assigns.count = 2;
      // @ts-expect-error -- a guard's value can't be set
      socket.assign({ currentUser: null });
      // @ts-expect-error -- neither updated
      socket.update("currentUser", (user) => user);
      // @ts-expect-error -- a patch leads to a Path
      socket.pushPatch("/albums");
      // @ts-expect-error -- the update gives another type
      socket.update("count", () => "two");
      return socket
        .update("albums", (albums) => albums.filter((album) => album.id !== same))
        .putFlash("info", title)
        .pushPatch(paths.albums({ q: socket.assigns.currentUser.email }));
    },
    delete: async (socket, { id }, album) => {
      await Catalog.drop(album);
      return socket.update("albums", (albums) => albums.filter((one) => one.id !== id)).putFlash("info", album.title);
    },
    save(socket, form) {
      const title: string | undefined = form.output?.title;
      // @ts-expect-error -- the form has no such field
      socket.assign({ count: form.fields.artist.value.length });
      return reply({ title: title ?? form.fields.title.value });
    },
  },
  pageTitle: ({ currentUser, action }) => `${currentUser.email} ${action}`,
  render: ({ currentUser, action, editing, albums, flash }) => html`<h1>${currentUser.email}</h1>
    ${action === "new" && html`<b>new</b>`} ${editing?.title} ${flash["info"]}
    ${each(albums, ({ id }) => id, albumRow, { me: currentUser })}`,
});

liveView({
  actions: ["a", "b"],
  mount: () => ({ n: 1 }),
  // @ts-expect-error -- "c" is no action
  render: ({ action }) => html`${action === "c"}`,
});
liveView({
  events: { inc: null },
  mount: () => ({ n: 1 }),
  // @ts-expect-error -- the declared event has no handler
  handle: {},
  render: ({ n }) => html`${n}`,
});
liveView({
  mount: () => ({ n: 1 }),
  // @ts-expect-error -- mount gives no such assign
  render: ({ m }) => html`${m}`,
});
// @ts-expect-error -- an assign may not shadow what a guard gives
liveView({ needs: [requireUser], mount: async () => ({ currentUser: null }), render: () => html`` });
// @ts-expect-error -- nor what the framework gives
liveView({ mount: () => ({ flash: "x" }), render: () => html`` });
// @ts-expect-error -- what no guard gave isn't there
liveView({ mount: ({ currentUser }) => ({ email: currentUser.email }), render: () => html`` });
// @ts-expect-error -- a view renders Html
liveView({ mount: () => ({ n: 1 }), render: ({ n }) => n });

const Branded = z.string().brand<"uuid">();
liveView({
  events: { choose: Branded },
  mount: () => ({ id: Branded.parse("x"), names: new Map<string, number>(), tags: new Set<string>() }),
  handle: {
    choose(socket, id) {
      socket.assign({ id });
      // @ts-expect-error -- a text is no branded one
      socket.assign({ id: "x" });
      // @ts-expect-error -- maps are read-only
      socket.assigns.names.set("a", 1);
      // @ts-expect-error -- and sets
      socket.assigns.tags.add("a");
    },
  },
  render: ({ id }) => html`${id}`,
});

interface Sought {
  readonly found: readonly Album[];
  readonly chosen: Album | null;
}

/** Where values start empty, mount's return type says what they may become; mount may also halt. */
export const SearchLive = liveView({
  needs: [fetchUser],
  events: { choose: z.object({ at: z.number() }) },
  mount: ({ currentUser }): Sought | ReturnType<typeof halt.notFound> =>
    currentUser ? { found: [], chosen: null } : halt.notFound(),
  handle: { choose: (socket, { at }) => socket.assign({ chosen: socket.assigns.found[at] ?? null }) },
  render: ({ chosen, currentUser }): Html => html`${chosen?.title} ${currentUser?.email}`,
});

/** Halting needs no annotation. */
export const HaltingLive = liveView({
  params: z.object({ id: z.string() }),
  mount: ({ params }) => (params.id === "0" ? halt.notFound() : { id: params.id, seen: 1 }),
  render: ({ id, seen }) => html`${id.trim()} ${seen.toFixed()}`,
});

export const ShowLive = liveView({
  needs: [requireUser],
  params: z.object({ id: z.string(), tab: z.string().optional() }),
  mount: ({ params }) => ({ id: params.id }),
  render: ({ id }) => html`${id}`,
});
export const DangerLive = liveView({
  needs: [requireSudo],
  mount: ({ currentUser, admin }) => ({ email: currentUser.email, ok: admin }),
  render: ({ email }) => html`${email}`,
});
export const HomeLive = liveView({ mount: () => ({ n: 1 }), render: ({ n }) => html`${n}` });
export const LogInLive = liveView({
  needs: [fetchUser],
  mount: () => ({ n: 1 }),
  render: ({ currentUser }) => html`${currentUser?.email}`,
});

/** A view remembers the names of the guards that it and its rules need. */
export const needs: LiveView<"fetchUser" | "requireUser", unknown, "index" | "new">["actions"] = AlbumsLive.actions;

export const RecoveringLive = liveView({
  mount: () => ({ tab: "a" as "a" | "b", count: 1, tags: [] as readonly string[], when: new Date() }),
  recover: { tab: z.enum(["a", "b"]), count: z.number(), tags: z.array(z.string()) },
  render: ({ tab, count, tags }) => html`${tab} ${count} ${tags.length}`,
});
liveView({
  mount: () => ({ tab: "a" as "a" | "b", count: 1, when: new Date() }),
  recover: {
    // @ts-expect-error -- the schema gives what the assign can't be
    tab: z.string(),
    // @ts-expect-error -- a Date is no JSON
    when: z.date(),
    // @ts-expect-error -- there is no such assign
    other: z.string(),
  },
  render: () => html``,
});

liveView({
  mount: () => ({ report: null as string | null, count: 1 }),
  // @ts-expect-error -- the assign can't be null
  temporary: ["report", "count"],
  render: ({ report }) => html`${once(report)}`,
});

const pubsub = localPubSub();
pubsub.broadcast(albumTopic(1), { id: 1, title: "x" });
// @ts-expect-error -- the message lacks its title
pubsub.broadcast(albumTopic(1), { id: 1 });
