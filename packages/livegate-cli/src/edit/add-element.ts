import type { ArrayExpression, Expression } from "oxc-parser";
import { type Edit, refuse } from "./edit.ts";
import { listOf } from "./find-calls.ts";
import { insertItem } from "./insert-item.ts";
import { type Source, codeOf, nodesIn } from "./source.ts";

/** An element to add to the array of a variable. */
export interface NewElement {
  readonly what: string;
  /** The variable, whose value is an array or a call with one: `const browser = pipeline([…])`. */
  readonly array: string;
  readonly element: string;
  /** By what an element of this kind is known if it is there already. */
  readonly known: string;
  /** By what the element in front of it is known. Default: it comes last. */
  readonly after?: string;
}

/** Adds an element to an array. */
export function addElement({ what, array, element, known, after }: NewElement): Edit {
  return {
    what,
    paste: {
      where: after === undefined ? `in the array "${array}"` : `in the array "${array}", behind ${after}`,
      code: `${element},`,
    },
    step: (code, source) => {
      const found = arrayOf(source, array);
      if (!found) return refuse(`it has no array "${array}"`);
      const list = listOf(found);
      const place = (part: string): number => list.items.findIndex((item) => codeOf(source, item).includes(part));
      if (place(known) >= 0) return "present";
      const behind = after === undefined ? list.items.length - 1 : place(after);
      if (after !== undefined && behind < 0) return refuse(`its array "${array}" has no ${after}`);
      insertItem(code, source, list, { text: element, after: behind });
      return "changed";
    },
  };
}

/** The array that a variable of this name has; null unless there is one such variable. */
function arrayOf({ program }: Source, name: string): ArrayExpression | null {
  const [first, ...others] = [...nodesIn(program)].flatMap((node) =>
    node.type === "VariableDeclarator" && node.id.type === "Identifier" && node.id.name === name && node.init
      ? node.init
      : [],
  );
  return first && others.length === 0 ? arrayIn(first) : null;
}

function arrayIn(value: Expression): ArrayExpression | null {
  if (value.type === "TSAsExpression" || value.type === "TSSatisfiesExpression") return arrayIn(value.expression);
  const [argument] = value.type === "CallExpression" ? value.arguments : [value];
  return argument?.type === "ArrayExpression" ? argument : null;
}
