/** An answer over HTTP, with what a live page says about itself. */
export interface Page {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  /** Every Set-Cookie header, in order. */
  readonly setCookies: readonly string[];
  readonly body: string;
  /** The address that was asked for, absolute. */
  readonly url: string;
}

/** The element that becomes a live view, as a client finds it. */
export interface Container {
  readonly tag: string;
  /** In the order of the markup. A bare attribute has an empty value. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly id: string;
  readonly session: string;
  readonly static: string;
  /** The markup behind the opening tag. */
  readonly inner: string;
}

/** The container of a page, of several the main one; throws where there is not exactly one. */
export function containerOf({ body, url, status }: Page): Container {
  const tags = [...body.matchAll(/<(\w+)((?:\s+[^\s=>]+(?:="[^"]*")?)*)\s*>/g)].filter(([, , text]) =>
    /\sdata-phx-session[=\s>]/.test(`${text} `),
  );
  const [found, ...more] =
    tags.length > 1 ? tags.filter(([, , text]) => /\sdata-phx-main[\s>]/.test(`${text} `)) : tags;
  if (!found || more.length > 0) throw new Error(`${url} answered ${status} with ${tags.length} containers.`);
  const attributes = attributesOf(found[2] ?? "");
  return {
    tag: found[1] ?? "",
    attributes,
    id: attributes.get("id") ?? "",
    session: attributes.get("data-phx-session") ?? "",
    static: attributes.get("data-phx-static") ?? "",
    inner: body.slice(found.index + found[0].length),
  };
}

/** The attributes of an opening tag's text. */
export function attributesOf(text: string): ReadonlyMap<string, string> {
  const found = text.matchAll(/\s+([^\s=>"]+)(?:="([^"]*)")?/g);
  return new Map([...found].map(([, name = "", value = ""]) => [name, unescape(value)]));
}

/** The token in `<meta name="csrf-token">`. */
export function csrfTokenOf({ body }: Page): string {
  const token = /<meta name="csrf-token" content="([^"]*)"/.exec(body)?.[1];
  if (token === undefined) throw new Error("The page has no csrf-token.");
  return unescape(token);
}

/** The text of an element with this id: `<p id="count">3</p>` → "3". */
export function textOf(markup: string, id: string): string | null {
  const found = new RegExp(`<(\\w+)[^>]*\\bid="${id}"[^>]*>(.*?)</\\1>`, "s").exec(markup)?.[2];
  return found === undefined ? null : unescape(found.trim());
}

const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };
const unescape = (text: string): string =>
  text.replaceAll(/&(amp|lt|gt|quot|#39);/g, (_, name) => entities[name] ?? "");
