import { type RefusedBody, isForm, parseForm, readText, withBody } from "./read-form.ts";

/** A request to go on with, or the status that says why there is none. */
export type OverrideResult = { readonly ok: true; readonly request: Request } | RefusedBody;

const METHODS: ReadonlySet<string> = new Set(["PUT", "PATCH", "DELETE"]);

/**
 * Gives a POSTed form the method that its field `_method` names, because HTML knows only GET and POST.
 *
 * Only put, patch and delete, and only urlencoded forms: all else goes on as it came. For before the router.
 */
export function overrideMethod(request: Request): OverrideResult | Promise<OverrideResult> {
  return request.method === "POST" && isForm(request) ? overridden(request) : { ok: true, request };
}

async function overridden(request: Request): Promise<OverrideResult> {
  const body = await readText(request);
  if (!body.ok) return body;
  const form = parseForm(body.text);
  if (!form.ok) return form;
  const { _method: asked } = form.params;
  const method = typeof asked === "string" ? asked.toUpperCase() : "";
  return { ok: true, request: withBody(request, METHODS.has(method) ? method : "POST", body.text) };
}
