/* oxlint-disable no-shadow -- the inner r takes the place of the outer one, which is closed meanwhile */
import { pipeline, router } from "livegate";
import { fetchLiveFlash, fetchSession, protectFromForgery, putRootLayout, secureHeaders } from "livegate/plug";
import type { Accounts } from "./accounts.ts";
import { controllersOf } from "./controllers.ts";
import { formPage, homeLive, layoutsOf, logInLive, root } from "./pages.ts";
import { paths } from "./paths.ts";
import { userAuthOf } from "./user-auth.ts";

export function routesOf(accounts: Accounts, counted?: () => void) {
  const auth = userAuthOf(accounts);
  const { live, page } = layoutsOf(auth);
  const controllers = controllersOf(accounts, auth);
  const browser = pipeline([
    fetchSession(),
    auth.keepUserSession(),
    fetchLiveFlash(),
    putRootLayout(root),
    protectFromForgery(),
    secureHeaders(),
  ]);
  return router((r) => {
    r.scope({ pipeThrough: browser, guards: [auth.fetchCurrentUser], layout: page }, (r) => {
      r.scope({ public: true, guards: [auth.redirectIfUserIsAuthenticated] }, (r) => {
        r.get(paths.register, (c) => c.render(formPage("Register")));
        r.post(paths.register, controllers.register);
        r.post(paths.logIn, controllers.logIn);
      });
      r.scope({ public: true }, (r) => {
        r.get(paths.logInByLink, controllers.previewLink);
        r.post(paths.logInByLink, controllers.logInByLink);
        r.get(paths.logOut, (c) => c.render(formPage("Log out?")));
        r.delete(paths.logOut, controllers.logOut);
        r.post(paths.refresh, auth.refreshUserSession);
      });
      r.scope({ guards: [auth.requireAuthenticatedUser] }, (r) => {
        r.get(paths.settings, (c) => c.render(formPage("Settings")));
        r.put(paths.settings, controllers.changePassword);
        r.get(paths.reauthenticate, (c) => c.render(formPage("Sudo")));
        r.post(paths.reauthenticate, controllers.reauthenticate);
      });
      r.scope({ guards: [auth.requireSudo] }, (r) => r.get(paths.sudo, (c) => c.render(formPage("Shown"))));
      r.scope({ guards: [auth.requireConfirmed] }, (r) => r.get(paths.secret, (c) => c.render(formPage("Secret"))));
      const visitors = { public: true, guards: [auth.redirectIfUserIsAuthenticated], layout: live } as const;
      r.liveSession("visitor", visitors, (r) => r.live(paths.logIn, logInLive()));
      r.liveSession("member", { guards: [auth.requireAuthenticatedUser], layout: live }, (r) => {
        r.live(paths.home, homeLive(auth, counted));
      });
      const proved = { guards: [auth.requireConfirmed], layout: live } as const;
      r.liveSession("proved", proved, (r) => r.live(paths.proved, homeLive(auth, counted)));
      const recheck = { guards: [auth.requireAuthenticatedUser], layout: live, recheck: "event" } as const;
      r.liveSession("vault", recheck, (r) => r.live(paths.vault, homeLive(auth)));
    });
  });
}
