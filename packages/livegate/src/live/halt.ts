import type { Path } from "../paths/path.ts";

/** What ended a lifecycle before its page: a redirect, "not found" or "forbidden". Made by `halt`. */
export class Halt {
  readonly kind: "redirect" | "notFound" | "forbidden";
  readonly to: Path | null;
  readonly flash: Readonly<Record<string, string>>;
  /** Whether the path that was asked for goes along as `?return_to=`. */
  readonly returnTo: boolean;
  /** Where an event that it stopped waits until what is asked for is there: what to tell if it never is. */
  readonly holds: string | null;

  constructor(kind: Halt["kind"], to: Path | null = null, options: HaltOptions = {}) {
    this.kind = kind;
    this.to = to;
    this.flash = options.flash ?? {};
    this.returnTo = options.returnTo ?? false;
    this.holds = options.holds ?? null;
  }
}

/** What a halting redirect leaves for the next page. */
export interface HaltOptions {
  /** Messages that the next page shows, by kind ("info", "error"). */
  readonly flash?: Readonly<Record<string, string>>;
  /** Adds the path that was asked for as `?return_to=`, so that log-in can lead back to it. Only for GET. */
  readonly returnTo?: true;
  /**
   * Says that the page `to` asks for something, after which what was stopped can go on, and what the user is told where it
   * didn't: "Nothing was done …". An event waits in its view while the layout asks for it (`held`); a form is to be sent again from
   * the page that it stood on, which is then the way back.
   */
  readonly holds?: string;
}

/**
 * Ends a lifecycle from a guard or from `mount`.
 *
 * Over HTTP it becomes a 302, 404 or 403. On a socket join the client is sent to the same path over HTTP, where the
 * decision is taken again and the flash can be stored (protocol: join, error replies).
 *
 * @example
 * guard("visitorsOnly", fetchCurrentUser, ({ currentUser }) => (currentUser ? halt.redirect(paths.home()) : {}));
 */
export const halt = {
  redirect: (to: Path, options?: HaltOptions): Halt => new Halt("redirect", to, options),
  notFound: (): Halt => new Halt("notFound"),
  forbidden: (): Halt => new Halt("forbidden"),
} as const;
