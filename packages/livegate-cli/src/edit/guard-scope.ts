import { type CodeEdit, refuse } from "./edit.ts";
import { listOf, propertyOf } from "./find-calls.ts";
import { insertItem } from "./insert-item.ts";
import { browserScope, readRoutes } from "./read-routes.ts";
import { codeOf } from "./source.ts";

/** Runs a guard for everything in the scope of pages for browsers. */
export const guardBrowserScope = (guard: string): CodeEdit => ({
  what: `runs ${guard} for every page`,
  paste: { where: "in the options of the scope of the browser's pages", code: `guards: [${guard}],` },
  step: (code, source) => {
    const router = readRoutes(source);
    const options = router && browserScope(source, router)?.options;
    if (!options) return refuse("it has not exactly one scope that goes through a pipeline");
    const guards = propertyOf(options, "guards");
    if (!guards) {
      // Behind the pipeline, which it needs.
      const pipeline = options.properties.findIndex((each) => codeOf(source, each).startsWith("pipeThrough"));
      insertItem(code, source, listOf(options), { text: `guards: [${guard}]`, after: pipeline });
      return "changed";
    }
    if (guards.value.type !== "ArrayExpression") return refuse("the guards of its scope aren't written as an array");
    const list = listOf(guards.value);
    if (list.items.some((item) => codeOf(source, item) === guard)) return "present";
    insertItem(code, source, list, { text: guard, after: -1 });
    return "changed";
  },
});
