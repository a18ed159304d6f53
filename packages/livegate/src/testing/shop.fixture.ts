import { z } from "zod";
import { type ManualClock, manualClock } from "../clock/manual-clock.ts";
import type { App } from "../endpoint/app.ts";
import { endpoint } from "../endpoint/endpoint.ts";
import { csrfField } from "../html/csrf-field.ts";
import { each, row } from "../html/each.ts";
import { form } from "../html/form.ts";
import { html } from "../html/html.ts";
import { js } from "../html/js.ts";
import { link } from "../html/link.ts";
import { portal } from "../html/portal.ts";
import { stream } from "../html/stream.ts";
import { formEvent } from "../live/event.ts";
import { guard, provide } from "../live/guard.ts";
import { halt } from "../live/halt.ts";
import { liveComponent, props } from "../live/live-component.ts";
import { liveLayout, pageLayout } from "../live/live-layout.ts";
import { liveView } from "../live/live-view.ts";
import { reply } from "../live/reply.ts";
import { definePaths } from "../paths/define-paths.ts";
import { fetchLiveFlash } from "../plug/fetch-live-flash.ts";
import { fetchSession } from "../plug/fetch-session.ts";
import { protectFromForgery } from "../plug/protect-from-forgery.ts";
import { putRootLayout } from "../plug/put-root-layout.ts";
import { secureHeaders } from "../plug/secure-headers.ts";
import { logger } from "../plug/logger.ts";
import { type LocalPubSub, localPubSub } from "../pubsub/local-pubsub.ts";
import { topic } from "../pubsub/topic.ts";
import { pipeline } from "../router/pipeline.ts";
import { router } from "../router/router.ts";
import { Secret } from "../token/secret.ts";

export const paths = definePaths({
  home: "/?q",
  album: "/albums/:id",
  form: "/form",
  faulty: "/faulty?kind",
  songs: "/songs",
  flock: "/flock",
  account: "/account",
  vault: "/vault",
  logIn: "/log_in",
  logOut: "/log_out",
  about: "/about",
  circle: "/circle",
  broken: "/broken",
});

/** Words that every shelf shows, as they are told. */
export const news = topic(() => "news", z.object({ text: z.string() }));

interface Album {
  readonly id: number;
  readonly title: string;
}
const albums: readonly Album[] = ["Blue", "Hejira", "Mingus"].map((title, id) => ({ id, title }));

/** Whose token it is: there is one user with a log-in. */
export const TOKEN = "t".repeat(43);
const fetchName = provide("fetchName", ({ session }) => ({
  name: session.get("user_token") === TOKEN ? "Ada" : (session.get("name") as string | undefined),
}));
export const requireName = guard.identity("requireName", fetchName, ({ name }) =>
  name === undefined ? halt.redirect(paths.logIn(), { returnTo: true, flash: { error: "Log in first." } }) : { name },
);
export const requireAda = guard("requireAda", requireName, ({ name }) => (name === "Ada" ? {} : halt.forbidden()));

const AlbumRow = row(
  ({ id, title }: Album) => html`<li id="album-${id}">
    ${link({ navigate: paths.album({ id }) }, title)}
    <button phx-click="remove" phx-value-id="${id}" phx-value-by="hand"><i class="icon"></i> Remove</button>
  </li>`,
);

const HomeLive = (pubsub: LocalPubSub) =>
  liveView({
    params: z.object({ q: z.string().default("") }),
    events: {
      remove: z.object({ id: z.coerce.number<string | number>(), by: z.string().optional() }),
      tell: z.object({ text: z.string() }),
      key: z.object({ key: z.string() }),
      ask: z.object({ n: z.number() }),
      focused: null,
      crash: null,
      leave: null,
      away: null,
      saved: null,
    },
    mount: () => ({ albums, heard: "", focus: "", mounts: 0 }),
    subscribe: (_, on) => [
      on(news(), async (socket, { text }) => {
        // As long as a database takes: other pages go on meanwhile.
        for (let rounds = 0; rounds < 10; rounds++) await new Promise((resolve) => setImmediate(resolve));
        // Passed on without a word to the page.
        if (text === "pass it on") pubsub.broadcast(news(), { text: "passed on" });
        else socket.assign({ heard: text });
      }),
    ],
    handleParams: (socket, { q }) => socket.assign({ albums: albums.filter(({ title }) => title.includes(q)) }),
    handle: {
      remove: (socket, { id }) => socket.update("albums", (all) => all.filter((album) => album.id !== id)),
      tell: (_, message) => pubsub.broadcast(news(), message),
      key: (socket, { key }) => socket.assign({ heard: key }),
      ask: (_, { n }) => reply({ double: n * 2 }),
      focused: (socket) => socket.assign({ focus: "in" }),
      away: (socket) => socket.assign({ focus: "away" }),
      crash: () => {
        throw new Error("The shelf falls down.");
      },
      leave: (socket) => socket.putFlash("info", "Off you go.").redirect(paths.about()),
      saved: (socket) => socket.putFlash("info", "Saved.").pushEvent("saved", { at: 1 }).pushNavigate(paths.form()),
    },
    pageTitle: ({ albums: shown }) => `${shown.length} albums`,
    render: ({ albums: shown, heard, focus }, ev) => html`
      <h1 phx-window-keydown=${ev.key} phx-key="Escape">Shelf</h1>
      <ul id="shelf">${each(shown, ({ id }) => id, AlbumRow)}</ul>
      <p id="heard">${heard}</p><p id="focus">${focus}</p>
      ${link({ patch: paths.home({ q: "e" }) }, "With an e")} ${link({ href: paths.about() }, "About")}
      ${link({ href: "https://elsewhere.test/" }, "Elsewhere")} ${link({ navigate: paths.account() }, "Account")}
      <button id="command" phx-click=${js.hide({ to: "#shelf" }).push(ev.tell, { text: "by a command" })}>Tell</button>
      <button id="to-form" phx-click=${js.navigate(paths.form())}>Form</button>
      <button id="to-e" phx-click=${js.patch(paths.home({ q: "e" }))}>E</button>
      <button id="by-dispatch" phx-click=${js.dispatch("click", { to: "#command" })}>Also tell</button>
      <button id="crash" phx-click=${ev.crash}>Crash</button> <button id="leave" phx-click=${ev.leave}>Leave</button>
      <button id="saved" phx-click=${ev.saved}>Save</button>
      <button id="gone" phx-click="gone">Gone</button> <button id="wrong" phx-click=${ev.remove}>Wrong</button>
      <button id="hidden" hidden phx-click=${ev.away}>Hidden</button>
      <div inert><button id="inert" phx-click=${ev.away}>Inert</button></div>
      <button id="disabled" disabled phx-click=${ev.away}>Disabled</button>
      <input id="keys" aria-label="Keys" phx-keyup=${ev.key} phx-focus=${ev.focused} phx-blur=${ev.away}>
      <div id="menu" phx-click-away=${ev.away}></div>
      <div id="chart" phx-hook="Chart"></div>`,
  });

const AlbumLive = () =>
  liveView({
    params: z.object({ id: z.coerce.number<string>() }),
    mount: ({ params: { id } }) => {
      const album = albums[id];
      return album ? { album } : halt.notFound();
    },
    render: ({ album }) => html`<h1>${album.title}</h1>${link({ navigate: paths.home() }, "Back")}`,
  });

const Order = z.object({
  title: z.string().min(2, "is too short"),
  note: z.string().optional(),
  gift: z.stringbool().optional(),
  size: z.enum(["s", "m"]).optional(),
  format: z.enum(["lp", "cd"]).optional(),
  tags: z.array(z.string()).optional(),
  extras: z.array(z.string()).optional(),
});
const named = { as: "order" } as const;

/** A form with one input of each kind. `seen` is what the handler got last. */
const FormLive = () =>
  liveView({
    events: {
      validate: formEvent(Order, named),
      save: formEvent(Order, named),
      quick: z.looseObject({ quick: z.string() }),
      finish: null,
    },
    mount: () => ({ order: form(Order, named), seen: "", done: false }),
    handle: {
      validate: (socket, order) => socket.assign({ order, seen: JSON.stringify(order.params) }),
      save: (socket, order) => socket.assign({ order, seen: `saved ${JSON.stringify(order.params)}` }),
      quick: (socket, payload) => socket.assign({ seen: JSON.stringify(payload) }),
      finish: (socket) => socket.assign({ done: true }),
    },
    render: ({ order: { fields, id }, seen, done }, ev) => html`
      <form id="${id}" phx-change=${ev.validate} phx-submit=${ev.save}>
        <input type="hidden" name="order[version]" value="7">
        <input name=${fields.title.name} value=${fields.title.value}><p id="errors">${fields.title.errors.join("; ")}</p>
        <textarea name=${fields.note.name} phx-debounce="200">${fields.note.value}</textarea>
        <input type="hidden" name=${fields.gift.name} value="false">
        <label id="gift-label"><input id="gift" type="checkbox" name=${fields.gift.name} value="true" checked=${fields.gift.checked}> Gift</label>
        ${["s", "m"].map((size) => html`<input type="radio" name=${fields.size.name} value="${size}" checked=${fields.size.value === size}>`)}
        <select name=${fields.format.name}>
          <option value=""></option>
          ${["lp", "cd", "mc"].map((format) => html`<option value="${format}" selected=${fields.format.value === format} disabled=${format === "mc"}>${format}</option>`)}
        </select>
        <select multiple name=${fields.tags.itemName}>
          ${["folk", "jazz"].map((tag) => html`<option selected=${fields.tags.values.includes(tag)}>${tag}</option>`)}
        </select>
        ${["card", "bow"].map((extra) => html`<input type="checkbox" name=${fields.extras.itemName} value="${extra}" checked=${fields.extras.values.includes(extra)}>`)}
        <fieldset disabled><input name="order[locked]" value="x"></fieldset>
        <input name="quick" phx-change=${ev.quick}> <input name="order[fixed]" readonly value="f">
        <button name="act" value="first">Save</button> <button id="second" name="act" value="second">Save as</button>
      </form>
      <p id="seen">${seen}</p> <button id="finish" phx-click=${ev.finish}>Finish</button>
      <form id="native" action=${paths.logIn()} method="post" phx-trigger-action=${done}>
        ${csrfField()}<input type="hidden" name="name" value="Ada">
      </form>`,
  });

/** A page with the fault that its URL names. */
const FaultyLive = () =>
  liveView({
    params: z.object({ kind: z.string().default("") }),
    events: { change: z.record(z.string(), z.unknown()), shift: null },
    mount: ({ params: { kind } }) => ({ kind, words: ["one", "two", "three"] as readonly string[] }),
    handle: { change: (socket) => socket, shift: (socket) => socket.update("words", ([, ...rest]) => rest) },
    render: ({ kind, words }, ev) => html`
      ${kind === "duplicate-id" && html`<p id="twin">a</p><p id="twin">b</p>`}
      ${kind === "form-without-id" && html`<form phx-change=${ev.change}><input name="q"></form>`}
      ${kind === "hook-without-id" && html`<div phx-hook="Chart"></div>`}
      ${kind === "update-without-id" && html`<div phx-update="ignore"></div>`}
      ${kind === "portal-without-target" && portal({ id: "lost", target: "#nowhere", children: "" })}
      <ul>${words.map((word) => html`<li>${word}</li>`)}</ul><ol>${each(
        words,
        (word) => word,
        (word) => html`<li>${word}</li>`,
      )}</ol>
      <button phx-click=${ev.shift}>Shift</button>`,
  });

const SongsLive = () =>
  liveView({
    events: {
      add: z.object({ at: z.coerce.number<string>() }),
      drop: null,
      reset: null,
      more: z.looseObject({ id: z.string() }),
    },
    mount: () => ({ songs: stream([{ id: "a" }, { id: "b" }], { key: ({ id }) => id }), next: 0 }),
    handle: {
      add: (socket, { at }) => {
        socket.stream("songs").insert({ id: `n${socket.assigns.next}` }, { at, limit: 4 });
        return socket.update("next", (next) => next + 1);
      },
      drop: (socket) => socket.stream("songs").deleteByKey("a"),
      reset: (socket) => socket.stream("songs").reset([{ id: "z" }]),
      more: (socket, { id }) => socket.stream("songs").insert({ id: `behind-${id}` }),
    },
    render: ({ songs }, ev) => html`
      <ul id="songs" phx-update="stream" phx-viewport-bottom=${songs.size < 3 && ev.more}>${each(songs, (song, id) => html`<li id=${id}>${song.id}</li>`)}</ul>
      <button phx-click=${ev.add} phx-value-at="0">First</button> <button phx-click=${ev.add} phx-value-at="-1">Last</button>
      <button phx-click=${ev.drop}>Drop</button> <button phx-click=${ev.reset}>Reset</button>`,
  });

const Sheep = liveComponent({
  props: props<{ step: number }>(),
  events: { inc: null, rename: z.object({ name: z.string() }), ask: null },
  mount: () => ({ count: 0, called: "" }),
  handle: {
    inc: (socket) => socket.update("count", (count) => count + socket.assigns.step),
    rename: (socket, { name }) => socket.assign({ called: name }),
    ask: (socket) => reply({ count: socket.assigns.count }),
  },
  render: ({ id, count, called }, ev) => html`<section id="${id}">
    <b>${called} ${count}</b> <button phx-click=${ev.inc}>One more</button>
    <form id="${id}-form" phx-change=${ev.rename}><input name="name" value="${called}"></form>
    <i id="${id}-hook" phx-hook="Chart"></i>
  </section>`,
});

const FlockLive = () =>
  liveView({
    components: [Sheep],
    events: { shear: null, ask: z.object({ n: z.number() }) },
    mount: () => ({ both: true }),
    handle: { shear: (socket) => socket.update("both", (both) => !both), ask: () => reply({ double: 0 }) },
    render: ({ both }, ev) => html`
      ${Sheep({ id: "white", step: 1 })} ${both && Sheep({ id: "black", step: 10 })}
      <button id="shear" phx-click=${ev.shear}>Shear</button>`,
  });

const AccountLive = () =>
  liveView({ needs: [fetchName], mount: () => ({}), render: ({ name }) => html`<h1>${name}</h1>` });

const root = putRootLayout(
  ({ inner, pageTitle, csrfToken }) => html`<!doctype html><html lang="en"><head>
    <meta name="csrf-token" content=${csrfToken}>
    <title data-default="Shop" data-suffix=" - Shop">${pageTitle ?? "Shop"} - Shop</title></head><body>${inner}</body></html>`,
);
const notices = (flash: Readonly<Record<string, string>>) => html`<p id="notice">${flash["info"]}${flash["error"]}</p>`;
const live = liveLayout({ needs: [], render: ({ inner, flash }) => html`${notices(flash)}<main>${inner}</main>` });
const page = pageLayout({ needs: [], render: ({ inner, flash }) => html`${notices(flash)}<main>${inner}</main>` });
const browser = pipeline([fetchSession(), fetchLiveFlash(), root, protectFromForgery(), secureHeaders()]);

const routes = (pubsub: LocalPubSub, isOpen: boolean) =>
  router((r) => {
    r.scope({ pipeThrough: browser, guards: [fetchName], layout: page }, (r) => {
      r.scope({ public: true }, (r) => {
        r.get(paths.about, (c) =>
          c.render(
            html`<h1>About</h1><form id="search" action=${paths.about()}><input name="q"><button name="by" value="word">Search</button></form>${link({ href: paths.logOut(), method: "delete" }, "Log out")}`,
          ),
        );
        r.get(paths.logIn, (c) =>
          c.render(
            html`<form action=${c.req.url} method="post">${csrfField()}<input name="name"><button>Log in</button></form>`,
          ),
        );
        r.post(paths.logIn, async (c) => {
          const { name } = await c.req.parseBody();
          c.var.session.put("name", String(name));
          c.var.session.putFlash("info", `Hello ${String(name)}.`);
          return c.redirect(c.req.query("return_to") ?? "/account");
        });
        r.get(paths.broken, () => {
          throw new Error("The till is stuck.");
        });
        r.get(paths.circle, (c) => c.redirect("/circle"));
        r.delete(paths.logOut, (c) => {
          c.var.session.clear();
          return c.redirect("/about");
        });
      });
      r.liveSession("shop", { public: true, layout: live }, (r) => {
        r.live(paths.home, HomeLive(pubsub));
        r.live(paths.album, AlbumLive());
        r.live(paths.form, FormLive());
        r.live(paths.faulty, FaultyLive());
        r.live(paths.songs, SongsLive());
        r.live(paths.flock, FlockLive());
      });
      if (isOpen) r.liveSession("member", { public: true, layout: live }, (r) => r.live(paths.account, AccountLive()));
      else
        r.liveSession("member", { guards: [requireName], layout: live }, (r) => r.live(paths.account, AccountLive()));
      r.liveSession("vault", { guards: [requireAda], layout: live }, (r) => r.live(paths.vault, AccountLive()));
    });
  });

/** A small shop, with a clock that a test turns. */
export interface Shop {
  readonly app: App;
  readonly pubsub: LocalPubSub;
  readonly clock: ManualClock;
}

export const shop = (clock = manualClock()): Shop => shopWith(clock, false);

/** The same shop, but somebody forgot to guard the account. */
export const openShop = (): Shop => shopWith(manualClock(), true);

function shopWith(clock: ManualClock, isOpen: boolean): Shop {
  const pubsub = localPubSub();
  const app = endpoint({
    router: routes(pubsub, isOpen),
    pubsub,
    url: new URL("http://shop.test"),
    secretKeyBase: [new Secret("only-for-tests-".repeat(5))],
    production: false,
    log: logger({ level: "silent" }),
    clock,
  });
  return { app, pubsub, clock };
}
