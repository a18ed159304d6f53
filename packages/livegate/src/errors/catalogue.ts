/** What one code stands for: a title for the list of errors, why it comes to that, and the remedy that fits every case. */
interface CatalogueEntry {
  readonly title: string;
  readonly cause: string;
  readonly remedy: string;
}

/** Every error that Livegate throws at a programmer. Codes are never reused. Sorted by code. */
export const catalogue = {
  LG_ASSETS: {
    title: "Browser code or styles can't be built",
    cause: "The bundler or Tailwind refused a source in client/, or the files that it once built aren't there.",
    remedy: "Mend what the message says, then build again: npx livegate build",
  },
  LG_ASSIGN_SHADOWS: {
    title: "An assign has a name that belongs to a guard or to the framework",
    cause:
      "mount or assign() set a name that a guard of this route provides, or that is the framework's: action, flash, inner, staticChanged, uploads.",
    remedy: "Give the assign another name: mount: () => ({ editedUser: user })",
  },
  LG_ATTRIBUTE_NAME: {
    title: "attrs() got a name that no attribute may have",
    cause: "A computed name becomes markup, so it has to be a plain name, and none that runs or styles anything.",
    remedy: 'Use names such as "data-kind" or "aria-label"; events are phx-* attributes and looks are classes.',
  },
  LG_AUTH_NOT_STARTED: {
    title: "Accounts were asked before they started",
    cause: "A function of authentication() was called before its start() or after its stop().",
    remedy:
      "Start them in application.ts, after the database: { start: () => Accounts.start({ db: repo.db, … }), stop: () => Accounts.stop() }",
  },
  LG_AUTH_TRIES: {
    title: "The table in which nodes count tries together can't be made",
    cause:
      "On PostgreSQL, accounts keep their throttles in a table of their own, and the app's user may not create it.",
    remedy:
      "Make it once as a user who may: create unlogged table livegate_tries (key text primary key, full_at bigint not null); grant select, insert, update, delete on livegate_tries to the app's user;",
  },
  LG_AUTH_USER: {
    title: "logInUser got a user that hasn't shown who they are",
    cause:
      "Which password a user had when they showed who they are is known of the very value that logInWithPassword, logInWithLink, register and their like gave back. Of a copy, or a user read elsewhere, nobody can say that the password hasn't been changed meanwhile.",
    remedy:
      'const outcome = await Accounts.logInWithPassword(fields, visitorOf(c));\nif (outcome.ok) return logInUser(c, outcome.value.user, { method: "password" });   // the value itself, no copy',
  },
  LG_COMPONENT_LIMIT: {
    title: "A view has more live components than it may",
    cause:
      "Each live component keeps its state in the view until its page has forgotten it, so their number has a limit.",
    remedy: "Show rows that need no state of their own with row(), or fewer at once, page by page.",
  },
  LG_COMPONENT_PLACE: {
    title: "A live component stands outside of every live view",
    cause: "Its state lives in a live view, and a page over HTTP alone, a stream's check or a mail has none.",
    remedy:
      "Show it in a live view's or a live layout's template; on a plain page, use a function that returns html`…`.",
  },
  LG_COMPONENT_ROOT: {
    title: "A live component's template isn't exactly one element",
    cause:
      "The client finds a component in the page by its one element, which has to be there whatever the slots hold.",
    remedy:
      'render: ({ items }) => html`<div id="basket">…</div>`   // all of it inside one element, without a slot around it',
  },
  LG_COMPONENT_TWICE: {
    title: "Two live components of one kind have the same id",
    cause: "Kind and id say which state a component shows, so two of them in one page would be the same one.",
    remedy: "Give each an id that is unique in the page: AlbumCard({ id: album.id, album })",
  },
  LG_COMPONENT_UNDECLARED: {
    title: "A live component stands where it isn't declared",
    cause: "What a component needs is checked when the router is made, so whatever shows it has to name it.",
    remedy: "Name it in the view, layout or component around it, which adds what it needs: components: [AlbumForm]",
  },
  LG_COMPONENT_UPDATE: {
    title: "A live component's update does what it can't",
    cause: "It has both kinds of update, or it navigates while the page that it belongs to is being printed.",
    remedy:
      "Declare either update or updateMany, and navigate in the handler of an event: socket.pushPatch(paths.home())",
  },
  LG_CONFIG: {
    title: "A setting is missing or not valid",
    cause: "The environment lacks a variable that production needs, or holds a value of another form.",
    remedy: "Set the environment variable that the message names, then start again.",
  },
  LG_CONTAINER: {
    title: "A live view's container can't hold it",
    cause:
      "The client keeps the container and replaces what is in it, through all views of a live session, and its id and data-phx-… attributes are the client's.",
    remedy: 'liveRender(PlayerLive, { id: "player", container: { tag: "section", attributes: { class: "player" } } })',
  },
  LG_DATABASE_OPEN: {
    title: "The database can't be opened",
    cause:
      "The file's directory isn't there, belongs to another user or holds no database; or no server answers, or it doesn't know this user.",
    remedy:
      "Check that the directory exists and that this user may write to it, or that the server runs and takes user and password:\nDATABASE_URL=sqlite:db/app.db\nDATABASE_URL=postgres://user:password@127.0.0.1:5432/app",
  },
  LG_DATABASE_URL: {
    title: "The database URL names no database that is supported",
    cause: "Only URLs of databases that Livegate speaks with are taken: sqlite and postgres.",
    remedy: "DATABASE_URL=sqlite:db/app.db\nDATABASE_URL=postgres://user:password@127.0.0.1:5432/app",
  },
  LG_EACH_KEYS: {
    title: "Two rows of a list have the same key",
    cause: "Rows are found again by their keys, so that the browser would change the wrong one of two.",
    remedy: "Give each() a key that is unique in the list: each(albums, (album) => album.id, AlbumRow)",
  },
  LG_EVENT_HANDLER: {
    title: "A declared event has no handler",
    cause: "Every event that events: declares has a function of its name in handle:.",
    remedy: "Add it: handle: { save: (socket, payload) => socket.assign({ saved: true }) }",
  },
  LG_EVENT_OWNER: {
    title: "One element sends events to different views or components",
    cause: "An element has one target for all of its events, and their references were declared in several places.",
    remedy:
      "Declare the events of an element in one place, or put it around another element that sends the second one.",
  },
  LG_EVENT_UNDECLARED: {
    title: "A template sends an event that its view doesn't declare",
    cause: "The reference was declared for another view, or for a component that isn't around the element.",
    remedy: "events: { rename: RenameSchema },   // in the view or component that shows the element, with its handler",
  },
  LG_FORM_NAME: {
    title: "A form's name is not a word",
    cause: "The name stands in front of each input's name, in brackets: album[title].",
    remedy: 'Name the form with a word: form(AlbumSchema, { as: "album" })',
  },
  LG_GUARD_NAME: {
    title: "Two guards have the same name",
    cause: "Needs are met by a guard's name; a second guard of that name would meet them without being it.",
    remedy:
      'Name each guard once and import it where it is used: export const requireUser = guard.identity("requireUser", …)',
  },
  LG_GUARD_VALUE: {
    title: "Two guards that don't know of each other give a value of one name",
    cause:
      "A view was compiled with the value of one guard, and another one, which stands beside it, would put its own there.",
    remedy:
      'Put one behind the other, so that it may only narrow the value: guard("requireUser", fetchUser, ({ user }) => user ? { user } : halt.forbidden())',
  },
  LG_HOOK_ENTRY: {
    title: "onMount names an entry that its module doesn't have",
    cause: "A pair in onMount is a module and the name of one of its functions.",
    remedy:
      'onMount: [[liveAuth, "requireAuthenticatedUser"]]   // liveAuth = { requireAuthenticatedUser(params, session, socket) { … } }',
  },
  LG_HOOK_HALT: {
    title: "A hook halted a mount without sending the visitor anywhere",
    cause: "A page whose mount is halted shows nothing, so the hook has to say where to go.",
    remedy: 'socket.redirect(paths.home());\nreturn "halt";',
  },
  LG_HOOK_NAME: {
    title: "Two hooks of one name are attached to the same stage",
    cause: "attachHook() ran twice in a view's life with the same name and stage, often because a handler attaches it.",
    remedy: 'Detach the first one, or give the second another name: socket.attachHook("audit", "handleEvent", audit)',
  },
  LG_JS_COMMAND: {
    title: "A JS command got an argument that the client refuses",
    cause: "The stock client ends with an error at such an argument, in the visitor's browser.",
    remedy: 'js.push(ev.save).hide({ to: "#modal" }).navigate(paths.home())',
  },
  LG_LINK: {
    title: "A link has no target, or more than one",
    cause: "A link leads to one place in one way: navigate, patch or href.",
    remedy: 'link({ navigate: paths.home() }, "Home")',
  },
  LG_LISTEN: {
    title: "The server can't listen on its port",
    cause: "Another process listens there, or this user may not.",
    remedy: "Stop what uses the port, or take another one: PORT=4001 npm start",
  },
  LG_LIVE_SESSION_NAME: {
    title: "Two live sessions have the same name",
    cause: "Page tokens name their live session, so that a page of one could join views of the other.",
    remedy: 'Give each a name of its own: r.liveSession("member", { guards: [requireUser] }, (r) => { … })',
  },
  LG_MIGRATION: {
    title: "A migration failed; the database is as it was before",
    cause: "A statement failed, the files are out of order, or one that has run was changed or is gone.",
    remedy: "Mend the migration and run it again: npx livegate migrate",
  },
  LG_NEEDS: {
    title: "A view or a layout needs a guard that doesn't run where it stands",
    cause: "The route's live session and scopes don't run a guard that the view or layout says it needs.",
    remedy: "guards: [requireUser]   // in the live session or a scope around it",
  },
  LG_NO_SESSION: {
    title: "A live route, or one with guards, stands in a pipeline without a session",
    cause: "Live views and guards read the session, which fetchSession() opens.",
    remedy: "r.scope({ pipeThrough: pipeline([fetchSession(), fetchLiveFlash(), …]) }, (r) => { … })",
  },
  LG_PATCH_LOOP: {
    title: "handleParams patches without end",
    cause: "Each patch runs handleParams again, which asked for another patch each time.",
    remedy: "Patch only when the URL has to change: if (params.page < 1) socket.pushPatch(paths.albums({ page: 1 }))",
  },
  LG_PATCH_TARGET: {
    title: "A patch leads out of its view",
    cause: "A patch keeps the view, so its path has to be one of this view's routes; it may not end there.",
    remedy: "socket.pushNavigate(paths.album({ id }))   // another view of the live session",
  },
  LG_PATH_PARAM: {
    title: "A path was asked for without one of its parameters",
    cause: "A parameter is undefined, null or an empty text, which would make another path.",
    remedy: "Give every parameter a value: paths.album({ id: album.id })",
  },
  LG_PATH_PATTERN: {
    title: "A path's pattern has another form than a path's",
    cause: "A pattern begins with a slash, names parameters as :name and its query after one question mark.",
    remedy: 'Write a path, its parameters and the names of its query: definePaths({ album: "/albums/:id?tab&page" })',
  },
  LG_PRESENCE: {
    title: "A view can't be present in this way",
    cause:
      "socket.track() was called for a topic that the view doesn't hear, or with a key or a meta that is larger than it may be.",
    remedy:
      "Hear the topic first, and say little: subscribe: (_, on) => [on(readers(1), …)], then socket.track(readers(1), user.id, { initials })",
  },
  LG_PROVIDE_HALTED: {
    title: "A provide() tried to halt",
    cause: "provide() promises by its type that it can't halt; routes behind it rely on that.",
    remedy:
      'Use a guard that may halt: guard("requireUser", fetchCurrentUser, ({ currentUser }) => currentUser ? {} : halt.notFound())',
  },
  LG_PUBSUB_OPEN: {
    title: "The other nodes can't be reached",
    cause: "The server that PUBSUB_URL names didn't let this node in, or took a message and didn't hand it on.",
    remedy:
      "Start the server, or name another one: PUBSUB_URL=redis://user:password@127.0.0.1:6379, postgres://user:password@127.0.0.1:5432/app, or local: for a single process",
  },
  LG_REDIRECT_SCHEME: {
    title: "A redirect leads to a scheme that is not allowed",
    cause: "A URL that came from outside could run a script or open a program by its scheme.",
    remedy: 'socket.redirect({ external: new URL("https://example.org/") })   // http, https, mailto or tel',
  },
  LG_ROUTE_ACTION: {
    title: "A live route gives an action that its view doesn't declare",
    cause: "Only actions that a view lists in actions: reach its handleParams and render.",
    remedy: 'liveView({ actions: ["index", "new"], … });  r.live(paths.albums, AlbumIndexLive, "index")',
  },
  LG_ROUTE_LIVE: {
    title: "A live route stands outside a live session",
    cause: "The live session says which guards and layout a live route has.",
    remedy: 'r.liveSession("default", { layout: live }, (r) => { r.live(paths.home, HomeLive); })',
  },
  LG_ROUTE_OUTER: {
    title: "A route was added to a scope that isn't being filled",
    cause: "The callback of a scope used the r of an outer one, so the route would have missed the scope's guards.",
    remedy: "Use the `r` of the innermost callback: r.scope({ … }, (r) => { r.get(paths.about, about); })",
  },
  LG_ROUTE_TWICE: {
    title: "Two routes stand on the same method and path",
    cause: "The same method and pattern, or patterns that differ only in the names of parameters.",
    remedy: "Remove one of them, or give it another path: the first would answer always",
  },
  LG_ROW_IMPURE: {
    title: "A row shows more than its item and props tell",
    cause: "Unchanged items are skipped, so the browser would keep what the row showed before.",
    remedy:
      "Pass what the row reads through its props, each(items, key, AlbumRow, { now, locale }), and never change an item in place; or pass a plain function instead of a row().",
  },
  LG_RUNTIME_HOOK: {
    title: "A hook of the page's own can't stand in a script",
    cause:
      "runtimeHook() prints its code into a <script>: a name with other characters than letters, digits, _ and dots would break out of it, and so would code with <script, </script or <!-- in it.",
    remedy: 'Write such texts in two parts: "<" + "/script>". Names are like Shout or Shop.Shout.',
  },
  LG_SECRET_KEY_BASE: {
    title: "The secret that keys are made of is missing or too short",
    cause: "Sessions and tokens are only as good as the secret that their keys come from.",
    remedy: "Make one, and keep it out of the repository:\nSECRET_KEY_BASE=$(openssl rand -base64 48) npm start",
  },
  LG_SESSION_KEY: {
    title: "A session value has a name that is reserved",
    cause: "Log-in alone writes the value that says who somebody is; a second writer could not be guarded.",
    remedy: 'Give the value another name: session.put("theme", "dark")',
  },
  LG_SESSION_SIZE: {
    title: "A session is larger than a cookie may be",
    cause: "Browsers drop cookies beyond 4 kB without a word; the limit leaves room for name and attributes.",
    remedy: 'Keep the data in the database and put its id into the session: session.put("cart_id", cart.id)',
  },
  LG_SOCKET_TURN_OVER: {
    title: "A socket was used after its turn",
    cause: "A promise that nobody awaits, or a timer, kept the socket beyond the handler that got it.",
    remedy:
      'await what the turn needs before it ends; what comes later has a turn of its own:\nsocket.startAsync("import", { run: importAlbums, handleAsync: (socket, outcome) => socket.assign({ outcome }) })',
  },
  LG_STREAM_ASSIGN: {
    title: "A stream is no assign of the view that uses it",
    cause: "A stream's operations and its print have to be those of one assign.",
    remedy: "mount: () => ({ songs: stream(songs, { key: (song) => song.id }) })   // one stream, one assign",
  },
  LG_STREAM_CONTAINER: {
    title: "The element around a stream's rows isn't marked as their container",
    cause: 'The client keeps the rows of a stream only in an element with an id and phx-update="stream".',
    remedy: 'html`<ul id="songs" phx-update="stream">${each(songs, (song, id) => html`<li id=${id}>…</li>`)}</ul>`',
  },
  LG_STREAM_FORGOTTEN: {
    title: "A stream is shown anew, but its items were sent before and are forgotten",
    cause: "The container left the page and came back, but a stream keeps no items to print again.",
    remedy:
      'Keep its container on the page and hide it: html`<ul id="songs" phx-update="stream" hidden=${!open}>…</ul>`; or give the items again: socket.stream("songs").reset(await Catalog.listSongs())',
  },
  LG_STREAM_KEYS: {
    title: "A stream's items have no keys that tell them apart",
    cause: "Two items have the same key, or a key is neither a text nor a number.",
    remedy: "stream(songs, { key: (song) => song.id })   // a text or a number, another one for each item",
  },
  LG_STREAM_OPTION: {
    title: "A stream has a position or a limit that the client can't follow",
    cause: "Positions are -1, 0 or an index, limits are whole numbers other than 0.",
    remedy:
      'socket.stream("songs").insert(song, { at: 0, limit: 50 })   // at: -1, 0 or an index; limit: -50 keeps the last 50',
  },
  LG_STREAM_ROW_ID: {
    title: "A stream's row doesn't print its id",
    cause: "The client finds a row by the id of its root element.",
    remedy: "each(songs, (song, id) => html`<li id=${id}>${song.title}</li>`)",
  },
  LG_STREAM_UPLOAD: {
    title: "An upload's input stands in a row of a stream",
    cause:
      "Rows of a stream are printed once, so the input never says which files the server knows: its form would be sent without them.",
    remedy:
      "each(songs, (song, id) => html`${SongForm({ id })}`)   // a live component as the row, with the upload its own",
  },
  LG_TEMPLATE_SLOT: {
    title: "A template has a slot where no value may stand",
    cause: "What stands there decides what the rest of the page means, so no escaping makes a value safe.",
    remedy:
      'Fill slots in as text, as whole attributes or as parts of an attribute\'s value:\nhtml`<a href=${paths.home()} class="link ${kind}">${title}</a>`',
  },
  LG_TEMPLATE_VALUE: {
    title: "A value can't be printed where it stands in a template",
    cause: 'An object, a function or a promise has no text of its own; printing "[object Object]" helps nobody.',
    remedy: "Print text, numbers, html`\u2026`, each(\u2026) or an array of those: html`<b>${album.title}</b>`",
  },
  LG_TEST_CLOCK: {
    title: "A test turns a clock that nobody can turn",
    cause: "advance() turns the clock of the app, which has to be one that stands still between turns.",
    remedy: "Give the app one: endpoint({ ...settings, clock: manualClock() })   // from livegate/clock",
  },
  LG_TEST_DOM: {
    title: "Tests of pages need a DOM, which isn't installed",
    cause: "The test kit reads and runs pages in jsdom, an optional package, since nothing but tests needs it.",
    remedy: "npm install --save-dev jsdom",
  },
  LG_TEST_ELEMENT: {
    title: "A test uses an element that its user could not use",
    cause:
      "The element is missing, hidden, disabled, there more than once, or has no binding for what the test does with it.",
    remedy: 'Say which one is meant, or mend the page: page.element("#album-1 button", { text: "Delete" })',
  },
  LG_TEST_GUARD: {
    title: "A path isn't guarded as a test expects",
    cause: "The guard stands nowhere on the path, another one halts before it, or one of the ways in passes it by.",
    remedy: 'r.liveSession("member", { guards: [requireUser] }, (r) => { r.live(paths.account, AccountLive); })',
  },
  LG_TEST_MARKUP: {
    title: "A page's markup has a fault that breaks the client",
    cause:
      "The stock client finds elements again by ids and rows by keys; without them it patches the wrong ones or loses what was typed.",
    remedy: 'Mend it; where it is meant to be so: testApp(app, { allow: ({ kind }) => kind === "form-without-id" })',
  },
  LG_TEST_PAGE: {
    title: "A page can't be opened by a test",
    cause: "Redirects lead in a circle, or the page that the test asked for could not be had.",
    remedy: "Mend what the message says; client.request(path) makes one request and follows nothing.",
  },
  LG_TEST_REFUSED: {
    title: "A view refused an event that its own page sent",
    cause: "An element's event or its values have another form than the view declares, so no user could ever send it.",
    remedy:
      "Declare the event with a schema that takes what the page sends: values of phx-value-… and of inputs are text, hence z.coerce.number<string | number>().",
  },
  LG_TEST_VIEW: {
    title: "A live view crashed, refused a join, didn't answer, or came to no rest",
    cause:
      "A handler, mount or render threw, the join was refused, an answer took longer than five seconds, or views told each other something without end.",
    remedy: "Mend the view; the error that the server logged stands above.",
  },
  LG_TOKEN_SIZE: {
    title: "A token would be larger than anyone reads",
    cause: "Tokens travel with each request or join.",
    remedy: 'Put an id into the token and look the rest up when it is read: keys.sign("export", { id }, clock.now())',
  },
  LG_TOPIC_MESSAGE: {
    title: "A message doesn't fit its topic",
    cause:
      "The message doesn't fit the schema that the topic was declared with, or it can't travel to other nodes: as JSON, of 256 KiB at most, from which the schema makes the same again.",
    remedy: "Broadcast what the topic's schema describes: pubsub.broadcast(albumTopic(7), { id: 1 })",
  },
  LG_UNGUARDED: {
    title: "An entry point is neither guarded nor said to be public",
    cause: "An app that knows identities has a route on which none is asked for, and that may be a mistake.",
    remedy: "guards: [requireUser]   // or, where visitors may come: public: true",
  },
  LG_UPLOAD_NAME: {
    title: "An upload was used that nobody declares",
    cause: "Names of uploads are those of the view's, or the component's, own `uploads`.",
    remedy:
      'uploads: { cover: upload({ accept: [".jpg", ".png"] }) }   // then: socket.consumeUploadedEntries("cover", …)',
  },
  LG_UPLOAD_OPTION: {
    title: "An upload has an option that fits nothing",
    cause:
      "Sizes and counts are whole numbers from 1 on, chunks fit a frame, and `accept` names extensions or media types.",
    remedy: 'upload({ accept: [".jpg", "image/png"], maxEntries: 3, maxFileSize: 8_000_000, chunkSize: 64_000 })',
  },
  LG_VIEW_ID: {
    title: "A live view inside another one has no usable id",
    cause:
      "The id is the container's in the page and names the view's channel, so it has to be there, without white space.",
    remedy: "liveRender(PlayerLive, { id: `player-${song.id}` })",
  },
  LG_VIEW_LIMIT: {
    title: "A page shows more live views than may join",
    cause: "Each live view is a channel of its page's connection, and their number has a limit.",
    remedy: "Show rows as live components or by row(): liveComponent keeps state without a channel of its own.",
  },
  LG_VIEW_NAME: {
    title: "Two live views inside others have the same name",
    cause: "The name stands in tokens and in the audit, so it means one view in the whole app.",
    remedy: "views: { recentAlbums: RecentAlbumsLive }   // one name for one view, wherever it is shown",
  },
  LG_VIEW_PATCH: {
    title: "A live view inside another one tried to change the page's URL",
    cause: "The URL belongs to the page's own view: only that one has handleParams.",
    remedy:
      "Tell the page's view by a topic, and let it patch; or leave for another page: socket.pushNavigate(paths.album({ id }))",
  },
  LG_VIEW_PLACE: {
    title: "A live view stands where none can be joined",
    cause: "The template is printed into a mail, a root layout or another text that isn't a page's own content.",
    remedy: "Show it in the template of a live view, a live layout, a live component or a plain page's handler.",
  },
  LG_VIEW_ROUTED: {
    title: "A live view inside another one wants what only a URL gives",
    cause: "Params, actions and handleParams belong to views that stand in the router.",
    remedy: "session: z.object({ albumId: z.number() })   // and liveRender(AlbumLive, { id, session: { albumId } })",
  },
  LG_VIEW_SESSION: {
    title: "A live view didn't get the session values that it declares",
    cause: "liveRender gave something that its schema refuses, or a route shows a view that only liveRender can.",
    remedy: "liveRender(AlbumLive, { id: `album-${album.id}`, session: { albumId: album.id } })",
  },
  LG_VIEW_TWICE: {
    title: "Two live views of a page have the same id",
    cause: "The id names the view's channel, so the second would end the first.",
    remedy: "Give each an id that is unique in the page: liveRender(PlayerLive, { id: `player-${song.id}` })",
  },
  LG_VIEW_UNDECLARED: {
    title: "A live view stands where it isn't declared",
    cause: "What it needs is checked when the router is made, so whatever shows it has to name it.",
    remedy: "views: { player: PlayerLive }   // of the view, component or layout around it, or of a plain page's scope",
  },
} satisfies Record<string, CatalogueEntry>;

/** The code of an error. Stable: tests and tools may compare it. */
export type ErrorCode = keyof typeof catalogue;
