/** What one code stands for: a title for the list of errors, and the remedy that fits every case of it. */
interface CatalogueEntry {
  readonly title: string;
  readonly remedy: string;
}

/** Every error that Livegate throws at a programmer. Codes are never reused. Sorted by code. */
export const catalogue = {
  LG_ATTRIBUTE_NAME: {
    title: "attrs() got a name that no attribute may have",
    remedy: 'Use names such as "data-kind" or "aria-label"; events are phx-* attributes and looks are classes.',
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
    remedy: 'js.push(ev.save).hide({ to: "#modal" }).navigate(paths.home())',
  },
  LG_LINK: {
    title: "A link has no target, or more than one",
    remedy: 'link({ navigate: paths.home() }, "Home")',
  },
  LG_PATH_PARAM: {
    title: "A path was asked for without one of its parameters",
    remedy: "Give every parameter a value: paths.album({ id: album.id })",
  },
  LG_PATH_PATTERN: {
    title: "A path's pattern has another form than a path's",
    remedy: 'Write a path, its parameters and the names of its query: definePaths({ album: "/albums/:id?tab&page" })',
  },
  LG_ROW_IMPURE: {
    title: "A row shows more than its item and props tell",
    remedy:
      "Pass what the row reads through its props, each(items, key, AlbumRow, { now, locale }), and never change an item in place; or pass a plain function instead of a row().",
  },
  LG_SECRET_KEY_BASE: {
    title: "The secret that keys are made of is missing or too short",
    remedy: "Make one, and keep it out of the repository:\nSECRET_KEY_BASE=$(openssl rand -base64 48) npm start",
  },
  LG_SESSION_KEY: {
    title: "A session value has a name that is reserved",
    remedy: 'Give the value another name: session.put("theme", "dark")',
  },
  LG_SESSION_SIZE: {
    title: "A session is larger than a cookie may be",
    remedy: 'Keep the data in the database and put its id into the session: session.put("cart_id", cart.id)',
  },
  LG_TEMPLATE_SLOT: {
    title: "A template has a slot where no value may stand",
    remedy:
      'Fill slots in as text, as whole attributes or as parts of an attribute\'s value:\nhtml`<a href=${paths.home()} class="link ${kind}">${title}</a>`',
  },
  LG_TEMPLATE_VALUE: {
    title: "A value can't be printed where it stands in a template",
    remedy: "Print text, numbers, html`\u2026`, each(\u2026) or an array of those: html`<b>${album.title}</b>`",
  },
  LG_TOKEN_SIZE: {
    title: "A token would be larger than anyone reads",
    remedy: 'Put an id into the token and look the rest up when it is read: keys.sign("export", { id }, clock.now())',
  },
} satisfies Record<string, CatalogueEntry>;

export type ErrorCode = keyof typeof catalogue;
