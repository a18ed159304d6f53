import type { Html } from "./brand.ts";
import { html } from "./html.ts";
import { csrfToken } from "./page-constants.ts";

/**
 * The hidden field that every form with `method="post"` needs.
 *
 * @example
 * html`<form action=${paths.logIn()} method="post">${csrfField()}…</form>`
 */
export const csrfField = (): Html => html`<input type="hidden" name="_csrf_token" value=${csrfToken} />`;
