import { LivegateError } from "../errors/livegate-error.ts";
import type { Path } from "../paths/path.ts";
import { type AttributeValue, type Attrs, attrs } from "./attrs.ts";
import type { Html } from "./brand.ts";
import { csrfField } from "./csrf-field.ts";
import { html } from "./html.ts";
import type { Slot } from "./slot.ts";

interface LinkLook {
  readonly class?: AttributeValue;
  readonly id?: string;
  /** More attributes, such as `phx-click` or `aria-label`. */
  readonly rest?: Readonly<Record<string, AttributeValue>>;
}

type Target = Path | string;

/** Where a link leads, and how: to another live view, within this one, or by a request. */
export type LinkOptions = LinkLook &
  (
    | { readonly navigate: Target; readonly replace?: boolean; readonly patch?: never; readonly href?: never }
    | { readonly patch: Target; readonly replace?: boolean; readonly navigate?: never; readonly href?: never }
    | { readonly href: Target; readonly method?: "get"; readonly navigate?: never; readonly patch?: never }
    | {
        readonly href: Target;
        readonly method: "post" | "put" | "patch" | "delete";
        /** Asked before the request is made. */
        readonly confirm?: string;
        readonly navigate?: never;
        readonly patch?: never;
      }
  );

/**
 * Prints a link. `navigate` goes to another live view of the live session and `patch` to other params of this one, both
 * over the socket once there is one; `href` makes a request.
 *
 * With another method than GET it prints a small form (class `link-form`) with the CSRF token and a button: it works
 * without JavaScript, and a GET on such a path changes nothing. Throws LG_LINK without exactly one target.
 *
 * @example
 * link({ patch: paths.albumNew(), class: "btn" }, "New album")
 * link({ href: paths.logOut(), method: "delete" }, "Log out")
 */
export function link(options: LinkOptions, content: Slot): Html {
  const { navigate, patch, href } = options;
  const target = navigate ?? patch ?? href;
  if (target === undefined || [navigate, patch, href].filter((to) => to !== undefined).length !== 1) {
    throw new LivegateError("LG_LINK", "link() needs exactly one of navigate, patch and href.");
  }
  if (navigate !== undefined) return navigateLink(navigate, options, content);
  if (patch !== undefined) return patchLink(patch, options, content);
  if ("method" in options && options.method !== undefined && options.method !== "get") {
    return methodForm(target, options.method, options, content);
  }
  return html`<a href=${target} id=${options.id} class=${options.class} ${attrs(options.rest)}>${content}</a>`;
}

// A template for each kind, so that the kind stands in the statics and never travels again.
const navigateLink = (to: Target, options: LinkOptions, content: Slot): Html =>
  html`<a href=${to} data-phx-link="redirect" ${liveLook(options)}>${content}</a>`;

const patchLink = (to: Target, options: LinkOptions, content: Slot): Html =>
  html`<a href=${to} data-phx-link="patch" ${liveLook(options)}>${content}</a>`;

function liveLook(options: LinkOptions): Attrs {
  const state = "replace" in options && options.replace === true ? "replace" : "push";
  return attrs({ "data-phx-link-state": state, id: options.id, class: options.class, ...options.rest });
}

function methodForm(to: Target, method: string, options: LinkOptions & { confirm?: string }, content: Slot): Html {
  const hidden = method === "post" ? null : html`<input type="hidden" name="_method" value="${method}" />`;
  return html`<form class="link-form" action=${to} method="post" data-confirm=${options.confirm}>
    ${hidden}${csrfField()}<button type="submit" id=${options.id} class=${options.class} ${attrs(options.rest)}>
      ${content}
    </button>
  </form>`;
}
