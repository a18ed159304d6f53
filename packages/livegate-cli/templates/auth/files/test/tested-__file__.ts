// @only guarded
import type { SignIn } from "livegate/testing";
import { __Context__ } from "#domain/__context-file__/__context-file__";
import { paths } from "#web/paths";
// @if verified
import { box } from "./mail-and-time.ts";
// @end

const tester = { email: "tester@example.com", password: "correct horse battery" };
const browser = { network: "192.0.2.2", userAgent: "A test", device: null, accounts: [], session: null };

/** Opens pages as somebody who is logged in: for tests of pages that aren't about accounts. */
export const asTested__Schema__: SignIn = async (client) => {
  await __Context__.register(tester, browser); // Refused from the second time on.
  // @if verified
  await __Context__.deliverMails();
  const link = box.lastTo(tester.email)?.links[0] ?? "";
  await __Context__.confirm(link.slice(link.lastIndexOf("/") + 1), tester, browser);
  // @end
  await using page = await client.visit(paths.logIn());
  await page.form("#log-in").submit({ __schema__: tester }, { submitter: "[value=password]" });
};
