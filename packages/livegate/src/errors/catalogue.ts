/** What one code stands for: a title for the list of errors, and the remedy that fits every case of it. */
interface CatalogueEntry {
  readonly title: string;
  readonly remedy: string;
}

/** Every error that Livegate throws at a programmer. Codes are never reused. Sorted by code. */
export const catalogue = {
  LG_CONFIG: {
    title: "A setting is missing or not valid",
    remedy: "Set the environment variable that the message names, then start again.",
  },
  LG_FORM_NAME: {
    title: "A form's name is not a word",
    remedy: 'Name the form with a word: form(AlbumSchema, { as: "album" })',
  },
} satisfies Record<string, CatalogueEntry>;

export type ErrorCode = keyof typeof catalogue;
