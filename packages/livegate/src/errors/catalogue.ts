/** What one code stands for: a title for the list of errors, and the remedy that fits every case of it. */
interface CatalogueEntry {
  readonly title: string;
  readonly remedy: string;
}

/** Every error that Livegate throws at a programmer. Codes are never reused. Sorted by code. */
export const catalogue = {
  LG_ASSETS: {
    title: "Browser code or styles can't be built",
    remedy: "Mend what the message says, then build again: npx livegate build",
  },
  LG_ASSIGN_SHADOWS: {
    title: "An assign has a name that belongs to a guard or to the framework",
    remedy: "Give the assign another name: mount: () => ({ editedUser: user })",
  },
  LG_ATTRIBUTE_NAME: {
    title: "attrs() got a name that no attribute may have",
    remedy: 'Use names such as "data-kind" or "aria-label"; events are phx-* attributes and looks are classes.',
  },
  LG_CONFIG: {
    title: "A setting is missing or not valid",
    remedy: "Set the environment variable that the message names, then start again.",
  },
  LG_DATABASE_OPEN: {
    title: "The database can't be opened",
    remedy:
      "Check that the directory exists and that this user may write to it, or that the server runs and takes user and password:\nDATABASE_URL=sqlite:db/app.db\nDATABASE_URL=postgres://user:password@127.0.0.1:5432/app",
  },
  LG_DATABASE_URL: {
    title: "The database URL names no database that is supported",
    remedy: "DATABASE_URL=sqlite:db/app.db\nDATABASE_URL=postgres://user:password@127.0.0.1:5432/app",
  },
  LG_EACH_KEYS: {
    title: "Two rows of a list have the same key",
    remedy: "Give each() a key that is unique in the list: each(albums, (album) => album.id, AlbumRow)",
  },
  LG_EVENT_HANDLER: {
    title: "A declared event has no handler",
    remedy: "Add it: handle: { save: (socket, payload) => socket.assign({ saved: true }) }",
  },
  LG_FORM_NAME: {
    title: "A form's name is not a word",
    remedy: 'Name the form with a word: form(AlbumSchema, { as: "album" })',
  },
  LG_GUARD_NAME: {
    title: "Two guards have the same name",
    remedy:
      'Name each guard once and import it where it is used: export const requireUser = guard.identity("requireUser", …)',
  },
  LG_HOOK_ENTRY: {
    title: "onMount names an entry that its module doesn't have",
    remedy:
      'onMount: [[liveAuth, "requireAuthenticatedUser"]]   // liveAuth = { requireAuthenticatedUser(params, session, socket) { … } }',
  },
  LG_HOOK_HALT: {
    title: "A hook halted a mount without sending the visitor anywhere",
    remedy: 'socket.redirect(paths.home());\nreturn "halt";',
  },
  LG_HOOK_NAME: {
    title: "Two hooks of one name are attached to the same stage",
    remedy: 'Detach the first one, or give the second another name: socket.attachHook("audit", "handleEvent", audit)',
  },
  LG_JS_COMMAND: {
    title: "A JS command got an argument that the client refuses",
    remedy: 'js.push(ev.save).hide({ to: "#modal" }).navigate(paths.home())',
  },
  LG_LINK: {
    title: "A link has no target, or more than one",
    remedy: 'link({ navigate: paths.home() }, "Home")',
  },
  LG_LISTEN: {
    title: "The server can't listen on its port",
    remedy: "Stop what uses the port, or take another one: PORT=4001 npm start",
  },
  LG_LIVE_SESSION_NAME: {
    title: "Two live sessions have the same name",
    remedy: 'Give each a name of its own: r.liveSession("member", { guards: [requireUser] }, (r) => { … })',
  },
  LG_MIGRATION: {
    title: "A migration failed; the database is as it was before",
    remedy: "Mend the migration and run it again: npx livegate migrate",
  },
  LG_NEEDS: {
    title: "A view or a layout needs a guard that doesn't run where it stands",
    remedy: "guards: [requireUser]   // in the live session or a scope around it",
  },
  LG_NO_SESSION: {
    title: "A live route, or one with guards, stands in a pipeline without a session",
    remedy: "r.scope({ pipeThrough: pipeline([fetchSession(), fetchLiveFlash(), …]) }, (r) => { … })",
  },
  LG_PATCH_LOOP: {
    title: "handleParams patches without end",
    remedy: "Patch only when the URL has to change: if (params.page < 1) socket.pushPatch(paths.albums({ page: 1 }))",
  },
  LG_PATCH_TARGET: {
    title: "A patch leads out of its view",
    remedy: "socket.pushNavigate(paths.album({ id }))   // another view of the live session",
  },
  LG_PATH_PARAM: {
    title: "A path was asked for without one of its parameters",
    remedy: "Give every parameter a value: paths.album({ id: album.id })",
  },
  LG_PATH_PATTERN: {
    title: "A path's pattern has another form than a path's",
    remedy: 'Write a path, its parameters and the names of its query: definePaths({ album: "/albums/:id?tab&page" })',
  },
  LG_PROVIDE_HALTED: {
    title: "A provide() tried to halt",
    remedy:
      'Use a guard that may halt: guard("requireUser", fetchCurrentUser, ({ currentUser }) => currentUser ? {} : halt.notFound())',
  },
  LG_REDIRECT_SCHEME: {
    title: "A redirect leads to a scheme that is not allowed",
    remedy: 'socket.redirect({ external: new URL("https://example.org/") })   // http, https, mailto or tel',
  },
  LG_ROUTE_ACTION: {
    title: "A live route gives an action that its view doesn't declare",
    remedy: 'liveView({ actions: ["index", "new"], … });  r.live(paths.albums, AlbumIndexLive, "index")',
  },
  LG_ROUTE_LIVE: {
    title: "A live route stands outside a live session",
    remedy: 'r.liveSession("default", { layout: live }, (r) => { r.live(paths.home, HomeLive); })',
  },
  LG_ROUTE_OUTER: {
    title: "A route was added to a scope that isn't being filled",
    remedy: "Use the `r` of the innermost callback: r.scope({ … }, (r) => { r.get(paths.about, about); })",
  },
  LG_ROUTE_TWICE: {
    title: "Two routes stand on the same method and path",
    remedy: "Remove one of them, or give it another path: the first would answer always",
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
  LG_SOCKET_TURN_OVER: {
    title: "A socket was used after its turn",
    remedy:
      "await what the turn needs before it ends; later results reach the view as messages:\nsubscribe: ({ params }, on) => [on(importTopic(params.id), (socket, result) => socket.assign({ result }))]",
  },
  LG_STREAM_ASSIGN: {
    title: "A stream is no assign of the view that uses it",
    remedy: "mount: () => ({ songs: stream(songs, { key: (song) => song.id }) })   // one stream, one assign",
  },
  LG_STREAM_CONTAINER: {
    title: "The element around a stream's rows isn't marked as their container",
    remedy: 'html`<ul id="songs" phx-update="stream">${each(songs, (song, id) => html`<li id=${id}>…</li>`)}</ul>`',
  },
  LG_STREAM_FORGOTTEN: {
    title: "A stream is shown anew, but its items were sent before and are forgotten",
    remedy:
      'Keep its container on the page and hide it: html`<ul id="songs" phx-update="stream" hidden=${!open}>…</ul>`; or give the items again: socket.stream("songs").reset(await Catalog.listSongs())',
  },
  LG_STREAM_KEYS: {
    title: "A stream's items have no keys that tell them apart",
    remedy: "stream(songs, { key: (song) => song.id })   // a text or a number, another one for each item",
  },
  LG_STREAM_OPTION: {
    title: "A stream has a position or a limit that the client can't follow",
    remedy:
      'socket.stream("songs").insert(song, { at: 0, limit: 50 })   // at: -1, 0 or an index; limit: -50 keeps the last 50',
  },
  LG_STREAM_ROW_ID: {
    title: "A stream's row doesn't print its id",
    remedy: "each(songs, (song, id) => html`<li id=${id}>${song.title}</li>`)",
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
  LG_TOPIC_MESSAGE: {
    title: "A message doesn't fit its topic",
    remedy: "Broadcast what the topic's schema describes: pubsub.broadcast(albumTopic(7), { id: 1 })",
  },
  LG_UNGUARDED: {
    title: "An entry point is neither guarded nor said to be public",
    remedy: "guards: [requireUser]   // or, where visitors may come: public: true",
  },
} satisfies Record<string, CatalogueEntry>;

export type ErrorCode = keyof typeof catalogue;
