/** What a page says about its main live view, and how it is joined. */
export interface LivePage {
  /** Where it was loaded. */
  readonly path: string;
  readonly id: string;
  readonly session: string;
  readonly flash: string | null;
  readonly csrf: string;
}

/** The CSRF token in a page's head; null where there is none. */
export const csrfIn = (body: string): string | null =>
  attributeOf(body, /<meta[^>]*name="csrf-token"[^>]*>/, "content");

/** Reads the element of the main view and the CSRF token out of a page; null where it shows no live view. */
export function livePageIn(body: string, path: string): LivePage | null {
  const element = /<[a-z][^>]*\sdata-phx-main[^>]*>/;
  const id = attributeOf(body, element, "id");
  const session = attributeOf(body, element, "data-phx-session");
  if (id === null || session === null) return null;
  return { path, id, session, flash: attributeOf(body, element, "data-phx-static") || null, csrf: csrfIn(body) ?? "" };
}

const ENTITIES: Readonly<Record<string, string>> = { quot: '"', "#39": "'", lt: "<", gt: ">", amp: "&" };

function attributeOf(body: string, tag: RegExp, name: string): string | null {
  const value = new RegExp(`\\s${name}="([^"]*)"`).exec(tag.exec(body)?.[0] ?? "")?.[1];
  return value?.replaceAll(/&(quot|#39|lt|gt|amp);/g, (_, entity: string) => ENTITIES[entity] ?? "") ?? null;
}
