import { guard, halt, provide } from "livegate";
import { Accounts } from "./catalog.ts";
import { paths } from "./paths.ts";

// A chain four deep: each step sees what those before it gave, narrowed.
export const fetchUser = provide("fetchUser", async ({ session }) => ({
  currentUser: await Accounts.userByToken(session.get("user_token")),
}));
export const requireUser = guard.identity("requireUser", fetchUser, ({ currentUser }) =>
  currentUser ? { currentUser } : halt.redirect(paths.logIn(), { returnTo: true, flash: { error: "Log in first." } }),
);
export const requireAdmin = guard("requireAdmin", requireUser, ({ currentUser }) =>
  currentUser.role === "admin" ? { admin: true as const } : halt.forbidden(),
);
export const requireSudo = guard("requireSudo", requireAdmin, ({ session }) =>
  session.get("sudo") ? {} : halt.redirect(paths.logIn()),
);
export const visitorOnly = guard("visitorOnly", fetchUser, ({ currentUser }) =>
  currentUser ? halt.redirect(paths.home()) : {},
);

// @ts-expect-error -- provide can't halt
provide("bad", () => halt.notFound());
// @ts-expect-error -- provide can't halt, not even sometimes
provide("bad", ({ session }) => (session.get("x") ? { x: 1 } : halt.forbidden()));
// @ts-expect-error -- a guard gives values or halts
guard("bad", () => true);
// @ts-expect-error -- the visitor may be nobody
guard("bad", fetchUser, ({ currentUser }) => ({ email: currentUser.email }));
// @ts-expect-error -- a guard may only narrow what stands before it: a text is no user
guard("bad", fetchUser, () => ({ currentUser: "ada" }));
// @ts-expect-error -- nor may a user that is certain become uncertain again, halting or not
guard("bad", requireUser, ({ session }) => (session.get("x") ? halt.forbidden() : { currentUser: null }));
// @ts-expect-error -- no guard sees the URL
guard("bad", ({ url }) => ({ url }));
// @ts-expect-error -- no guard sees params
guard("bad", fetchUser, ({ params }) => ({ params }));
// @ts-expect-error -- a redirect leads to a Path
guard("bad", () => halt.redirect("/users/log_in"));
// @ts-expect-error -- the way back is kept or it isn't: there is no "false"
halt.redirect(paths.logIn(), { returnTo: false });
