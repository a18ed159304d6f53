import { LivegateError } from "../errors/livegate-error.ts";
import type { TemplateSite } from "../errors/template-site.ts";
import type { Place } from "./place.ts";
import { type ParsedTemplate, TemplateRefusal, parseTemplate } from "./template-parser.ts";

/** A call site of `html`: its fixed text and the places of its slots. Its identity is its fingerprint. */
export class Template {
  readonly statics: readonly string[];
  readonly places: readonly Place[];
  readonly singleRoot: boolean;
  /** The JSON text of `statics`. */
  readonly json: string;
  /** "file:line" of the call site, or where in Livegate it is made. */
  readonly source: string;
  /** Used by the printer of a diff: the last print that listed this template, and its number there. */
  listedBy = 0;
  listedAs = "";

  /** `raw` has the texts around the slots as they stand in the file, where there is one. */
  constructor(parsed: ParsedTemplate, source: string, raw: readonly string[] = []) {
    this.statics = parsed.statics;
    this.places = parsed.places.map((place, slot) => ({
      ...place,
      source: () => siteOf(source, slot, raw, parsed.statics),
    }));
    this.singleRoot = parsed.singleRoot;
    this.json = JSON.stringify(parsed.statics);
    this.source = source;
  }
}

const siteOf = (template: string, slot: number, raw: readonly string[], texts: readonly string[]): TemplateSite => ({
  name: `${template}, ${slotName(slot, texts)}`,
  template,
  slot,
  raw,
});

const slotName = (slot: number, texts: readonly string[]): string =>
  `slot ${slot + 1} (after ${nearby(texts[slot] ?? "")})`;

const templates = new WeakMap<TemplateStringsArray, Template>();

/** The template of a call site, parsed at its first use. Throws LG_TEMPLATE_SLOT. */
export function templateOf(strings: TemplateStringsArray): Template {
  return templates.get(strings) ?? parse(strings);
}

function parse(strings: TemplateStringsArray): Template {
  const source = callSite();
  try {
    const template = new Template(parseTemplate(strings), source, strings.raw);
    templates.set(strings, template);
    return template;
  } catch (error) {
    if (!(error instanceof TemplateRefusal)) throw error;
    const what = `The template at ${source} was refused near ${slotName(error.slot, strings)}: ${error.message}.`;
    const site = siteOf(source, error.slot, strings.raw, strings);
    throw new LivegateError("LG_TEMPLATE_SLOT", what, undefined, { site });
  }
}

/** The end of the text before a slot, to find the slot by. */
const nearby = (text: string): string => {
  const line = text.replace(/\s+/g, " ").trim();
  return line === "" ? "the start" : `"${line.length > 30 ? `…${line.slice(-30)}` : line}"`;
};

const HERE = new Set(["template.ts", "html.ts", "template.js", "html.js"]);

/** The first frame outside of the tag function, as "file:line". */
function callSite(): string {
  for (const line of (new Error("call site").stack ?? "").split("\n").slice(1)) {
    const frame = /(?:file:\/\/)?([^\s()]+):(\d+):\d+\)?$/.exec(line);
    if (frame === null) continue;
    const [, file = "", row = ""] = frame;
    const parts = file.split("/");
    if (parts.at(-2) === "html" && HERE.has(parts.at(-1) ?? "")) continue;
    return `${file}:${row}`;
  }
  return "an unknown file";
}
