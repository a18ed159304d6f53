import type { DomControl, DomForm, DomWindow } from "./dom.ts";

/** A request that a form makes of itself. */
export interface FormRequest {
  readonly url: URL;
  readonly init: RequestInit;
}

/** What a browser sends for a form without a script: to where it says, or its button says, or else to its page. */
export function nativeSubmit(window: DomWindow, form: DomForm, page: URL, submitter: DomControl | null): FormRequest {
  const attribute = (name: string): string | null => submitter?.getAttribute(`form${name}`) ?? form.getAttribute(name);
  const url = new URL(attribute("action") || page.href, page);
  const fields = new URLSearchParams();
  for (const [name, value] of new window.FormData(form, submitter)) {
    if (typeof value === "string") fields.append(name, value);
  }
  if ((attribute("method") ?? "get").toLowerCase() === "post") {
    const headers = { origin: page.origin, referer: page.href, "sec-fetch-site": "same-origin" };
    return { url, init: { method: "POST", body: fields, headers } };
  }
  url.search = fields.toString();
  return { url, init: {} };
}
