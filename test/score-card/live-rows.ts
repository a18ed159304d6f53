import { type RowGroup, documented, notApplicable, proved, row } from "./row.ts";

/** Sockets and live views: who may open, see and do what. */
export const liveRows: RowGroup = {
  title: "Sockets and live views",
  rows: [
    row(
      "C01",
      "V4.4.1",
      1,
      "sockets go over TLS",
      proved(["production is reached without TLS", "the socket of a page at https goes without TLS"]),
    ),
    row(
      "C02",
      "V4.4.2",
      2,
      "a socket is opened only for pages of listed origins",
      proved(
        [
          "a socket is opened for every origin",
          "an origin that begins like ours opens a socket",
          "a cookie without an origin opens a socket",
        ],
        "K20",
        "K21",
      ),
    ),
    row(
      "C03",
      "V4.4.3",
      2,
      "tokens of sockets obey the rules of sessions",
      proved(["a page's token is good in any browser's session", "a page's token is good for ever"], "K07", "L12"),
    ),
    row(
      "C04",
      "V4.4.4",
      2,
      "they come from a page that the session has loaded",
      proved(
        [
          "a cookie without its CSRF token may join",
          "a page's token mounts any view of its live session as a first join",
        ],
        "K08",
        "L02",
      ),
    ),
    row(
      "C05",
      "V8.1.1",
      1,
      "who may do what is written down",
      documented("Which way in lets whom through stands in the app's `audit.lock`"),
    ),
    row(
      "C06",
      "V8.2.1",
      1,
      "nobody reaches a function that isn't theirs",
      proved(
        [
          "one live session runs without its last guard",
          "an app starts with an entry point that is neither guarded nor public",
        ],
        "matrix",
        "K12",
        "L19",
      ),
    ),
    row(
      "C07",
      "V8.2.2",
      1,
      "nobody reaches a record that isn't theirs",
      proved(
        [
          "an event reaches whatever album it names",
          "a form saves whatever album it names",
          "a click deletes whatever album it names",
        ],
        "matrix",
      ),
    ),
    row(
      "C08",
      "V8.2.3",
      2,
      "nobody writes a field that isn't theirs",
      proved(
        [
          "a form registers its user as somebody whose address is proved",
          "an album's row takes whatever comes with the form",
        ],
        "K40",
      ),
    ),
    row(
      "C09",
      "V8.3.1",
      1,
      "that is decided on the server",
      proved(["a rule's no is a yes", "an event reaches whatever album it names"], "matrix"),
    ),
    row(
      "C10",
      "V8.3.2",
      3,
      "a change of rights holds at once",
      proved([
        "an access epoch that was raised elsewhere is compared nowhere",
        "a change of role doesn't raise the access epoch",
      ]),
    ),
    row(
      "C11",
      "V8.3.3",
      3,
      "what is done is done with the rights of who asked for it",
      proved(["a statement changes an album whoever asks"]),
    ),
    row(
      "C12",
      "V8.4.1",
      2,
      "tenants are kept apart",
      notApplicable("an app's users are no tenants; what is whose is for its rules, see C07"),
    ),
    row(
      "C13",
      "V2.2.1",
      1,
      "what comes is compared with what was declared",
      proved(["an event reaches its handler although it doesn't fit its schema"], "K12", "L03"),
    ),
    row(
      "C14",
      "V2.2.2",
      1,
      "on the server, whatever the page has checked",
      proved([
        "an event reaches its handler although it doesn't fit its schema",
        "a password of eleven characters can be chosen",
      ]),
    ),
    row(
      "C15",
      "V2.3.1",
      1,
      "steps are done in their order",
      proved(
        ["a link for one purpose is good for another", "any session of the account claims what a stranger registered"],
        "K34",
        "K30",
        "K31",
      ),
    ),
    row(
      "C16",
      "V2.4.1",
      2,
      "nobody calls functions faster than people do",
      proved(["events are taken as fast as they come"], "K28", "K44"),
    ),
    row(
      "C17",
      "V15.2.2",
      2,
      "what costs much is bounded",
      proved(["any number of passwords may wait to be hashed"], "K42", "K57"),
    ),
    row(
      "C18",
      "V15.4.2",
      3,
      "a check and what hangs on it are one step",
      proved(
        ["a mailed link works as often as one likes", "several requests get a new token for the same session"],
        "K29",
        "K55",
        "K14",
        "K30",
      ),
    ),
    row("C19", "V16.3.2", 2, "what was refused is written down", proved(["an event that was refused leaves no trace"])),
    row(
      "C20",
      "V16.5.3",
      2,
      "what fails lets nobody through",
      proved(["a guard that fails lets through", "a view mounts although its guard has halted"], "L14"),
    ),
    row(
      "C21",
      "V16.5.4",
      3,
      "a last resort catches what nobody has caught",
      proved([
        "what a failing handler throws ends the process",
        "an unreleased mailbox: a rejected handler is waited for without end",
      ]),
    ),
  ],
};
