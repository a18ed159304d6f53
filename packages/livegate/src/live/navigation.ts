import { LivegateError } from "../errors/livegate-error.ts";
import type { Path } from "../paths/path.ts";

/** Where a turn leads: within the view, to another view of the live session, or to a full request. */
export interface Navigation {
  readonly kind: "patch" | "navigate" | "redirect";
  /** A local path with the app's base, or a full URL when `external`. */
  readonly to: Path | URL;
  /** Replaces the current history entry instead of adding one. */
  readonly replace: boolean;
}

/** Options of `pushPatch` and `pushNavigate`. */
export interface PushOptions {
  /** Replaces the current history entry instead of adding one (default false). */
  readonly replace?: boolean;
}

/** A redirect out of the app: `{ external: new URL("https://example.org/") }`. */
export interface ExternalTarget {
  readonly external: URL;
}

const EXTERNAL_SCHEMES: ReadonlySet<string> = new Set(["http:", "https:", "mailto:", "tel:"]);

/** Checks the scheme of an external target: a script URL would run in the page's name. */
export function externalUrl({ external }: ExternalTarget): URL {
  if (!EXTERNAL_SCHEMES.has(external.protocol)) {
    throw new LivegateError("LG_REDIRECT_SCHEME", `A redirect to "${external.protocol}…" was asked for.`);
  }
  return external;
}
