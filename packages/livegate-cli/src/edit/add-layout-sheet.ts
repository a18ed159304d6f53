import type { MagicString } from "magic-string";
import type { CallExpression, TemplateLiteral } from "oxc-parser";
import { shapeOfLayout, takeValue } from "./add-layout-partial.ts";
import { type CodeEdit, type Outcome, refuse } from "./edit.ts";
import { callsOf } from "./find-calls.ts";
import { type Source, codeOf, nodesIn } from "./source.ts";

/** A sheet that live layouts show over the page, printed last. */
export interface LayoutSheet {
  /** The function that prints it: `reauthenticationSheet`. */
  readonly sheet: string;
  /** What it is called with, the layout's own value first: `["held", "currentUser"]`. */
  readonly values: readonly [own: string, ...others: string[]];
}

/** Shows a sheet in all live layouts. */
export function addLayoutSheet(wanted: LayoutSheet): CodeEdit {
  const { sheet, values } = wanted;
  return {
    what: `shows ${sheet} in the live layouts`,
    paste: {
      where: "in liveLayout({ … })",
      code: `render: ({ inner, flash, ${values.toReversed().join(", ")} }) => html\`… \${${sheet}(${values.join(", ")})}\`,`,
    },
    step: (code, source) => {
      const layouts = callsOf(source, "liveLayout");
      if (layouts.length === 0) return refuse("it has no liveLayout({ … })");
      for (const layout of layouts) {
        const outcome = addTo(code, source, layout, wanted);
        if (outcome !== "present") return outcome;
      }
      return "present";
    },
  };
}

function addTo(code: MagicString, source: Source, layout: CallExpression, { sheet, values }: LayoutSheet): Outcome {
  const shape = shapeOfLayout(layout);
  if (!shape) return refuse("a layout isn't written as { needs: […], render: ({ … }) => html`…` }");
  const { render, props } = shape;
  if (takeValue(code, source, props, values[0])) return "changed";
  if (codeOf(source, render).includes(`${sheet}(`)) return "present";
  const template = [...nodesIn(render)].find((node): node is TemplateLiteral => node.type === "TemplateLiteral");
  if (!template) return refuse("a layout prints no html`…`");
  const end = template.start + source.text.slice(template.start, template.end - 1).trimEnd().length;
  code.appendLeft(end, ` \${${sheet}(${values.join(", ")})}`);
  return "changed";
}
