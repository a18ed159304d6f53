import { LivegateError } from "../errors/livegate-error.ts";
import type { Html } from "./brand.ts";
import { nonce } from "./page-constants.ts";
import { VERBATIM, attributePlace } from "./place.ts";
import { Rendered } from "./rendered.ts";
import { Template } from "./template.ts";

/** Made by hand, since `html` refuses slots in scripts: what fills these was checked. */
const template = new Template(
  {
    statics: ["<script", "", ">", "</script>"],
    places: [attributePlace("data-phx-runtime-hook", "script"), attributePlace("nonce", "script"), VERBATIM],
    singleRoot: true,
  },
  "runtimeHook()",
);

/**
 * Prints a hook together with the markup that it belongs to: the client takes it from the page, so no bundle has to know it. For pages
 * without a build, and for what is shown rarely.
 *
 * `code` is an object literal of callbacks, as in `hook()`; it runs in the browser under the page's nonce. It is code: nothing that a user
 * has typed may be in it. Throws LG_RUNTIME_HOOK for a name or a code that can't stand in a script. Source: protocol, 8.9.
 *
 * @example
 * html`${runtimeHook("Shout", "{ mounted() { this.el.textContent = this.el.textContent.toUpperCase(); } }")}
 *   <p id="loud" phx-hook="Shout">hello</p>`
 */
export function runtimeHook(name: string, code: string): Html {
  if (!/^[A-Za-z][\w.]*$/.test(name)) {
    throw new LivegateError("LG_RUNTIME_HOOK", `runtimeHook() got the name ${JSON.stringify(name)}.`);
  }
  if (/<\/script|<!--|<script/i.test(code)) {
    throw new LivegateError("LG_RUNTIME_HOOK", `The code of runtimeHook("${name}") would end its script element.`);
  }
  return new Rendered(template, [name, nonce, `window["phx_hook_${name}"] = () => (${code});`]);
}
