import type { EndpointContext } from "./endpoint-context.ts";
import type { Flash } from "./flash.ts";
import type { CollectedHeaders } from "./collected-headers.ts";
import type { RootLayout } from "./root-layout.ts";
import type { Session } from "./session.ts";

/** What Hono handlers and plugs of a Livegate app find: `c.env.endpoint`, `c.get("session")`, and so on. */
export interface PlugEnv {
  Bindings: {
    readonly endpoint: EndpointContext;
    /** The peer's address: a proxy's where there is one. */
    readonly remoteAddress?: string;
  };
  Variables: {
    /** Set by `fetchSession()`. */
    session: Session;
    /** The messages for this page, set by `fetchLiveFlash()`. */
    flash: Flash;
    /** The Content-Security-Policy nonce, set by `secureHeaders()`. */
    nonce: string;
    /** Set by `requestId()`. */
    requestId: string;
    /** What plugs have put so far: see `pageHeaders`. */
    pageHeaders: CollectedHeaders;
    /** This page's masked token, once `csrfTokenOf(c)` was asked for it. */
    csrfToken: string;
    /** Set by `protectFromForgery()` where it refused a request. */
    forgeryRefused: true;
    /** What the guards of a plain route gave: for the live views in its page. */
    guardValues: Readonly<Record<string, unknown>>;
    /** Set by `putRootLayout()`. */
    rootLayout: RootLayout;
  };
}
