import type { Feature, FeatureGroup, TestRef } from "./feature.ts";

const E2E = "test/e2e";

/** Features that tests of one file show. */
const inFile =
  (file: string) =>
  (what: string, ...names: readonly string[]): Feature => ({ what, by: names.map((name): TestRef => [file, name]) });

const bindings = inFile(`${E2E}/stock/bindings.test.ts`);
const colocated = inFile(`${E2E}/colocated.test.ts`);
const combinations = inFile(`${E2E}/combinations.test.ts`);
const components = inFile(`${E2E}/components.test.ts`);
const connection = inFile(`${E2E}/stock/connection.test.ts`);
const failures = inFile(`${E2E}/stock/failures.test.ts`);
const feedback = inFile(`${E2E}/stock/feedback.test.ts`);
const forms = inFile(`${E2E}/forms.test.ts`);
const hooks = inFile(`${E2E}/hooks.test.ts`);
const keptState = inFile(`${E2E}/kept-state.test.ts`);
const lists = inFile(`${E2E}/stock/lists.test.ts`);
const navigation = inFile(`${E2E}/stock/navigation.test.ts`);
const nested = inFile(`${E2E}/nested.test.ts`);
const polling = inFile(`${E2E}/long-poll.test.ts`);
const portals = inFile(`${E2E}/portals.test.ts`);
const recovery = inFile(`${E2E}/stock/recovery.test.ts`);
const streams = inFile(`${E2E}/streams.test.ts`);
const together = inFile(`${E2E}/teacher-together.test.ts`);
const uploads = inFile(`${E2E}/uploads.test.ts`);
const sessions = inFile("test/auth/open-pages.test.ts");

const recovered = "comes back with values, focus and what nobody has touched, in components and portals too";
const ownWords = "what a form says of itself: by a command, by an event of its own, never, or without marks";
const locked = "changes of a locked form wait for their own acknowledgement, rows and their hooks too";
const sending = "a form that is being sent can't be changed or sent again, and what was fixed stays fixed";
const portalGoes = "goes and comes back with its place, and is gone after a navigation";
const shuffled = "tables in a table end as the server has them after twenty shuffles: keys for …";
const swapped = "is swapped by a patch, keeps what is no row of it, and gathers no white space";
const inComponents = "streams in components keep to themselves, through updates and resets of the stream around them";
const inBrowser = (what: string): string => `in the browser: ${what}`;

/** All that the stock client can do, in the order of the protocol. */
export const featureGroups: readonly FeatureGroup[] = [
  {
    title: "Connection",
    features: [
      connection(
        "A lost connection comes back by itself; its views join again",
        "a page that was offline is live again",
      ),
      connection(
        "A server that restarts closes with 1012, and pages come back",
        "a restart is bridged without a page load",
      ),
      sessions(
        "A forced disconnect closes with 1001",
        "close in every tab at log-out: a redirect to their own path, the channel's end, then 1001",
      ),
      polling(
        "Long-poll where no WebSocket comes through",
        "works whole: live search, navigation, a form, and what others do",
      ),
      polling("… and through restarts", "connects again when the server has been away"),
      connection(
        "Static tracking: a page knows that its scripts have changed",
        "a page that runs with old scripts is told",
      ),
      connection(
        "Simulated latency and notes for debugging",
        "latency is simulated, and what goes to and fro is noted",
      ),
      hooks("Disconnected and reconnected hooks", "a hook follows the life of its element, and of the connection"),
    ],
  },
  {
    title: "Navigation",
    features: [
      navigation(
        "Patch and navigate over the socket, entries of the history, replacing",
        "patches and navigations use the socket alone, and each is an entry of the history",
      ),
      navigation(
        "Back and forward without HTTP",
        "back and forward go over the socket too: patches where the view stays, joins where it doesn't",
      ),
      navigation(
        "`phx:navigate` with patch, pop and direction",
        "the window hears of each: whether it is a patch, whether from the history, and in which direction",
      ),
      navigation(
        "`phx:before-navigate` may stop links and history, not the server",
        "a page may keep its visitor from links and history, not from where the server leads",
      ),
      navigation(
        "Unsaved text is asked about (`confirmLeave`)",
        "a form with unsaved text asks before its page is left, over the socket and otherwise",
      ),
      navigation(
        "Another live session is a page load",
        "into another live session the browser loads a page, once its join was refused",
      ),
      navigation("Scroll positions come back", "to the top of the next view, and back to where its reader was"),
      navigation("Fragments scroll", "to what a fragment names: in a link, in a navigation, in an address"),
      navigation("A scrolled box begins at its top", "not a box in it, which begins at its top again"),
      hooks("Commands `navigate` and `patch`", "a command may lead to another view over the same socket"),
      failures("Events pushed by a join that leads elsewhere", "what a join says before it leads elsewhere is heard"),
      failures(
        "Containers of views, changed by navigation",
        "the element around a page's view is the view's own, and changes when the page navigates",
      ),
    ],
  },
  {
    title: "Failures",
    features: [
      failures("A mount that throws is a page with status 500", "a mount that fails over HTTP is an error page"),
      failures(
        "A join that always throws: reloads, then failsafe",
        "a join that always fails reloads the page a few times, and then waits longer and longer",
      ),
      navigation(
        "A patch loop ends in a crash that the view survives",
        "a view that patches itself without end crashes alone, and comes back",
      ),
      nested(
        "A nested view is tried three times",
        "a view that fails twice as it joins is joined a third time, without a page load",
      ),
      nested("… and given up, and the page stays", "a view that always fails is given up, and the page stays"),
      nested(
        "A nested view crashes alone; the main view takes it along",
        "a view inside a page crashes alone; its page's view takes it along; both come back over the same socket",
      ),
      failures(
        "A linked nested view takes the one around it along",
        "a view inside a page crashes alone, one that is linked takes its page's view along, over the same socket",
        "a view that is linked and fails as it joins takes its page's view along; both join again, without a page load",
      ),
    ],
  },
  {
    title: "Events and bindings",
    features: [
      bindings(
        "Keys, of an element or the window, filtered, with metadata",
        "keys: of an element or of the window, all or one, with what the app adds",
      ),
      bindings("Focus and blur", "focus and blur of an element"),
      {
        what: "`phx-window-focus` and `phx-window-blur`",
        missing: "the client (1.2.12) drops events whose target is the window, so it never sends them",
      },
      bindings(
        "Clicks, values, click-away",
        "clicks: with values, those of the command last, and clicks away from something",
      ),
      bindings(
        "Debounce, also on blur",
        "a debounced input waits for a pause, and sends at once when it is left or its form is sent",
      ),
      bindings("Throttle", "a throttled click counts once in its time"),
      bindings(
        "Viewport bindings: a list without end, both ways, in a window",
        "gets more at its end and at its start as it is scrolled, and never has more than its window",
        "ends where there is no more",
      ),
      bindings(
        "Loading classes, locks and `phx-disable-with` of buttons",
        "its button is disabled and says so, and comes back as it was",
      ),
    ],
  },
  {
    title: "Forms",
    features: [
      bindings("Inputs are readonly and buttons disabled while a form is sent", sending),
      bindings("Overlapping change and submit under held acknowledgements", locked),
      bindings("Stream rows and hooks of a locked form appear on the right acknowledgement", locked),
      bindings("A submit button with a command of its own", "a button may run a command and send its form"),
      bindings(
        "A select takes the server's classes while it has the focus",
        "a list to choose from takes classes of the server's while it has the focus",
      ),
      recovery(
        "Recovery of values, marks and associated inputs: in views, nested views, components, portals",
        recovered,
      ),
      recovery(
        "Recovery by a command, by an event of its own, not without id or change binding, not when ignored",
        ownWords,
      ),
      recovery("Inputs of a disabled fieldset aren't sent", ownWords),
      recovery("No marks for a whole form, or for one input", ownWords),
      recovery("A patch by a recovered form", "a patch that a recovered form leads to ends at its address"),
      {
        what: "Recovery of a form in a portal of a nested view",
        missing:
          "the client (1.2.12) takes away what a nested view has put elsewhere as soon as the connection is lost",
      },
      forms("Rows by buttons", "gets rows, loses them and sorts them, and keeps what was typed in each"),
      recovery(
        "Rows by checkboxes",
        "ticks take rows away and add them, and no row more after the connection was lost",
      ),
      forms("Recovery adds no row", "has its rows and what is in them after a lost connection, and no row more"),
      forms(
        "Feedback only for what was used",
        "leaves inputs in peace that nobody has been in, in new rows too",
        "shows every error when it is sent, also those of rows and groups, and keeps what is there",
      ),
      feedback(
        "Feedback that a page hides by itself (`isUsedInput`), also after a reset",
        "feedback shows once its input was used, not because of others or of the page",
        "feedback shows when its form was sent, and goes when it is emptied",
        "feedback that the server binds to an input and sets free is hidden and shown",
      ),
      forms("`phx-trigger-action`", "goes on as a request once it is right"),
    ],
  },
  {
    title: "Commands and hooks",
    features: [
      bindings(
        "`toggle`, `toggle_attr` with transitions, in order",
        "toggle an attribute and an element with transitions, in the order of the page",
      ),
      bindings(
        "`set_attr`, `remove_attr`, `show`, `hide`, kept through patches",
        "set and remove attributes together with showing and hiding, and patches leave it so",
      ),
      bindings(
        "Classes, `exec`, `dispatch`, `phx-mounted`",
        "add classes that stay, run what an attribute holds, and what is wished on coming and going",
      ),
      bindings("`ignore_attrs` keeps a `details` open", "leave to the browser what it opened"),
      hooks(
        "Hooks: push with reply, refusals reject",
        "a hook's push is answered with what the handler replies, and rejects where it is refused",
      ),
      hooks("`push_event` to hooks and to the window", "an event of the server's reaches the hook and the window"),
      hooks(
        "Commands from the server",
        "commands that a handler sends run on the page as it is after the handler's changes",
      ),
      colocated("Colocated hooks", "a hook beside its view is in the bundle, by the name that it exports"),
      colocated(
        "Colocated scripts, with commands that the server pushes",
        "a script beside its view hears the server, and runs the commands that the page holds",
      ),
      colocated(
        "Colocated styles, global and scoped, to before the next component or behind its element",
        "a style sheet beside a component is in the page's, and a scoped one ends where another begins",
        "a scoped style sheet ends before the element that names another, and one that says so behind it",
      ),
      colocated(
        "Markup made once from code, by a function in the place of a macro",
        "a block of code that a function has rewritten is markup of the page, and is sent once",
      ),
      portals(
        "Hooks in the page, without a bundler",
        "a hook that the page brings along runs under the policy, also after a navigation",
      ),
      portals(
        "`focus_wrap`",
        "gives the focus to its first thing, and wraps in both directions",
        "is the client's hook between two ends that take the focus and are nothing to a screen reader",
      ),
      portals("Focus stack", "gives the focus back when it closes, by a choice or by Escape"),
    ],
  },
  {
    title: "Portals",
    features: [
      portals(
        "Content stands elsewhere, patches reach it, its events go to their owner, its hooks mount",
        "puts its content at its target, where patches reach it and events lead back",
      ),
      portals("It goes and comes with its source", portalGoes),
      nested(
        "Events go to the nested view that owns it",
        "what a view inside a page has teleported sends its events to that view",
      ),
      portals(
        "With a stream in a component, and a button elsewhere again",
        "may hold a component with a stream, and a button of it that stands elsewhere again",
      ),
      portals("In another one; both go and come together", "may stand in another one", portalGoes),
      portals(
        "Tooltips with and without one",
        "lets a tooltip out of the box that would cut it off, and patches reach it as they reach one in its place",
      ),
      portals("Click-away counts it to its source", "is no elsewhere for a click away from where it came from"),
    ],
  },
  {
    title: "Lists, streams and components",
    features: [
      lists("Keyed, partly keyed and unkeyed loops under random reorders", shuffled),
      streams("Several of a page begin in order", "each stream of a page begins with its own items, in their order"),
      streams(
        "Insert at, update in place, delete, move",
        inBrowser("an insert appends"),
        inBrowser("an insert at 0 prepends"),
        inBrowser("an insert at an index"),
        inBrowser("an update stays in place"),
        inBrowser("a delete"),
        inBrowser("delete and insert at 0 move"),
      ),
      streams("Bulk insert at an index", inBrowser("several at one index")),
      streams(
        "Reset: to nothing, to a mix, reordered, with new content, then more",
        inBrowser("a reset to other items"),
        inBrowser("a reset with a mix"),
        inBrowser("a reset in another order"),
        inBrowser("a reset with new content"),
        inBrowser("a reset, then inserts at both ends"),
        "what was filtered by a reset gets more at both ends, and all of it comes back by another",
      ),
      streams(
        "Limits of both signs, at both ends and at an index, not over HTTP",
        inBrowser("append with a negative limit drops from the front"),
        inBrowser("prepend with a positive limit drops from the back"),
        inBrowser("append at a positive limit changes nothing"),
        inBrowser("prepend at a negative limit changes nothing"),
        inBrowser("a positive limit at an index"),
        inBrowser("a negative limit at an index"),
        "limits hold on the socket and not over HTTP",
      ),
      streams(
        "Several operations of one turn, in the order of their calls",
        inBrowser("an insert at an index, then a delete before it"),
        inBrowser("what a limit has dropped comes back in one turn"),
        inBrowser("a reset at an index that a limit follows"),
      ),
      streams("Update only", inBrowser("update-only of a known item"), inBrowser("update-only of an unknown item")),
      streams("Kept elements stay the same", "an element that is updated, or kept by a reset, stays the same element"),
      streams("Size and emptiness", "the empty state comes and goes with the stream's size"),
      lists("Swapped while patching; placeholders; no white space gathers", swapped),
      lists(
        "Rows with a transition on their way out, and back by a reset",
        "rows that are on their way out and come back by a reset are there, once and in order",
      ),
      lists(
        "Hidden by a command, and still so after a join",
        "what a command has hidden stays hidden when the connection was lost",
      ),
      lists("Filled by tasks", "is filled by a task, and again, with lists in its rows"),
      components("In components, in a component of a stream, each row a component", inComponents),
      components(
        "Components: own events, props at any depth, `send_update`",
        "a component handles its own events, and its neighbours stay as they are",
        "new props reach components at any depth, in rows and inside others",
        "sendUpdate reaches one component",
      ),
      components(
        "Components move with their rows, and are forgotten with them",
        "a row that moves takes its component along, and one that goes forgets it",
        "components that come and go in quick succession end as the server has them",
      ),
    ],
  },
  {
    title: "Nested views and tasks",
    features: [
      nested(
        "Nested views: own events, moved with rows",
        "views inside a page have events of their own, move with their rows, and go with them",
      ),
      nested("Sticky views", "a sticky view goes on while its page navigates, and leads it elsewhere itself"),
      nested("Navigation from inside", "a view inside a page navigates the page"),
      nested("In plain pages", "a plain page's view is alive"),
      nested("Tasks: assigns and streams", "what tasks bring comes into the page, a stream's items as well"),
    ],
  },
  {
    title: "Uploads",
    features: [
      uploads(
        "One file: progress, stored as it is, in many chunks",
        "shows a picked file at 0 percent and stores what it is",
        "shows that it is being sent for as long as it is",
        "that takes many chunks arrives whole, step by step",
      ),
      uploads("Previews", "shows an image before a byte of it is sent"),
      uploads(
        "Drag and drop",
        "takes a file that is dropped on its target",
        "shows where a file may be dropped until it leaves the browser",
        "shows it also while the file is over something in its target",
      ),
      uploads("Several files", "takes two files in one submit"),
      uploads(
        "Too many, of the wrong kind, too large",
        "says that there are too many files",
        "says that a file is of a kind that isn't taken",
        "says that a file is too large",
      ),
      uploads(
        "An invalid selection, submitted again and again",
        "isn't sent by submitting an invalid selection again and again, and the view stays",
      ),
      uploads("Cancelled files", "of a cancelled file isn't made up for with the next selection"),
      uploads(
        "By itself",
        "that begins by itself is there before the form is submitted",
        "that begins by itself goes on without the file that was one too many",
      ),
      uploads("Where no WebSocket comes through", "an upload comes where no WebSocket does"),
      uploads("Of components", "of a component is the component's"),
      uploads(
        "To somewhere else, told of cancellation and of leaving",
        "is told when its file is cancelled",
        "is told when its view is left",
      ),
    ],
  },
  {
    title: "Together",
    features: [
      combinations(
        "Streams, components and portals in one another, in a nested view",
        "rows of a stream in a component of a nested view are components with streams and portals of their own",
      ),
      combinations(
        "Streams of one name in two nested views",
        "two nested views of one kind have streams whose items have the same keys",
      ),
      combinations(
        "Nested views that are rows of a stream",
        "a view that is a row of a stream comes with it, stays through its changes and goes with it",
      ),
      {
        what: "Nested views deeper in a row end with it",
        missing:
          "the client (1.2.12) looks at the row's own element alone, and keeps views within it until their page is left",
      },
      combinations(
        "Uploads in sticky views, through navigations",
        "an upload of a component in a sticky view goes on while the page navigates",
      ),
      combinations(
        "Uploads in rows of a stream",
        "uploads in rows of a stream go on while rows come, and go with theirs",
      ),
      combinations(
        "Uploads that are left half-way: by a navigation, with the connection",
        "a navigation during an upload leaves nothing of it, and the next page uploads",
        "a connection that is lost during an upload leaves nothing of it, and the file can be sent again",
      ),
      combinations(
        "Tasks through patches and navigations",
        "a task goes on through a patch, is replaced by the next of its name, and ends with its view",
      ),
    ],
  },
  {
    title: "Beyond the stock client's own",
    features: [
      keptState(
        "Values of a view that come back with its page (`recover`)",
        "comes back after a lost connection as it was, and its values are in no address",
        "begins anew after a live navigation, to the same page too",
      ),
      keptState(
        "What is printed once and forgotten by the server (`temporary`, `once`)",
        "shows it through later changes until it is told anew, and as mount gives it when it has come back",
      ),
      keptState(
        "Tabs that nobody looks at give their views back (`sleepWhenHidden`)",
        "gives its view back, and is as it was when somebody looks",
        "keeps its view where somebody looks again in time, and where it says that it stays awake",
        "keeps its view though nobody looks: what is picked would be gone",
      ),
      together(
        "Presence: who else is there, as it changes",
        "who opens an album sees who else has it open and whether they edit it, until they go",
      ),
    ],
  },
];

/** The files whose tests the features name. */
export const featureFiles: readonly string[] = [
  ...new Set(
    featureGroups.flatMap(({ features }) => features.flatMap((it) => ("by" in it ? it.by.map(([file]) => file) : []))),
  ),
].toSorted();
