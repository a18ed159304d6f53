import { type RowGroup, notApplicable, open, proved, row } from "./row.ts";

const noDownloads = "neither the library nor a generated app sends files of users back";

/** What is sent to an app, files too, and what it keeps. */
export const inputRows: RowGroup = {
  title: "Input, files and data",
  rows: [
    row(
      "G01",
      "V1.2.4",
      1,
      "nothing that is typed becomes part of a statement",
      proved(["a search is part of the statement", "a sign of a search stands for any other in the database"], "K46"),
    ),
    row(
      "G02",
      "V1.3.3",
      2,
      "what is shown or passed on elsewhere is cleaned for it",
      proved(["a browser's own text is shown as it was sent"]),
    ),
    row(
      "G03",
      "V1.3.12",
      3,
      "no pattern takes for ever",
      open("what is long is refused or cut before patterns look at it, but not every pattern has a test"),
    ),
    row(
      "G04",
      "V1.5.2",
      2,
      "data that come are data",
      proved(
        [
          "unparsed frames: keys that reach a prototype come through",
          "unparsed frames: data keep the prototype that JSON.parse gave them",
        ],
        "K41",
      ),
    ),
    row(
      "G05",
      "V15.3.1",
      1,
      "only the fields that are needed are handed out",
      proved(["a user of the app brings the password's hash along"], "K58"),
    ),
    row(
      "G06",
      "V15.3.3",
      2,
      "a form writes only what it is for",
      proved(
        [
          "a form registers its user as somebody whose address is proved",
          "an album's row takes whatever comes with the form",
        ],
        "K40",
      ),
    ),
    row(
      "G07",
      "V15.3.5",
      2,
      "a value of another kind is refused, not an error",
      proved(["an address of another kind than text is an error of the server"], "K41", "K46"),
    ),
    row(
      "G08",
      "V15.3.6",
      2,
      "nobody reaches a prototype",
      proved(["a name that reaches for a prototype is kept"], "K41"),
    ),
    row(
      "G09",
      "V5.2.1",
      1,
      "files have a greatest size",
      proved([
        "more bytes are written than were announced",
        "an upload's files together may be larger than was said",
        "an upload's token is good for any size",
      ]),
    ),
    row("G10", "V5.2.2", 1, "files are what their names say", proved(["anything may call itself an image"])),
    row("G11", "V5.2.4", 3, "users have a greatest amount of files", open("that is for the app to count")),
    row(
      "G12",
      "V5.3.1",
      1,
      "files that were sent don't run: they are kept outside of what is served",
      proved(["a file that isn't meant for the public is served", "a name keeps its path"], "K50"),
    ),
    row("G13", "V5.3.2", 1, "files get names of the server's making", proved(["a name keeps its path"], "K48")),
    row("G14", "V5.4.1", 2, "names of downloads are checked", notApplicable(noDownloads)),
    row("G15", "V5.4.2", 2, "and escaped where they stand in a header", notApplicable(noDownloads)),
    row(
      "G16",
      "V16.2.1",
      2,
      "a line of the log says when, where, who and what",
      proved(["a log line says when by a number", "what was done and refused leaves no trace in the audit"]),
    ),
    row("G17", "V16.2.2", 2, "its time is UTC", proved(["a log line says when by a number"])),
    row(
      "G18",
      "V16.3.3",
      2,
      "tries to get past a check are written down",
      proved(["a form that was refused leaves no trace", "an event that was refused leaves no trace"]),
    ),
    row("G19", "V2.3.2", 2, "limits of the matter itself hold", proved(["an album has as many tracks as one likes"])),
    row(
      "G20",
      "V2.3.4",
      2,
      "what there is once is given once",
      proved(["twenty registrations of one address at once are twenty users"], "K55"),
    ),
  ],
};
