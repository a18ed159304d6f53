import type { MagicString } from "magic-string";
import type { ArrayExpression, CallExpression, ObjectExpression, ObjectPattern, TemplateLiteral } from "oxc-parser";
import { type CodeEdit, type Outcome, refuse } from "./edit.ts";
import { type InlineFunction, argumentsOf, callsOf, isFunction, listOf, propertyOf } from "./find-calls.ts";
import { type List, insertItem } from "./insert-item.ts";
import { type Source, codeOf, nodesIn } from "./source.ts";

/** A part of every page that is printed from what a guard provides. */
export interface LayoutPartial {
  readonly guard: string;
  /** What the guard provides: `currentUser`. */
  readonly value: string;
  /** The function that prints it: `userMenu`. */
  readonly partial: string;
  /** The function around a page's content, which takes the partial as its second argument. Where it isn't called, the partial comes first. */
  readonly frame: string;
}

/** Shows a partial in all live and page layouts: they need its guard, take its value, and print it. */
export function addLayoutPartial(wanted: LayoutPartial): CodeEdit {
  const { guard, value, partial, frame } = wanted;
  return {
    what: `shows ${partial} in the live and page layouts`,
    paste: {
      where: "in liveLayout({ … }) and pageLayout({ … })",
      code: [
        `needs: [${guard}],`,
        `render: ({ inner, flash, ${value} }) => html\`\${${frame}(inner, ${partial}(${value}))} …\`,`,
      ].join("\n"),
    },
    step: (code, source) => {
      const layouts = ["liveLayout", "pageLayout"].flatMap((name) => callsOf(source, name));
      if (layouts.length === 0) return refuse("it has no liveLayout({ … }) and no pageLayout({ … })");
      for (const layout of layouts) {
        const outcome = addTo(code, source, layout, wanted);
        if (outcome !== "present") return outcome;
      }
      return "present";
    },
  };
}

/** The parts of a layout that an edit touches. */
interface LayoutShape {
  readonly needs: ArrayExpression | null;
  readonly options: ObjectExpression;
  readonly render: InlineFunction;
  readonly props: ObjectPattern;
}

function addTo(code: MagicString, source: Source, layout: CallExpression, wanted: LayoutPartial): Outcome {
  const shape = shapeOfLayout(layout);
  if (!shape) return refuse("a layout isn't written as { needs: […], render: ({ … }) => html`…` }");
  const { needs, options, render, props } = shape;
  const { guard, value, partial } = wanted;
  if (!needs) {
    insertItem(code, source, listOf(options), { text: `needs: [${guard}]`, after: -1 });
    return "changed";
  }
  if (!has(source, listOf(needs), guard)) {
    insertItem(code, source, listOf(needs), { text: guard });
    return "changed";
  }
  if (takeValue(code, source, props, value)) return "changed";
  if (codeOf(source, render).includes(`${partial}(`)) return "present";
  return print(code, source, render, wanted);
}

/** The parts of a layout; null where it is written in another way. */
export function shapeOfLayout({ arguments: [options] }: CallExpression): LayoutShape | null {
  if (options?.type !== "ObjectExpression") return null;
  const needs = propertyOf(options, "needs")?.value;
  const render = propertyOf(options, "render")?.value;
  if (!isFunction(render) || (needs && needs.type !== "ArrayExpression")) return null;
  const [props] = render.params;
  return props?.type === "ObjectPattern" ? { needs: needs ?? null, options, render, props } : null;
}

/** Has a layout's `render` take a value; false where it does already. */
export function takeValue(code: MagicString, source: Source, props: ObjectPattern, value: string): boolean {
  const taken: List = { start: props.start, end: props.end, items: props.properties };
  if (has(source, taken, value)) return false;
  const rest = props.properties.findIndex(({ type }) => type === "RestElement");
  insertItem(code, source, taken, { text: value, after: (rest < 0 ? props.properties.length : rest) - 1 });
  return true;
}

const has = (source: Source, { items }: List, text: string): boolean =>
  items.some((item) => codeOf(source, item) === text);

function print(code: MagicString, source: Source, render: InlineFunction, wanted: LayoutPartial): Outcome {
  const { partial, value, frame } = wanted;
  const frames = callsOf(source, frame).filter(({ start, end }) => render.start <= start && end <= render.end);
  const [framed] = frames;
  if (framed && frames.length === 1 && framed.arguments.length === 1) {
    insertItem(code, source, argumentsOf(source, framed), { text: `${partial}(${value})` });
    return "changed";
  }
  const template = [...nodesIn(render)].find((node): node is TemplateLiteral => node.type === "TemplateLiteral");
  if (!template) return refuse("a layout prints no html`…`");
  const space = /^\s*/.exec(source.text.slice(template.start + 1))?.[0] ?? "";
  code.appendLeft(template.start + 1, `${space}\${${partial}(${value})}${space === "" ? " " : ""}`);
  return "changed";
}
