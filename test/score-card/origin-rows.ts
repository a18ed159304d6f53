import { type RowGroup, documented, notApplicable, open, proved, row } from "./row.ts";

const noProvider = "nobody else's log-in is taken over (OIDC)";

/** What other sites, and those in between, can make a browser do. */
export const originRows: RowGroup = {
  title: "Other sites, redirects and methods",
  rows: [
    row(
      "D01",
      "V3.5.1",
      1,
      "what changes something needs a token of this very session",
      proved(
        [
          "what changes something passes without a CSRF token",
          "any CSRF token of the right length will do",
          "forms pass without a token",
        ],
        "K22",
        "K23",
      ),
    ),
    row("D02", "V3.5.2", 1, "in whatever form it comes", proved(["forms pass without a token"], "K22")),
    row(
      "D03",
      "V3.5.3",
      1,
      "nothing changes by an address that is opened",
      proved(
        ["an address that is opened changes something, if it says so", "log-out happens by a look at its page"],
        "K32",
        "L05",
      ),
    ),
    row(
      "D04",
      "V3.5.4",
      2,
      "apart apps are apart by their hosts",
      documented("apps that shall not trust each other belong on hosts of their own"),
    ),
    row(
      "D05",
      "V3.5.5",
      2,
      "messages of other windows are heard from known origins alone",
      proved(["a page's script hears messages of other windows"]),
    ),
    row(
      "D06",
      "V3.5.6",
      3,
      "no answer is a script around data",
      notApplicable("no answer is made of a name that a request gives"),
    ),
    row(
      "D07",
      "V3.5.7",
      3,
      "scripts hold nothing of a user's",
      proved(["a file is another one for who is logged in"], "L13"),
    ),
    row(
      "D08",
      "V3.5.8",
      3,
      "what a user may see can't be embedded elsewhere",
      proved(["foreign pages embed what their visitors may see here"], "L06", "K53"),
    ),
    row(
      "D09",
      "V3.4.2",
      1,
      "no other origin may read answers",
      proved(["foreign pages read what their visitors may see here"], "L06"),
    ),
    row(
      "D10",
      "V3.7.2",
      2,
      "redirects lead to the app alone",
      proved(["the way back leads to what is no page of the app"], "L09", "L16"),
    ),
    row("D11", "V3.7.3", 3, "a page warns before it leads elsewhere", open("there is no such page")),
    row(
      "D12",
      "V4.1.3",
      2,
      "headers of proxies are believed from proxies alone",
      proved(["anybody may say where a request came from"], "K27", "K51"),
    ),
    row(
      "D13",
      "V4.1.4",
      3,
      "only methods that are meant are answered",
      proved(["a method that nobody means is answered"], "L07"),
    ),
    row(
      "D14",
      "V4.2.1",
      2,
      "where a request ends can be read in one way",
      proved(["a request that could be read in two ways is read"], "L08", "L17"),
    ),
    row("D15", "V10.1.2", 2, "an answer of a provider belongs to the browser that asked", notApplicable(noProvider)),
    row("D16", "V10.2.1", 2, "nobody sends a browser to such an answer", notApplicable(noProvider)),
    row("D17", "V10.2.2", 2, "providers can't be mixed up", notApplicable(noProvider)),
    row("D18", "V10.5.1", 2, "what a provider says is good once", notApplicable(noProvider)),
    row("D19", "V10.5.2", 2, "users are told apart by what can't be given to others", notApplicable(noProvider)),
    row("D20", "V10.5.3", 2, "a provider's description is its own", notApplicable(noProvider)),
    row("D21", "V10.5.4", 2, "what a provider says is meant for this app", notApplicable(noProvider)),
    row(
      "D22",
      "V15.3.7",
      2,
      "of two values of one name it is known which counts",
      proved(["of two values of a field the first one counts"], "K23"),
    ),
  ],
};
