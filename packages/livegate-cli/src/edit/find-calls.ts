import type {
  ArrayExpression,
  ArrowFunctionExpression,
  CallExpression,
  Function,
  Node,
  ObjectExpression,
  ObjectProperty,
} from "oxc-parser";
import type { List } from "./insert-item.ts";
import { type Source, indexOutsideComments, nodesIn } from "./source.ts";

/** The calls of a function by its name, wherever they stand. */
export const callsOf = ({ program }: Source, name: string): readonly CallExpression[] =>
  [...nodesIn(program)].filter(
    (node): node is CallExpression =>
      node.type === "CallExpression" && node.callee.type === "Identifier" && node.callee.name === name,
  );

/** A call's arguments as a list. */
export function argumentsOf(source: Source, call: CallExpression): List {
  const after = call.typeArguments?.end ?? call.callee.end;
  const start = indexOutsideComments(source, "(", { start: after, end: call.end });
  return { start, end: call.end, items: call.arguments };
}

/** An object's properties or an array's elements as a list. */
export const listOf = (node: ObjectExpression | ArrayExpression): List => ({
  start: node.start,
  end: node.end,
  items: node.type === "ObjectExpression" ? node.properties : node.elements.filter((element) => element !== null),
});

/** A property of an object literal by its name. */
export const propertyOf = (object: ObjectExpression, name: string): ObjectProperty | null =>
  object.properties.find(
    (property): property is ObjectProperty => property.type === "Property" && nameOf(property.key) === name,
  ) ?? null;

/** The name that a property or a member has; null for a computed one. */
export const nameOf = (key: Node): string | null =>
  key.type === "Identifier" ? key.name : key.type === "Literal" && typeof key.value === "string" ? key.value : null;

/** A function that is written in place, as an arrow or by `function`. */
export type InlineFunction = ArrowFunctionExpression | Function;

export const isFunction = (node: Node | undefined): node is InlineFunction =>
  node?.type === "ArrowFunctionExpression" || node?.type === "FunctionExpression";
