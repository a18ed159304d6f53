// @only live
import { accountPrincipals, attackPlan } from "livegate-cli/attack";
import { __schema__Tables } from "./domain/__context-file__/__file__-tables.ts";
import { paths } from "./web/paths.ts";

// @if verified
// Whose address isn't proved is logged in by nothing.
const signedIn = ["user", "other"];
const signedOut = ["nobody", "unconfirmed", "expired", "revoked"];
// @else
const signedIn = ["unconfirmed", "user", "other"];
const signedOut = ["nobody", "expired", "revoked"];
// @end

/**
 * How `npm run attack` finds its way in this app: who gets in where, and what is whose. Principals, guards, records and
 * payloads of the app's own belong here too.
 */
export const attack = attackPlan({
  accounts: {
    register: String(paths.register()),
    logIn: String(paths.logIn()),
    logOut: String(paths.logOut()),
    resetPassword: String(paths.resetPassword()),
    confirm: String(paths.confirm()),
    settings: String(paths.settings()),
    changeEmail: String(paths.changeEmail()),
    deleteAccount: String(paths.deleteAccount()),
    form: "__schema__",
  },
  tables: __schema__Tables,
  principals: accountPrincipals(),
  guards: {
    requireAuthenticated__Schema__: { letsIn: signedIn, sendsTo: String(paths.logIn()) },
    requireCurrentSession: { letsIn: signedIn, sendsTo: String(paths.logIn()) },
    requireSudo: { letsIn: signedIn, sendsTo: String(paths.reauthenticate()) },
    requireConfirmed: { letsIn: ["user", "other"], sendsTo: String(paths.confirm()) },
    redirectIf__Schema__IsAuthenticated: { letsIn: signedOut, sendsTo: String(paths.home()) },
  },
  routes: { "POST /__folder__/session/refresh": signedIn },
});
