import type { ObjectExpression } from "oxc-parser";
import { type CodeEdit, refuse } from "./edit.ts";
import { argumentsOf, callsOf, listOf, propertyOf } from "./find-calls.ts";
import { insertItem } from "./insert-item.ts";
import { isSameCode } from "./same-code.ts";
import { type Source, codeOf } from "./source.ts";

/** A property to add, and the function whose options it belongs to. */
export interface NewProperty {
  /** The function that is called with the object: `definePaths`. */
  readonly call: string;
  readonly name: string;
  readonly value: string;
}

/** Adds a property to the object that a function is called with, or calls it with one. One that is there with another value stays. */
export function addProperty({ call, name, value }: NewProperty): CodeEdit {
  const item = `${name}: ${value}`;
  return {
    what: `adds ${name}`,
    paste: { where: `in ${call}({ … })`, code: `${item},` },
    step: (code, source) => {
      const [found, ...others] = callsOf(source, call);
      if (found?.arguments.length === 0 && others.length === 0) {
        insertItem(code, source, argumentsOf(source, found), { text: `{ ${item} }` });
        return "changed";
      }
      const object = optionsOf(source, call);
      if (!object) return refuse(`it doesn't call ${call}({ … }) in one place`);
      const former = propertyOf(object, name);
      if (former && isSameCode(codeOf(source, former.value), value)) return "present";
      if (former) return refuse(`its ${name} is ${codeOf(source, former.value)} already`);
      insertItem(code, source, listOf(object), { text: item });
      return "changed";
    },
  };
}

/** The object that a function is called with; null unless it is called in one place. */
function optionsOf(source: Source, call: string): ObjectExpression | null {
  const [first, ...others] = callsOf(source, call);
  const options = first?.arguments.find((argument) => argument.type === "ObjectExpression");
  return others.length === 0 && options ? options : null;
}
