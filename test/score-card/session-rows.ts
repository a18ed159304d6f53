import { type RowGroup, documented, notApplicable, proved, row } from "./row.ts";

const noProvider = "nobody else's log-in is taken over (OIDC)";

/** Sessions: how they begin, last and end. */
export const sessionRows: RowGroup = {
  title: "Sessions",
  rows: [
    row(
      "B01",
      "V7.1.1",
      2,
      "how long a session lasts, used and unused, is written down",
      documented("a session that isn't used", "a remembered session, whatever is done with it"),
    ),
    row(
      "B02",
      "V7.1.2",
      2,
      "how many sessions a user may have is written down",
      documented("A user may have any number of sessions at once."),
    ),
    row("B03", "V7.1.3", 2, "how sessions of several systems hang together is written down", notApplicable(noProvider)),
    row(
      "B04",
      "V7.2.1",
      1,
      "sessions are checked on the server",
      proved(
        ["the socket runs no guards: only the request is kept", "a page's token is good in any browser's session"],
        "K07",
        "L01",
      ),
    ),
    row("B05", "V7.2.2", 1, "each session has a token of its own", proved(["all tokens are alike"])),
    row("B06", "V7.2.3", 1, "a token has 128 bits of chance and more", proved(["a session's token has 64 bits"])),
    row(
      "B07",
      "V7.2.4",
      1,
      "whoever logs in, or proves anew who they are, gets a new token, and the old one dies",
      proved(
        [
          "a session keeps its id when somebody logs in",
          "a log-in leaves the session that the browser had",
          "a former token counts as proof of who is there",
        ],
        "K01",
        "K02",
      ),
    ),
    row("B08", "V7.3.1", 2, "a session that isn't used ends", proved(["a session that nobody uses goes on"])),
    row(
      "B09",
      "V7.3.2",
      2,
      "a session ends at some time, however it is used",
      proved(
        ["a remembered session never ends as long as it is used", "an open page outlives its session's deadline"],
        "K17",
      ),
    ),
    row(
      "B10",
      "V7.4.1",
      1,
      "a session that has ended is good for nothing",
      proved(["a log-out leaves the session's row", "a severed page's mailbox goes on"], "K05", "K06", "K07", "K14"),
    ),
    row(
      "B11",
      "V7.4.2",
      1,
      "a user who is disabled or deleted has no session any more",
      proved(["a disabled user's session is good", "a deleted user's pages stay open"], "K17", "K56"),
    ),
    row(
      "B12",
      "V7.4.3",
      2,
      "a new password ends the other sessions",
      proved(["a new password leaves the user's other sessions"], "K02"),
    ),
    row("B13", "V7.4.4", 2, "every page has a way to log out", proved(["one can't log out of a page"])),
    row(
      "B14",
      "V7.4.5",
      2,
      "administrators can end the sessions of a user, or of all",
      proved(
        [
          "the command leaves a user's sessions when it signs them out",
          "nobody looks up what another process did to a session",
        ],
        "K17",
        "K15",
      ),
    ),
    row(
      "B15",
      "V7.5.1",
      2,
      "an address or password is changed by whoever proves anew who they are",
      proved(
        [
          "an address is changed by whoever sits at the browser",
          "a password is changed by whoever sits at the browser",
        ],
        "K30",
      ),
    ),
    row(
      "B16",
      "V7.5.2",
      2,
      "users see their sessions and can end them",
      proved(
        [
          "the page of sessions shows none but its own",
          "whoever sits at a browser ends its user's other sessions",
          "a user ends somebody else's session",
        ],
        "K18",
      ),
    ),
    row(
      "B17",
      "V7.5.3",
      3,
      "what is grave asks anew who is there, when it is done and not only when the page opens",
      proved(
        [
          "who is there is asked when a page opens, and not before its events",
          "an account is deleted by whoever sits at the browser",
          "who logged in some time ago counts as proved for ever",
        ],
        "K18",
      ),
    ),
    row("B18", "V7.6.1", 2, "sessions of a provider and of the app end as is written down", notApplicable(noProvider)),
    row(
      "B19",
      "V7.6.2",
      2,
      "no session begins without somebody's doing",
      proved(["a mailed link is used up by being looked at"], "K32"),
    ),
  ],
};
