import { addProperty } from "./add-property.ts";
import type { CodeEdit } from "./edit.ts";
import { argumentsOf, callsOf } from "./find-calls.ts";
import { insertItem } from "./insert-item.ts";
import { codeOf } from "./source.ts";

/** Has the page's script tell what a function gives whenever a view joins: beside what it keeps, where it does, else by itself. */
export function addConnectParams(params: string): CodeEdit {
  const alone = addProperty({ call: "connect", name: "params", value: params });
  return {
    what: `adds ${params} to the connect parameters`,
    paste: {
      where: "in connect({ … })",
      code: `params: keepState(${params}), // or: params: () => ({ ...${params}(), … }),`,
    },
    step: (code, source) => {
      if (callsOf(source, "connect").some((call) => codeOf(source, call).includes(params))) return "present";
      const [keep, ...others] = callsOf(source, "keepState");
      if (!keep || others.length > 0 || keep.arguments.length > 0) return alone.step(code, source);
      insertItem(code, source, argumentsOf(source, keep), { text: params });
      return "changed";
    },
  };
}
