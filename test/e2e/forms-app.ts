import {
  type Form,
  type Html,
  type ValuesField,
  addRow,
  csrfField,
  definePaths,
  form,
  formEvent,
  html,
  inputValue,
  inputsFor,
  liveView,
  router,
} from "livegate";
import { formOf } from "livegate/plug";
import { z } from "zod";
import { guarded } from "./browser-site.ts";

export const paths = definePaths({ home: "/", draft: "/draft", logIn: "/log_in", done: "/done?saved" });

const Album = z.object({
  title: z.string("Every album has a title."),
  released: z.iso.date("That is no date."),
  live: z.stringbool(),
  condition: z.enum(["mint", "worn"], "Say how it looks."),
  formats: z.array(z.enum(["lp", "cd", "tape"])).min(1, "Pick a format."),
  moods: z.array(z.string()).max(2, "Two moods at most."),
  tracks: z.array(z.object({ name: z.string("This track has no name.") })).min(1, "An album has tracks."),
});
const named = { as: "album" } as const;
type AlbumForm = Form<z.input<typeof Album>, z.output<typeof Album>>;

const blank = (): AlbumForm =>
  form(Album, { ...named, values: { released: new Date("1971-06-22T00:00:00Z"), tracks: [{ name: "Carey" }] } });

const errorsOf = (field: { readonly id: string; readonly errors: readonly string[] }): Html =>
  html`<p id="${field.id}-errors">${field.errors.join(" ")}</p>`;

const boxes = (
  field: ValuesField,
  values: readonly string[],
): Html => html`<input type="hidden" name="${field.itemName}" />
  ${values.map((value) => html`<label><input type="checkbox" name="${field.itemName}" value="${value}" checked=${field.values.includes(value)} /> ${value}</label>`)}`;

const options = (
  field: ValuesField,
  values: readonly string[],
): Html => html`<input type="hidden" name="${field.itemName}" />
  <select aria-label="Moods" multiple id="${field.id}" name="${field.itemName}">
    ${values.map((value) => html`<option value="${value}" selected=${field.values.includes(value)}>${value}</option>`)}
  </select>`;

/** The form that the live view and the plain handler show. */
const albumForm = ({ id, fields }: AlbumForm): Html => {
  const { title, released, live, condition, formats, moods, tracks } = fields;
  return html`<form id="${id}" action=${paths.home()} method="post" phx-change="validate" phx-submit="save">
    ${csrfField()}
    <label>Title <input id="${title.id}" name="${title.name}" value="${title.value}" /></label> ${errorsOf(title)}
    <label>Released <input type="date" name="${released.name}" value="${inputValue("date", released.value)}" /></label>
    <input type="hidden" name="${live.name}" value="false" />
    <label><input type="checkbox" name="${live.name}" value="true" checked=${live.checked} /> live</label>
    ${["mint", "worn"].map((value) => html`<label><input type="radio" name="${condition.name}" value="${value}" checked=${condition.value === value} /> ${value}</label>`)}
    ${errorsOf(condition)} ${boxes(formats, ["lp", "cd", "tape"])} ${errorsOf(formats)}
    ${options(moods, ["calm", "sad", "wild"])} ${errorsOf(moods)}
    <ol id="tracks">
      ${inputsFor(
        tracks,
        ({ fields: { name } }, row) => html`<li>
          <input aria-label="Track ${row.index + 1}" id="${name.id}" name="${name.name}" value="${name.value}" />
          ${!row.isFirst && html`<button ${row.up}>Up</button>`} <button ${row.drop}>Remove</button> ${errorsOf(name)}
        </li>`,
      )}
    </ol>
    ${errorsOf(tracks)} <button ${addRow(tracks)}>Add a track</button> <button>Save</button>
  </form>`;
};

const newAlbumLive = liveView({
  events: { validate: formEvent(Album, named), save: formEvent(Album, named) },
  mount: () => ({ album: blank() }),
  handle: {
    validate: (socket, album) => socket.assign({ album }),
    save: (socket, album) =>
      album.output ? socket.redirect(paths.done({ saved: JSON.stringify(album.output) })) : socket.assign({ album }),
  },
  render: ({ album }) => albumForm(album),
});

const Draft = z.object({ text: z.string(), note: z.string().optional() });

/** What it was given after a lost connection is told apart from what somebody types. */
const draftLive = liveView({
  events: { validate: formEvent(Draft, { as: "draft" }), restore: formEvent(Draft, { as: "draft" }) },
  mount: () => ({ draft: form(Draft, { as: "draft" }), story: "new" }),
  handle: {
    validate: (socket, draft) => socket.assign({ draft, story: "typed" }),
    restore: (socket, draft) =>
      socket.assign({ draft, story: `restored ${draft.fields.text.used} ${draft.fields.note.used}` }),
  },
  render: ({ draft: { id, fields }, story }, ev) => html`
    <form id="${id}" phx-change=${ev.validate} phx-auto-recover=${ev.restore}>
      <input id="text" name="${fields.text.name}" value="${fields.text.value}" />
      <input id="note" name="${fields.note.name}" value="${fields.note.value}" />
    </form>
    <p id="story">${story}</p>`,
});

const LogIn = z.object({ name: z.string("Who are you?") });

/** A form that is checked over the socket and then sent by a request, which may set a cookie. */
const logInLive = liveView({
  events: { check: formEvent(LogIn, { as: "user" }) },
  mount: () => ({ user: form(LogIn, { as: "user" }), isReady: false }),
  handle: { check: (socket, user) => socket.assign({ user, isReady: user.valid }) },
  render: ({ user: { id, fields }, isReady }, ev) => html`
    <form id="${id}" action=${paths.logIn()} method="post" phx-submit=${ev.check} phx-trigger-action=${isReady}>
      ${csrfField()}
      <input id="name" name="${fields.name.name}" value="${fields.name.value}" /> ${errorsOf(fields.name)}
      <button phx-disable-with="One moment …">Log in</button>
    </form>`,
});

export const formRoutes = router((r) => {
  r.scope({ pipeThrough: guarded }, (r) => {
    r.get(paths.done, (c) => c.render(html`<h1>Saved</h1><pre id="saved">${c.req.query("saved")}</pre>`));
    r.post(paths.home, async (c) => {
      const album = await formOf(c, Album, named);
      if (!album.output) return c.render(albumForm(album), { status: 422, pageTitle: "Not saved" });
      return c.redirect(String(paths.done({ saved: JSON.stringify(album.output) })), 303);
    });
    r.post(paths.logIn, async (c) => {
      const { output } = await formOf(c, LogIn, { as: "user" });
      return c.render(html`<h1>Hello, ${output?.name}</h1>`);
    });
    r.liveSession("forms", {}, (r) => {
      r.live(paths.home, newAlbumLive);
      r.live(paths.draft, draftLive);
      r.live(paths.logIn, logInLive);
    });
  });
});
