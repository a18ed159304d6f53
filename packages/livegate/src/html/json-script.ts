import type { Html } from "./brand.ts";
import { VERBATIM, attributePlace } from "./place.ts";
import { Rendered } from "./rendered.ts";
import { Template } from "./template.ts";

const ESCAPES: Readonly<Record<string, string>> = {
  "<": "\\u003c",
  ">": "\\u003e",
  "&": "\\u0026",
  "\u2028": "\\u2028",
  "\u2029": "\\u2029",
};

/** Made by hand, since `html` refuses slots in scripts: this one's JSON can't close the element. */
const template = new Template(
  {
    statics: ['<script type="application/json"', ">", "</script>"],
    places: [attributePlace("id", "script"), VERBATIM],
    singleRoot: true,
  },
  "jsonScript()",
);

/**
 * Prints data for a script or a hook, as a `<script type="application/json">` that a browser doesn't run.
 *
 * @example
 * html`${jsonScript("chart-data", { points })}<canvas id="chart" phx-hook="Chart"></canvas>`
 * // in the hook: JSON.parse(document.getElementById("chart-data").textContent)
 */
export function jsonScript(id: string, value: unknown): Html {
  const json = JSON.stringify(value) ?? "null";
  return new Rendered(template, [id, json.replace(/[<>&\u2028\u2029]/g, (character) => ESCAPES[character] ?? "")]);
}
