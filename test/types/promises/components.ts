import { type Slot, definePaths, form, html, stream } from "livegate";
import {
  type Tab,
  button,
  checkboxGroup,
  icon,
  input,
  modal,
  multiSelect,
  select,
  table,
  tabs,
} from "livegate/components";
import { z } from "zod";
import type { Album } from "./catalog.ts";

declare const albums: readonly Album[];
const paths = definePaths({ albums: "/albums?tab" });
const { fields } = form(z.object({ title: z.string(), formats: z.array(z.enum(["lp", "cd"])) }), { as: "album" });

export const shown: readonly Slot[] = [
  button({ kind: "primary", children: [icon("plus"), " Add"] }),
  input({ field: fields.title, type: "email", label: html`<b>E-mail</b>`, rest: { required: true } }),
  checkboxGroup({ field: fields.formats, label: "Formats", choices: ["lp", { value: "cd", label: "CD" }] }),
  select({ field: fields.title, label: "Title", choices: [{ group: "Old", choices: ["Blue"] }] }),
  table({
    id: "albums",
    caption: "Albums",
    rows: albums,
    key: ({ id }) => id,
    columns: [{ label: "Title", cell: ({ title }) => title }],
  }),
  modal({ id: "edit", title: "Edit", close: paths.albums(), children: "…" }),
];

// @ts-expect-error -- a button shows something
button({ kind: "primary" });
// @ts-expect-error -- there is no such look
button({ kind: "huge", children: "Save" });
// @ts-expect-error -- nobody has drawn that
icon("unicorn");
// @ts-expect-error -- an input has a label
input({ field: fields.title });
// @ts-expect-error -- a password has an input of its own
input({ field: fields.title, label: "Password", type: "password" });
// @ts-expect-error -- several things are chosen for a list
multiSelect({ field: fields.title, label: "Title", choices: [] });
const list = { id: "albums", caption: "Albums", rows: albums, key: ({ id }: Album) => id } as const;
// @ts-expect-error -- a cell is typed by the rows
table({ ...list, columns: [{ label: "Title", cell: ({ titel }) => titel }] });
// @ts-expect-error -- rows of a list are told apart by a key
table({ id: "a", caption: "A", rows: albums, columns: [] });
// @ts-expect-error -- those of a stream have one already
table({
  id: "a",
  caption: "A",
  rows: stream(albums, { key: ({ id }) => id }),
  key: ({ id }: Album) => id,
  columns: [],
});
// @ts-expect-error -- a dialog closes by going somewhere or doing something
modal({ id: "edit", title: "Edit", close: "close", children: "…" });

const tab: Tab<"tracks"> = { key: "tracks", label: "Tracks", patch: paths.albums() };
tabs({ label: "Album", tabs: [tab], current: "tracks" });
// @ts-expect-error -- the tab that is shown is one of them
tabs({ label: "Album", tabs: [tab], current: "reviews" });
// @ts-expect-error -- a tab leads somewhere
tabs({ label: "Album", tabs: [{ key: "tracks", label: "Tracks" }], current: "tracks" });
