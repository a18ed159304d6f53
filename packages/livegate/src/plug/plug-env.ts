import type { EndpointContext } from "./endpoint-context.ts";
import type { FileHandle } from "node:fs/promises";
import type { Flash } from "./flash.ts";
import type { MultipartForm } from "./multipart-form.ts";
import type { CollectedHeaders } from "./collected-headers.ts";
import type { RootLayout } from "./root-layout.ts";
import type { Session } from "./session.ts";

/** What Hono handlers and plugs of a Livegate app find: `c.env.endpoint`, `c.get("session")`, and so on. */
export interface PlugEnv {
  Bindings: {
    readonly endpoint: EndpointContext;
    /** The peer's address: a proxy's where there is one. */
    readonly remoteAddress?: string;
    /** Where files of forms wait: for `withUploads`. */
    readonly temporaryFiles?: TemporaryFileSource;
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
    /** A form with files whose token was this session's, set by `protectFromForgery()`: for `withUploads`. */
    multipart: MultipartForm;
    /** Set by `protectFromForgery()` where it refused a request. */
    forgeryRefused: true;
    /** What the guards of a plain route gave: for the live views in its page. */
    guardValues: Readonly<Record<string, unknown>>;
    /** Set by `putRootLayout()`. */
    rootLayout: RootLayout;
  };
}

/** Makes files for what is on its way. */
export interface TemporaryFileSource {
  create(): Promise<TemporaryFile>;
}

/** A new file, open for reading and writing. */
export interface TemporaryFile {
  readonly path: string;
  readonly handle: FileHandle;
  /** Closes and removes it. */
  remove(): Promise<void>;
}
