const PART = /^\s*([^\s;]+)\s*(?:;.*?\bq\s*=\s*([\d.]+))?/i;

/**
 * Whether an `accept` header prefers JSON to a page. It has to say so by name: what takes anything gets a page, as browsers
 * do for images and scripts that aren't there.
 */
export function wantsJson(accept: string | null): boolean {
  let [json, page] = [0, 0];
  for (const part of (accept ?? "").toLowerCase().split(",")) {
    const [, type = "", weight = "1"] = PART.exec(part) ?? [];
    if (/^application\/(?:[\w.-]+\+)?json$/.test(type)) json = Math.max(json, Number(weight) || 0);
    if (/^(?:text\/html|application\/xhtml\+xml)$/.test(type)) page = Math.max(page, Number(weight) || 0);
  }
  return json > page;
}
