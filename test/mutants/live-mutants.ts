import type { Mutant } from "./mutant.ts";

const src = "packages/livegate/src";
const nested = `${src}/runtime/nested-views.test.ts`;
const tasks = `${src}/runtime/view-tasks.test.ts`;

/** Faults in what runs beside views and inside them. */
export const liveMutants: readonly Mutant[] = [
  {
    fault: "a view inside a page joins without the page's guards",
    file: `${src}/runtime/view-place.ts`,
    find: "    guards: place.guards,\n    liveSession: {",
    replace: "    guards: [],\n    liveSession: {",
    caughtBy: nested,
    named: "run again when a view inside it joins",
  },
  {
    fault: "a token of another live session lets a view into a page",
    file: `${src}/runtime/nested-target.ts`,
    find: '!== token.liveSession) return refuse("unauthorized");',
    replace: '=== "") return refuse("unauthorized");',
    caughtBy: nested,
    named: "isn't let into a page of another live session",
  },
  {
    fault: "another browser's session joins with the token of a view inside a page",
    file: `${src}/runtime/nested-target.ts`,
    find: " || !belongs(token, info)",
    replace: "",
    caughtBy: nested,
    named: "isn't let in by another browser's session",
  },
  {
    fault: "a view inside a page joins although the view around it is gone, or on another connection",
    file: `${src}/runtime/nested-target.ts`,
    find: "parent === null || parent.liveSession",
    replace: "parent !== null && parent.liveSession",
    caughtBy: nested,
    named: "can't join once its page's view is gone",
  },
  {
    fault: "a view inside a page survives the one around it",
    file: `${src}/runtime/live-connection.ts`,
    find: "if (other.parent === channel) other.finish();",
    replace: "if (other.parent === channel) other.isClosed;",
    caughtBy: nested,
    named: "ends without a word when its page's view ends",
  },
  {
    fault: "a sticky view survives log-out",
    file: `${src}/runtime/live-connection.ts`,
    find: "[...this.#channels.values()].map(({ channel }) => channel.sever())",
    replace: "[...this.#channels.values()].filter(({ channel }) => channel.lead).map(({ channel }) => channel.sever())",
    caughtBy: nested,
    named: "ends with its session",
  },
  {
    fault: "a task's result lands although a later start has taken its place",
    file: `${src}/runtime/view-tasks.ts`,
    find: "filter((key) => this.#latest.get(address(started.cid, key)) === started)",
    replace: "slice()",
    caughtBy: tasks,
    named: "is what the last start brings",
  },
  {
    fault: "a task goes on as if somebody waited once its view is closed",
    file: `${src}/runtime/live-channel.ts`,
    find: "this.#tasks.close();\n    this.#kept?.close();",
    replace: "this.#kept?.close();",
    caughtBy: tasks,
    named: "lands once its view has left",
  },
  {
    fault: "a task's result lands after its session has ended",
    file: `${src}/runtime/live-channel.ts`,
    find: "this.#mailbox.close();\n    this.#topics.close();\n    this.#tasks.close();",
    replace: "this.#topics.close();",
    caughtBy: tasks,
    named: "lands once the session has ended",
  },
  {
    fault: "a task begins in a turn that is taken back",
    file: `${src}/live/socket-state.ts`,
    find: "this.#tasks?.take();\n    this.settleTurn();",
    replace: "this.settleTurn();",
    caughtBy: tasks,
    named: "begins in a turn that is taken back",
  },
];
