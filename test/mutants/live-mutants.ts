import type { Mutant } from "./mutant.ts";

const src = "packages/livegate/src";
const tasks = `${src}/runtime/view-tasks.test.ts`;

/** Faults in what runs beside views and inside them. */
export const liveMutants: readonly Mutant[] = [
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
    find: "this.#tasks.close();",
    replace: "",
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
