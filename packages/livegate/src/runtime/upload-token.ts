import type { EndpointContext } from "../plug/endpoint-context.ts";

/** What lets a page send one file: for which file of which upload of which view, in which session, and how large it is. */
export interface UploadToken {
  /** DOM id of the view's container. */
  readonly viewId: string;
  readonly sessionId: string;
  /** The row of the user's session; null for a visitor's. */
  readonly userSessionId: string | null;
  /** The live component that owns the upload; null: the view. */
  readonly cid: number | null;
  /** Names the upload of one mounted view: another one has another. */
  readonly uploadRef: string;
  readonly fileRef: string;
  /** Bytes. */
  readonly size: number;
}

/** Seconds: the client sends what it was told to at once. */
const MAX_AGE = 300;

/** Signs the token of one file; good for one transfer, on the socket that has the view. */
export function signUploadToken({ keyring, clock }: EndpointContext, token: UploadToken): string {
  const { viewId, sessionId, userSessionId, cid, uploadRef, fileRef, size } = token;
  return keyring.sign("upload", [viewId, sessionId, userSessionId, cid, uploadRef, fileRef, size], clock.now());
}

/** Reads the token of a file; null where it is forged or expired. */
export function readUploadToken({ keyring, clock }: EndpointContext, text: string): UploadToken | null {
  const read = keyring.verify("upload", text, { now: clock.now(), maxAge: MAX_AGE });
  if (!read.ok || !Array.isArray(read.value) || read.value.length !== 7) return null;
  // Signed by signUploadToken, so it is what was written.
  const [viewId, sessionId, userSessionId, cid, uploadRef, fileRef, size] = read.value as unknown as Members;
  return { viewId, sessionId, userSessionId, cid, uploadRef, fileRef, size };
}

type Members = [string, string, string | null, number | null, string, string, number];
