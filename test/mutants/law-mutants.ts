import type { Mutant } from "./mutant.ts";

const src = "packages/livegate/src";

/** Faults against the four laws: one lifecycle, one printer, one mailbox, one protocol. */
export const lawMutants: readonly Mutant[] = [
  {
    fault: "the socket runs no guards: only the request is kept",
    file: `${src}/runtime/lifecycle.ts`,
    find: "await runGuards(route.guards, {",
    replace: "await runGuards(connected ? [] : route.guards, {",
    caughtBy: `${src}/runtime/lifecycle.test.ts`,
    named: "guard",
  },
  {
    fault: "a view mounts although its guard has halted",
    file: `${src}/runtime/lifecycle.ts`,
    find: 'if (!guarded.ok) return { ok: false, halt: guarded.halt, by: "guard" };',
    replace: "if (!guarded.ok) return runLifecycle({ ...visit, route: { ...route, guards: [] } });",
    caughtBy: `${src}/runtime/lifecycle.test.ts`,
    named: "guard",
  },
  {
    fault: "a second printer: texts reach the wire as they are, and the page escaped",
    file: `${src}/diff/json-slot.ts`,
    find: "return place.openJson + escapeHtml(text) + place.closeJson;",
    replace: "return place.openJson + JSON.stringify(text).slice(1, -1) + place.closeJson;",
    caughtBy: `${src}/diff/injection.test.ts`,
  },
  {
    fault: "a second printer: the wire prints null as a word where the page prints nothing",
    file: `${src}/diff/json-slot.ts`,
    find: "return jsonText(printSlot(value, place, context));",
    replace: 'return jsonText(value === null ? "null" : printSlot(value, place, context));',
    caughtBy: `${src}/diff/diff.property.test.ts`,
  },
  {
    fault: "quotes are not escaped, in page and wire alike",
    file: `${src}/html/escape.ts`,
    find: 'return "&quot;";',
    replace: 'return "";',
    caughtBy: `${src}/diff/injection.test.ts`,
  },
  {
    fault: "a script's address is taken for a link",
    file: `${src}/html/url.ts`,
    find: "return ALLOWED.has(scheme.toLowerCase()) ||",
    replace: "return !ALLOWED.has(scheme.toUpperCase()) ||",
    caughtBy: `${src}/diff/injection.test.ts`,
  },
  {
    fault: "lost order: the newest message first",
    file: `${src}/runtime/mailbox.ts`,
    find: "this.#waiting.push(message);",
    replace: "this.#waiting.splice(this.#next, 0, message);",
    caughtBy: `${src}/runtime/mailbox.test.ts`,
  },
  {
    fault: "lost order: the next message doesn't wait for an asynchronous handler",
    file: `${src}/runtime/mailbox.ts`,
    find: "          return;\n        }",
    replace: "        }",
    caughtBy: `${src}/runtime/mailbox.test.ts`,
  },
  {
    fault: "an unreleased mailbox: a rejected handler is waited for without end",
    file: `${src}/runtime/mailbox.ts`,
    find: "            this.#owner.failed(error, message);\n            this.#resume();",
    replace: "            this.#owner.failed(error, message);",
    caughtBy: `${src}/runtime/mailbox.test.ts`,
  },
  {
    fault: "a refusal overtakes the events that wait",
    file: `${src}/runtime/live-channel.ts`,
    find: 'this.deliver({ kind: "refused", ref, refusal });',
    replace: "refuseEvent(this.#options, ref, refusal);",
    caughtBy: "test/conformance/lifecycle.test.ts",
    named: "in their turn",
  },
  {
    fault: "a closed view still hears its topics",
    file: `${src}/runtime/topic-subscriptions.ts`,
    find: "for (const listening of this.#listening.values()) leave(listening);",
    replace: "",
    caughtBy: "test/conformance/lifecycle.test.ts",
    named: "hears its topics no more",
  },
  {
    fault: "unparsed frames: keys that reach a prototype come through",
    file: `${src}/protocol/json-data.ts`,
    find: "if (isHostileKey(key)) continue;",
    replace: "",
    caughtBy: `${src}/protocol/payloads.test.ts`,
  },
  {
    fault: "unparsed frames: data keep the prototype that JSON.parse gave them",
    file: `${src}/protocol/json-data.ts`,
    find: "Object.create(null)",
    replace: "({})",
    caughtBy: `${src}/protocol/payloads.test.ts`,
  },
  {
    fault: "an event reaches its handler although it doesn't fit its schema",
    file: `${src}/runtime/event-payload.ts`,
    find: "result.issues ? { ok: false } : { ok: true, value: result.value },",
    replace: "result.issues ? { ok: true, value: given } : { ok: true, value: result.value },",
    caughtBy: `${src}/runtime/event-payload.test.ts`,
  },
];
