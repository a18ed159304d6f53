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
    fault: "a log-in waits for a server that doesn't answer until its loss is known",
    file: `${pubsub}/pubsub-link.ts`,
    find: "const ANSWERED_WITHIN = 1000;",
    replace: "const ANSWERED_WITHIN = 60_000;",
    caughtBy: "test/nodes/shared-tries.test.ts",
    named: "nobody waits for it longer",
  },
  {
    fault: "nobody is told that a node counts tries alone",
    file: "packages/livegate/src/auth/throttles.ts",
    find: 'if (!this.#isAlone) this.#log?.warn({ err: error }, "this node counts tries alone");',
    replace: "",
    caughtBy: "packages/livegate/src/auth/throttle.test.ts",
    named: "told when it begins",
  },
  {
    fault: "connections that are as old as one that leads nowhere are lent again",
    file: "packages/livegate/src/data/postgres-pool.ts",
    find: "if (this.#madeAt.get(client)! > this.#silentAt) return client;",
    replace: "if (this.#madeAt.get(client)! > 0) return client;",
    caughtBy: "test/nodes/silent-database.test.ts",
    named: "none of them is lent again",
  },
  {
    fault: "a statement that runs is taken for one whose answer never comes",
    file: "packages/livegate/src/data/answer-watch.ts",
    find: "if (works) return lookLater();",
    replace: "if (works && isOver) return lookLater();",
    caughtBy: "test/nodes/silent-database.test.ts",
    named: "says that the statement runs",
  },
  {
    fault: "a node that has lost the others isn't ready",
    file: "packages/livegate/src/node/operator-paths.ts",
    find: "if (!ready) return",
    replace: 'if (!ready || options.pubsub.state === "disconnected") return',
    caughtBy: "packages/livegate/src/node/operator-paths.test.ts",
    named: "out of reach is ready",
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
