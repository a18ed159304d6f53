import { type Html, type Path, html, link } from "livegate";
import { button, formFor } from "livegate/components";
import { paths } from "#web/paths";
import { __schema__Page } from "./__file__-page.ts";

interface LinkPageProps {
  readonly id: string;
  readonly title: string;
  readonly lead: Html | null;
  readonly action: Path;
  /** Default "post". */
  readonly method?: "post" | "delete";
  readonly press: string;
}

/** Behind a mailed link that asks nothing more than a press of its button. */
export const linkPage = ({ id, title, lead, action, method = "post", press }: LinkPageProps): Html =>
  __schema__Page({
    title,
    lead,
    children: formFor({
      form: { id, errors: [] },
      action,
      method,
      children: button({ type: "submit", kind: "primary", children: press }),
    }),
  });

/** What a link that is malformed, unknown, used or expired shows, all the same. */
export const expiredLinkPage = (): Html =>
  __schema__Page({
    title: "This link doesn't work any more",
    lead: "It may have been used already, or it has expired. Links work once, for a limited time.",
    children: html`<ul class="flex flex-col gap-2">
      <li>${link({ navigate: paths.logIn(), class: "link" }, "Log in, or have another link mailed")}</li>
      <li>${link({ navigate: paths.resetPassword(), class: "link" }, "Have a link to a new password mailed")}</li>
    </ul>`,
  });
