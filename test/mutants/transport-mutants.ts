import type { Mutant } from "./mutant.ts";

const src = "packages/livegate/src";
const longPoll = `${src}/endpoint/long-poll.test.ts`;

/** Faults of the wires: who may use a connection, in what order, and when it is over. */
export const transportMutants: readonly Mutant[] = [
  {
    fault: "a poll of another session is answered",
    file: `${src}/endpoint/long-poll.ts`,
    find: 'if (!found.isOf(readSession(headers.get("cookie"), context)))',
    replace: 'if (!found.isOf(readSession(headers.get("cookie"), context)) && token === "")',
    caughtBy: longPoll,
    named: "cookie of another session",
  },
  {
    fault: "a foreign page may poll",
    file: `${src}/endpoint/long-poll.ts`,
    find: "if (!isFromHere(request, context))",
    replace: 'if (!isFromHere(request, context) && method === "")',
    caughtBy: longPoll,
    named: "another origin",
  },
  {
    fault: "a page that polls is trusted without its CSRF token",
    file: `${src}/endpoint/connect-info.ts`,
    find: 'verifyCsrf(session, client.csrfToken, context) ? "trusted"',
    replace: '!verifyCsrf(session, null, context) ? "trusted"',
    caughtBy: longPoll,
    named: "without the CSRF token",
  },
  {
    fault: "frames are taken as their bodies come in, not as they were sent",
    file: `${src}/endpoint/poll-connections.ts`,
    find: "const done = turn.then(task);",
    replace: "const done = task();",
    caughtBy: longPoll,
    named: "order in which their requests came",
  },
  {
    fault: "a page that has stopped polling stays connected",
    file: `${src}/runtime/poll-transport.ts`,
    find: "if (!this.#over) this.#cancelTimer = this.#leaveAfterPause();",
    replace: "",
    caughtBy: `${src}/runtime/poll-transport.test.ts`,
    named: "nobody polls",
  },
  {
    fault: "frames for a page that doesn't poll pile up without end",
    file: `${src}/runtime/poll-transport.ts`,
    find: "this.#bytes > this.#settings.limits.queuedBytesAtMost",
    replace: "this.#bytes > Number.POSITIVE_INFINITY",
    caughtBy: `${src}/runtime/poll-transport.test.ts`,
    named: "more is queued",
  },
  {
    fault: "a view whose page is gone stays present",
    file: `${src}/runtime/topic-subscriptions.ts`,
    find: "    for (const listening of this.#listening.values()) leave(listening);",
    replace: "    for (const listening of this.#listening.values()) listening.stop();",
    caughtBy: `${src}/runtime/presence-views.test.ts`,
    named: "however it ends",
  },
  {
    fault: "a view stays present where its address has led it away from",
    file: `${src}/runtime/topic-subscriptions.ts`,
    find: "      leave(listening);\n      this.#listening.delete(name);",
    replace: "      listening.stop();\n      this.#listening.delete(name);",
    caughtBy: `${src}/runtime/presence-views.test.ts`,
    named: "moves with its address",
  },
  {
    fault: "a process that is gone leaves its views present on others",
    file: `${src}/pubsub/presences.ts`,
    find: "for (const news of gone?.values() ?? []) this.#leave(news);",
    replace: "void gone;",
    caughtBy: `${src}/pubsub/presences.test.ts`,
    named: "a process has that is gone",
  },
];
