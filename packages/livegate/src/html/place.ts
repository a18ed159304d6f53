/** Where a slot stands, found when its template is parsed; it decides how values are checked, escaped and wrapped. */
export interface Place {
  readonly kind:
    | "text" // element content: text and nested templates
    | "rcdata" // inside <title> or <textarea>: text only
    | "part" // within a quoted attribute value that has other parts
    | "attribute" // a whole attribute: absent for null and false, bare for true
    | "spread" // attributes of attrs()
    | "verbatim"; // text that this framework has made itself
  /** Whether a value's text is escaped and nothing else: no URL to check, nothing around it. */
  readonly isPlain: boolean;
  /** The attribute's name in lower case, or "". */
  readonly name: string;
  /** What stands before the value of a whole attribute: ` href="`. */
  readonly open: string;
  /** The same as the start of a JSON string. */
  readonly openJson: string;
  /** Set when the value starts a URL: the schemes allowed besides the common ones. */
  readonly url: "link" | "image" | null;
  /** The static text that follows a URL's first part, up to the end of the attribute or the next slot. */
  readonly urlTail: string;
  /** Names the slot for an error message: file, line and what stands before it. */
  readonly source: () => string;
}

const make = (place: Partial<Place> & Pick<Place, "kind">): Place => ({
  isPlain: place.kind === "text" || place.kind === "rcdata" || (place.kind === "part" && (place.url ?? null) === null),
  name: "",
  open: "",
  openJson: JSON.stringify(place.open ?? "").slice(0, -1),
  url: null,
  urlTail: "",
  source: () => "a template of Livegate's own",
  ...place,
});

export const TEXT: Place = make({ kind: "text" });
export const RCDATA: Place = make({ kind: "rcdata" });
export const SPREAD: Place = make({ kind: "spread" });
export const VERBATIM: Place = make({ kind: "verbatim" });

/** A whole attribute, as in `name=${value}`. `name` is printed as written. */
export function attributePlace(name: string, tag: string): Place {
  const key = name.toLowerCase();
  return make({ kind: "attribute", name: key, open: ` ${name}="`, url: urlRule(key, tag) });
}

/** One of several parts of an attribute's value; only the first part of a URL is checked, with the text that follows. */
export function partPlace(name: string, tag: string, startsUrl: boolean, urlTail: string): Place {
  const key = name.toLowerCase();
  return make({ kind: "part", name: key, url: startsUrl ? urlRule(key, tag) : null, urlTail });
}

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
