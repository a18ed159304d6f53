/** What a page says about its main view. */
export interface LivePage {
  readonly id: string;
  readonly session: string;
  readonly statics: string | null;
  readonly csrf: string;
}

/** Reads the main view's element and the CSRF token out of a page's HTML; throws when there is no view. */
export function parseLivePage(html: string): LivePage {
  const element = /<[a-z][^>]*\sdata-phx-main[^>]*>/.exec(html)?.[0];
  if (element === undefined) throw new Error("the page has no element with data-phx-main");
  const meta = /<meta[^>]*name="csrf-token"[^>]*>/.exec(html)?.[0] ?? "";
  return {
    id: attribute(element, "id"),
    session: attribute(element, "data-phx-session"),
    statics: attribute(element, "data-phx-static") || null,
    csrf: attribute(meta, "content"),
  };
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&quot;": '"',
  "&#39;": "'",
  "&lt;": "<",
  "&gt;": ">",
  "&amp;": "&",
};

function attribute(tag: string, name: string): string {
  const value = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? "";
  return value.replace(/&(quot|#39|lt|gt|amp);/g, (entity) => ENTITIES[entity] ?? entity);
}
