import type { Mutant } from "./mutant.ts";

const pubsub = "packages/livegate/src/pubsub";
const nodes = `${pubsub}/node-pubsub.test.ts`;
const presences = `${pubsub}/share-presences.test.ts`;
const revocation = "test/nodes/revocation.test.ts";

/** Faults between nodes: what is missed, what comes twice, and sessions that end elsewhere. */
export const nodeMutants: readonly Mutant[] = [
  {
    fault: "a node hears its own messages once more",
    file: `${pubsub}/node-pubsub.ts`,
    find: "if (text.startsWith(this.#prefix)) return this.#link?.echo();",
    replace: "if (text.startsWith(this.#prefix)) this.#link?.echo();",
    caughtBy: nodes,
    named: "directly on its own node and once",
  },
  {
    fault: "a message that was lost is missed by nobody",
    file: `${pubsub}/node-pubsub.ts`,
    find: 'if (arrival === "after-a-gap") this.#resync.give();',
    replace: "",
    caughtBy: nodes,
    named: "what it published was lost",
  },
  {
    fault: "what was missed while the connection was gone is forgotten",
    file: `${pubsub}/node-pubsub.ts`,
    find: `    this.#peers.startAnew();
    this.#resync.give();`,
    replace: "    this.#peers.startAnew();",
    caughtBy: nodes,
    named: "comes back by itself",
  },
  {
    fault: "a connection that is open on paper is taken for one",
    file: `${pubsub}/pubsub-link.ts`,
    find: "if (this.#isUp && ++this.#silentFor > SILENT_FOR)",
    replace: "if (this.#isUp && ++this.#silentFor > Number.POSITIVE_INFINITY)",
    caughtBy: nodes,
    named: "nothing comes back",
  },
  {
    fault: "what comes from outside isn't parsed",
    file: `${pubsub}/node-pubsub.ts`,
    find: "message = topic.parse(JSON.parse(json));",
    replace: "message = JSON.parse(json);",
    caughtBy: nodes,
    named: "what the schema refuses",
  },
  {
    fault: "messages of another version of the app are taken",
    file: `${pubsub}/node-pubsub.ts`,
    find: "if (!isOwn(topicName) && version !== this.version)",
    replace: "if (version === null)",
    caughtBy: nodes,
    named: "another version of the app",
  },
  {
    fault: "each node counts tries by itself",
    file: "packages/livegate/src/auth/authentication-start.ts",
    find: "mailer && mayBeSeveral ? (pubsub?.tries ?? databaseTries(db)) : null;",
    replace: "mailer && pubsub === null ? databaseTries(db) : null;",
    caughtBy: "test/nodes/shared-tries.test.ts",
    named: "as many on two nodes as on one",
  },
  {
    fault: "views of a node that has died stay present",
    file: `${pubsub}/share-presences.ts`,
    find: "    this.#presences.forgetNode(from);",
    replace: "",
    caughtBy: presences,
    named: "of one that dies",
  },
  {
    fault: "views that left while a node was cut off stay present",
    file: `${pubsub}/share-presences.ts`,
    find: "    this.#presences.keepOnly(from, named);",
    replace: "",
    caughtBy: presences,
    named: "while a node was cut off",
  },
  {
    fault: "a node that was cut off doesn't look which sessions have ended",
    file: "packages/livegate/src/auth/session-news.ts",
    find: "const stopResync = pubsub.onResync(look);",
    replace: "const stopResync = pubsub.onResync(() => {});",
    caughtBy: revocation,
    named: "as soon as it is back",
  },
  {
    fault: "pages stay open although nobody can say whether their sessions hold",
    file: "packages/livegate/src/auth/session-watch.ts",
    find: "if (news.arrive) return this.#known();",
    replace: "return this.#known();",
    caughtBy: revocation,
    named: "after the bound",
  },
];
