import type { EndpointContext } from "../plug/endpoint-context.ts";

/** What a page's token says: which view of which live session it showed, in which browser session. */
export interface PageToken {
  /** DOM id of the view's container; the channel's topic is `lv:` and this. */
  readonly id: string;
  readonly viewName: string;
  readonly liveSession: string;
  readonly sessionId: string;
  /** The row of the user's session; null for a visitor's page. */
  readonly userSessionId: string | null;
  /** The CSP nonce of the document, which later prints repeat. */
  readonly nonce: string;
}

/** Seconds: the life of page tokens and of the flash in them. */
const MAX_AGE = 14 * 24 * 60 * 60;

type Texts6 = [string, string, string, string, string, string];

/** Signs a page token. It is readable by the page, and good for nothing without the session's cookie. */
export function signPageToken({ keyring, clock }: EndpointContext, token: PageToken): string {
  const { id, viewName, liveSession, sessionId, userSessionId, nonce } = token;
  return keyring.sign("page", [id, viewName, liveSession, sessionId, userSessionId ?? "", nonce], clock.now());
}

/** Reads a page token; null where it is forged, expired or of another form. */
export function readPageToken({ keyring, clock }: EndpointContext, text: unknown): PageToken | null {
  const read = keyring.verify("page", text, { now: clock.now(), maxAge: MAX_AGE });
  if (!read.ok || !isTexts(read.value, 6)) return null;
  const [id, viewName, liveSession, sessionId, userSessionId, nonce] = read.value as Texts6;
  return { id, viewName, liveSession, sessionId, userSessionId: userSessionId || null, nonce };
}

type Flash = Readonly<Record<string, string>>;

/** Signs what only the HTTP render knows and the first join shows again: the flash. Empty text where there is none. */
export function signStaticToken({ keyring, clock }: EndpointContext, id: string, flash: Flash): string {
  return Object.keys(flash).length === 0 ? "" : keyring.sign("static", [id, JSON.stringify(flash)], clock.now());
}

/** Reads the flash of a static token: none without a token, null where the token is not this page's. */
export function readStaticToken({ keyring, clock }: EndpointContext, id: string, text: unknown): Flash | null {
  if (text === null || text === "") return {};
  const read = keyring.verify("static", text, { now: clock.now(), maxAge: MAX_AGE });
  if (!read.ok || !isTexts(read.value, 2)) return null;
  const [tokenId, flash] = read.value as [string, string];
  return tokenId === id ? (JSON.parse(flash) as Flash) : null; // Signed by signStaticToken, so it is what was written.
}

const isTexts = (value: unknown, length: number): boolean =>
  Array.isArray(value) && value.length === length && value.every((item) => typeof item === "string");
