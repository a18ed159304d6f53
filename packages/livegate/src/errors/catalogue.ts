/** What one code stands for: a title for the list of errors, and the remedy that fits every case of it. */
interface CatalogueEntry {
  readonly title: string;
  readonly remedy: string;
}

/** Every error that Livegate throws at a programmer. Codes are never reused. Sorted by code. */
export const catalogue = {
  LG_ATTRIBUTE_NAME: {
    title: "attrs() got a name that no attribute may have",
    remedy: "Use names such as \"data-kind\" or \"aria-label\"; events are phx-* attributes and looks are classes.",
  },
  LG_CONFIG: {
    title: "A setting is missing or not valid",
    remedy: "Set the environment variable that the message names, then start again.",
  },
  LG_EACH_KEYS: {
    title: "Two rows of a list have the same key",
    remedy: "Give each() a key that is unique in the list: each(albums, (album) => album.id, AlbumRow)",
  },
  LG_FORM_NAME: {
    title: "A form's name is not a word",
    remedy: 'Name the form with a word: form(AlbumSchema, { as: "album" })',
  },
  LG_JS_COMMAND: {
    title: "A JS command got an argument that the client refuses",
    remedy: "js.push(ev.save).hide({ to: \"#modal\" }).navigate(paths.home())",
  },
  LG_LINK: {
    title: "A link has no target, or more than one",
    remedy: "link({ navigate: paths.home() }, \"Home\")",
  },
  LG_ROW_IMPURE: {
    title: "A row shows more than its item and props tell",
    remedy: "Pass what the row reads through its props, each(items, key, AlbumRow, { now, locale }), and never change an item in place; or pass a plain function instead of a row().",
  },
  LG_TEMPLATE_SLOT: {
    title: "A template has a slot where no value may stand",
    remedy: "Fill slots in as text, as whole attributes or as parts of an attribute's value:\nhtml`<a href=${paths.home()} class=\"link ${kind}\">${title}</a>`",
  },
  LG_TEMPLATE_VALUE: {
    title: "A value can't be printed where it stands in a template",
    remedy: "Print text, numbers, html`\u2026`, each(\u2026) or an array of those: html`<b>${album.title}</b>`",
  },
} satisfies Record<string, CatalogueEntry>;

export type ErrorCode = keyof typeof catalogue;
