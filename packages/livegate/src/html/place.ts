import type { TemplateSite } from "../errors/template-site.ts";

/** Where a slot stands, found when its template is parsed; it decides how values are checked, escaped and wrapped. */
export interface Place {
  readonly kind:
    | "text" // element content: text and nested templates
    | "rcdata" // inside <title> or <textarea>: text only
    | "part" // within a quoted attribute value that has other parts
    | "attribute" // a whole attribute: absent for null and false, bare for true
    | "spread" // attributes of attrs()
    | "verbatim"; // text that this framework has made itself
  /** The attribute's name in lower case, or "". */
  readonly name: string;
  /** What stands around the text of a whole attribute's value: ` href="` and `"`. Empty elsewhere. */
  readonly open: string;
  readonly close: string;
  /** False where a text must be checked before it is escaped and printed, or may not stand. */
  readonly isFree: boolean;
  /** What stands around a text's JSON: `" href=\"` and `\""`. */
  readonly openJson: string;
  readonly closeJson: string;
  /** Set when the value starts a URL: the schemes allowed besides the common ones. */
  readonly url: "link" | "image" | null;
  /** The static text that follows a URL's first part, up to the end of the attribute or the next slot. */
  readonly urlTail: string;
  /** Set when the value may be a client command: then a text that looks like one is refused. */
  readonly isCommand: boolean;
  /** For whose events the slot says where they go: its own, or those of its whole tag, whose other slots then don't. */
  readonly target: "slot" | "tag" | null;
  /** The start tag of the element around a text slot, from its name on, with a NUL for each slot; null if not known. */
  readonly within: string | null;
  /** Where the slot stands in the sources, for an error. */
  readonly source: () => TemplateSite;
}

const own = "a template of Livegate's own";
const nowhere: TemplateSite = { name: own, template: own, slot: 0, raw: [] };

function make(given: Partial<Place> & Pick<Place, "kind">): Place {
  const { kind, open = "", url = null, isCommand: command = false } = given;
  const close = kind === "attribute" ? '"' : "";
  return {
    name: "",
    open,
    close,
    isFree: url === null && !command && kind !== "spread" && kind !== "verbatim",
    openJson: JSON.stringify(open).slice(0, -1),
    closeJson: JSON.stringify(close).slice(1),
    url,
    urlTail: "",
    isCommand: command,
    target: null,
    within: null,
    source: () => nowhere,
    ...given,
  };
}

export const TEXT: Place = make({ kind: "text" });
export const RCDATA: Place = make({ kind: "rcdata" });
export const SPREAD: Place = make({ kind: "spread" });
export const VERBATIM: Place = make({ kind: "verbatim" });

/** A whole attribute, as in `name=${value}`. `name` is printed as written. */
export function attributePlace(name: string, tag: string): Place {
  const key = name.toLowerCase();
  return make({ kind: "attribute", name: key, open: ` ${name}="`, url: urlRule(key, tag), isCommand: isCommand(key) });
}

/** One of several parts of an attribute's value; `tail` is the static text up to the next one. */
export function partPlace(name: string, tag: string, isStart: boolean, tail: string): Place {
  const key = name.toLowerCase();
  if (!isStart) return make({ kind: "part", name: key });
  const urlTail = tail.replace(/&(?:colon|#0*58|#x0*3a);?/gi, ":");
  return make({ kind: "part", name: key, url: urlRule(key, tag), urlTail, isCommand: isCommand(key) });
}

const COMMANDS =
  /^phx-(?:(?:window-)?(?:keydown|keyup|focus|blur)|click(?:-away)?|change|submit|viewport-(?:top|bottom)|mounted|remove|(?:dis)?connected|auto-recover|progress)$/;

/** Whether the client runs the attribute's value when it is a list of commands. */
export const isCommand = (name: string): boolean => COMMANDS.test(name);

const URL_ATTRIBUTES = new Set(
  "href src action formaction xlink:href poster data cite background longdesc manifest ping codebase".split(" "),
);
const IMAGE_TAGS = new Set(["img", "image", "source", "video", "picture", "input"]);
const ANIMATION_TAGS = new Set(["animate", "set", "animatemotion", "animatetransform"]);
const ANIMATED_VALUES = new Set(["to", "from", "by"]);

/** Whether the attribute takes a URL, and of which kind. */
export function urlRule(name: string, tag: string): "link" | "image" | null {
  if (URL_ATTRIBUTES.has(name)) return IMAGE_TAGS.has(tag) && !name.includes("action") ? "image" : "link";
  // SVG animation can set another element's href.
  return ANIMATION_TAGS.has(tag) && ANIMATED_VALUES.has(name) ? "link" : null;
}

/** Why no value may be filled into this attribute, or null when one may. */
export function refusedAttribute(name: string, tag: string): string | null {
  if (/^on/i.test(name)) return `the event handler attribute ${name}; use phx-* attributes`;
  if (/^style$/i.test(name)) return "a style attribute, which the page's CSP blocks; use classes or <progress>";
  if (/^srcdoc$/i.test(name)) return "srcdoc, whose text is HTML once more";
  if (ANIMATION_TAGS.has(tag) && /^(values|attributename)$/i.test(name)) return `${name} of an SVG animation`;
  return null;
}

/** Attributes whose `true` and `false` are words: `aria-expanded="false"`. */
export const isEnumerated = (name: string): boolean =>
  name.startsWith("aria-") || name === "draggable" || name === "contenteditable" || name === "spellcheck";
