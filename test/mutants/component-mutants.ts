import type { Mutant } from "./mutant.ts";

const src = "packages/livegate/src";
const property = `${src}/runtime/live-components.property.test.ts`;

/** Faults of live components: what the client would show wrongly, and who gets an event. */
export const componentMutants: readonly Mutant[] = [
  {
    fault: "a component that changes isn't named again, so the client skips what is around it",
    file: `${src}/diff/print-diff.ts`,
    find: 'return isDue ? `${cid}` : "";',
    replace: 'return isDue ? "" : "";',
    caughtBy: property,
  },
  {
    fault: "the numbers of statics begin anew with each component",
    file: `${src}/runtime/wire-components.ts`,
    find: "instance.context, this.#numbers",
    replace: "instance.context, { next: 0 * this.#numbers.next }",
    caughtBy: property,
  },
  {
    fault: "a component that comes back is sent without its statics",
    file: `${src}/runtime/component-instance.ts`,
    find: "this.isMarked = false;\n      this.printed = null;",
    replace: "this.isMarked = false;",
    caughtBy: `${src}/runtime/component-removal.test.ts`,
    named: "comes back as it was",
  },
  {
    fault: "a page may make the server forget a component that it shows",
    file: `${src}/runtime/view-components.ts`,
    find: "if (instance.isMarked) this.#remove(instance);",
    replace: "instance.isMarked = true;\n      this.#remove(instance);",
    caughtBy: "test/conformance/components.test.ts",
    named: "only go if the page has said so before",
  },
  {
    fault: "a component takes the events of its view",
    file: `${src}/runtime/handle-event.ts`,
    find: "(component?.component ?? instance.route.view).events.get(sent.event)",
    replace: "(component?.component.events.get(sent.event) ?? instance.route.view.events.get(sent.event))",
    caughtBy: `${src}/runtime/component-events.test.ts`,
    named: "doesn't declare",
  },
  {
    fault: "a component that its view doesn't declare is shown, whatever it needs",
    file: `${src}/runtime/view-components.ts`,
    find: "if (!parent.owner.components.includes(component)) {",
    replace: "if (parent.owner.components === null) {",
    caughtBy: `${src}/runtime/component-mistakes.test.ts`,
    named: "is told by",
  },
  {
    fault: "updates go on after their view has ended",
    file: `${src}/runtime/component-updates.ts`,
    find: "view.isOver ? undefined : runTurn(",
    replace: "runTurn(",
    caughtBy: `${src}/runtime/live-components.test.ts`,
    named: "start nothing more",
  },
];
