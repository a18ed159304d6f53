import { type Html, html, link } from "livegate";
import type { User } from "#domain/accounts/user";
import { paths } from "#web/paths";

/** Who is logged in, and what they can do about it; or the two ways in. */
export function userMenu(currentUser: User | null): Html {
  return html`<ul id="user-menu" class="flex min-w-0 flex-wrap items-center justify-end gap-x-4 gap-y-1 text-sm">
    ${currentUser ? userItems(currentUser) : visitorItems()}
  </ul>`;
}

const userItems = ({ email }: User): Html => html`
  <li class="max-w-full truncate sm:max-w-48 opacity-80" title=${email}>${email}</li>
  <li>${link({ href: paths.settings(), class: "link link-hover" }, "Settings")}</li>
  <li>${link({ href: paths.logOut(), method: "delete", class: "link link-hover" }, "Log out")}</li>
`;

const visitorItems = (): Html => html`
  <li>${link({ href: paths.register(), class: "link link-hover" }, "Register")}</li>
  <li>${link({ href: paths.logIn(), class: "link link-hover" }, "Log in")}</li>
`;
