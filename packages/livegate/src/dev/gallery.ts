import type { StandardSchemaV1 } from "@standard-schema/spec";
import type { Html } from "../html/brand.ts";
import { type Form, form } from "../html/form.ts";
import type { Path } from "../paths/path.ts";

/** What the gallery's form takes: an album with an input of every kind. */
export interface GalleryAlbum {
  readonly title: string;
  readonly email: string;
  readonly password: string;
  readonly year: string;
  readonly released: string;
  readonly starts: string;
  readonly notes: string;
  readonly genre: string;
  readonly condition: string;
  readonly live: string;
  readonly formats: readonly string[];
  readonly moods: readonly string[];
  readonly tracks: readonly { readonly name: string }[];
}

export type GalleryForm = Form<GalleryAlbum, GalleryAlbum>;

/** What examples show, and what they can do with it. */
export interface Gallery {
  readonly form: GalleryForm;
  readonly tab: GalleryTab;
  readonly page: number;
  readonly order: "ascending" | "descending";
  readonly isDialogOpen: boolean;
  /** The gallery's address with something else in it. */
  to(change: Partial<Pick<Gallery, "tab" | "page" | "order" | "isDialogOpen">>): Path;
}

export const galleryTabs = ["tracks", "reviews", "shops"] as const;
export type GalleryTab = (typeof galleryTabs)[number];

/** One example: compiled code, shown as it is written. */
export interface Example {
  readonly title: string;
  readonly render: (gallery: Gallery) => Html;
}

/** The examples of some components that belong together. */
export interface Section {
  readonly id: string;
  readonly title: string;
  readonly examples: readonly Example[];
}

/** The code of an example, without the arrow before it and without what it is indented by. */
export function codeOf({ render }: Example): string {
  const [, code = ""] = /^\([^)]*\)\s*=>\s*([^]*)$/.exec(String(render)) ?? [];
  const indents = [...code.matchAll(/\n( *)\S/g)].map(([, indent = ""]) => indent.length);
  const least = indents.length === 0 ? 0 : Math.min(...indents);
  return code.replaceAll(`\n${" ".repeat(least)}`, "\n");
}

const required: Readonly<Record<string, string>> = {
  title: "Every album has a title.",
  email: "An address, such as ada@example.org.",
  password: "Twelve characters at least.",
  genre: "Pick a genre.",
  condition: "Say how it looks.",
};

/** Wants some inputs filled, and tracks to have names. */
export const GallerySchema: StandardSchemaV1<GalleryAlbum, GalleryAlbum> = {
  "~standard": {
    version: 1,
    vendor: "livegate",
    validate(given) {
      const album = given as Partial<GalleryAlbum>; // Of what isn't as it says, nothing is done but shown.
      const missing = Object.entries(required).filter(([name]) => !(name in album));
      const tracks = Array.isArray(album.tracks) ? album.tracks : [];
      const nameless = tracks.flatMap((track: Partial<{ name: string }>, at) => (track.name ? [] : [at]));
      const issues = [
        ...missing.map(([name, message]) => ({ message, path: [name] })),
        ...nameless.map((at) => ({ message: "This track has no name.", path: ["tracks", at, "name"] })),
      ];
      return issues.length > 0 ? { issues } : { value: album as GalleryAlbum };
    },
  },
};

export const galleryFormOptions = { as: "album" } as const;

/** The form as it is at first. */
export const galleryForm = (): GalleryForm =>
  form(GallerySchema, {
    ...galleryFormOptions,
    values: { released: "1971-06-22", formats: ["lp"], tracks: [{ name: "All I Want" }, { name: "Carey" }] },
  });
