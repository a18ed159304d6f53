import {
  type FieldPath,
  type Form,
  type ValuesField,
  addRow,
  form,
  formEvent,
  html,
  inputsFor,
  liveView,
} from "livegate";
import { formOf } from "livegate/plug";
import type { Context } from "hono";
import { z } from "zod";

const Album = z.object({
  title: z.string(),
  year: z.coerce.number<string | number>(),
  live: z.stringbool(),
  released: z.iso.date(),
  formats: z.array(z.enum(["lp", "cd"])),
  artist: z.object({ name: z.string(), members: z.array(z.string()) }).optional(),
  tracks: z.array(z.object({ name: z.string(), authors: z.array(z.object({ name: z.string() })) })),
});
const named = { as: "album" } as const;
const album = form(Album, {
  ...named,
  values: { title: "Blue", year: 1971, live: true, released: new Date(), formats: ["lp"], tracks: [{ name: "Carey" }] },
});

// @ts-expect-error -- a form starts with what its schema knows
form(Album, { ...named, values: { titel: "Blue" } });
// @ts-expect-error -- a choice is one of those that there are
form(Album, { ...named, values: { formats: ["mp3"] } });
// @ts-expect-error -- a list starts as a list
form(Album, { ...named, values: { tracks: { name: "Carey" } } });

const { fields } = album;
export const names: readonly string[] = [
  fields.artist.fields.name.name,
  fields.artist.fields.members.itemName,
  ...fields.tracks.items.flatMap((track) => track.fields.authors.items.map((author) => author.fields.name.name)),
];
// @ts-expect-error -- a group has no items
fields.artist.items.map(() => 1);
// @ts-expect-error -- rows know the names of their schema
fields.tracks.items[0]?.fields.title.value.trim();

const choose = (field: ValuesField) => html`${field.values}`;
choose(fields.formats);
// @ts-expect-error -- one value is no list of values
choose(fields.title);

export const rows = html`${inputsFor(
  fields.tracks,
  (track, row) =>
    html`<input name=${track.fields.name.name} /><button ${row.drop}>x</button>${inputsFor(
      track.fields.authors,
      (author) => html`${author.fields.name.value}`,
    )}`,
)}<button ${addRow(fields.tracks)}>+</button>`;
// @ts-expect-error -- a single input has no rows
inputsFor(fields.title, () => html``);
// @ts-expect-error -- rows are typed by their list
inputsFor(fields.tracks, (track) => html`${track.fields.title.value}`);

const paths: readonly FieldPath<z.input<typeof Album>>[] = [
  "title",
  "artist.name",
  "tracks.0.name",
  "tracks.0.authors.1.name",
];
album
  .withError("tracks.2.authors.0.name", "is missing")
  .withError("", "can't be saved")
  .field("artist.members")
  .value.trim();
// @ts-expect-error -- no input stands there
album.withError("tracks.0.title", "is missing");
// @ts-expect-error -- a row is named by its number
album.field("tracks.name").value.trim();
// @ts-expect-error -- nothing is below a text
const below: FieldPath<z.input<typeof Album>> = "title.length";

/** A type that contains itself has paths too. */
interface Folder {
  readonly name: string;
  readonly folders: readonly Folder[];
}
const deep: FieldPath<Folder> = "folders.0.folders.1.name";

export const view = liveView({
  events: { save: formEvent(Album, named) },
  mount: () => ({ album, path: paths[0] ?? below ?? deep }),
  handle: { save: (socket, filled) => socket.assign({ album: filled }) },
  render: ({ album: shown }) => html`${shown.fields.title.value}`,
});

export async function create(c: Context): Promise<Form<z.input<typeof Album>, z.output<typeof Album>>> {
  const filled = await formOf(c, Album, named);
  const live: boolean | undefined = filled.output?.live;
  // @ts-expect-error -- the output is null unless everything is valid
  filled.output.title.trim();
  return live ? filled : filled.withErrors({ title: ["is taken"], "tracks.0.name": ["is taken"] });
}
