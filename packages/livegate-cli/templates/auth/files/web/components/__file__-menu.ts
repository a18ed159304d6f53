import { type Html, html, link } from "livegate";
import type { __Schema__ } from "#domain/__context-file__/__file__";
import { paths } from "#web/paths";

/** Who is logged in, and what they can do about it; or the two ways in. */
export function __schema__Menu(current__Schema__: __Schema__ | null): Html {
  return html`<ul id="__file__-menu" class="flex flex-wrap items-center justify-end gap-x-4 gap-y-1 text-sm">
    ${current__Schema__ ? __schema__Items(current__Schema__) : visitorItems()}
  </ul>`;
}

const __schema__Items = ({ email }: __Schema__): Html => html`
  <li class="max-w-48 truncate opacity-80" title=${email}>${email}</li>
  <li>${link({ href: paths.settings(), class: "link link-hover" }, "Settings")}</li>
  <li>${link({ href: paths.logOut(), method: "delete", class: "link link-hover" }, "Log out")}</li>
`;

const visitorItems = (): Html => html`
  <li>${link({ href: paths.register(), class: "link link-hover" }, "Register")}</li>
  <li>${link({ href: paths.logIn(), class: "link link-hover" }, "Log in")}</li>
`;
