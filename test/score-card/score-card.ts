import { browserRows } from "./browser-rows.ts";
import { inputRows } from "./input-rows.ts";
import { liveRows } from "./live-rows.ts";
import { originRows } from "./origin-rows.ts";
import { passwordRows } from "./password-rows.ts";
import type { RowGroup } from "./row.ts";
import { sessionRows } from "./session-rows.ts";
import { tokenRows } from "./token-rows.ts";

/**
 * What OWASP's ASVS 5.0 asks of an app as far as a framework and a generated app can show it, and what is known of each. Not
 * among them is what depends on how an app is deployed, and what needs an authorization server, SAML, SMS or push.
 */
export const scoreCard: readonly RowGroup[] = [
  passwordRows,
  sessionRows,
  liveRows,
  originRows,
  tokenRows,
  browserRows,
  inputRows,
];
