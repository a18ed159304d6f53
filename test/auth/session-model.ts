const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;

/** A session as the rules see it: by its tokens, which the test knows because it has seen them. */
export interface ModelSession {
  readonly remembered: boolean;
  readonly createdAt: number;
  expiresAt: number;
  issuedAt: number;
  token: string;
  former: { readonly token: string; readonly isStrict: boolean; until: number | null } | null;
  provenAt: number;
  hasEnded: boolean;
}

/** What somebody tries. */
export type Deed = "read" | "change" | "sudo" | "proved";

/**
 * The rules of one user's sessions, as short as they can be said, beside the code that keeps them: who brings which token may do
 * what, and when.
 */
export class SessionModel {
  now: number;
  isDisabled = false;
  isProved = false;
  password: string;
  readonly sessions: ModelSession[] = [];

  constructor(now: number, password: string) {
    this.now = now;
    this.password = password;
  }

  started(token: string, remembered: boolean): ModelSession {
    const lifetime = remembered ? 14 * DAY : DAY;
    const session = {
      remembered,
      createdAt: this.now,
      expiresAt: this.now + lifetime,
      issuedAt: this.now,
      token,
      former: null,
      provenAt: this.now,
      hasEnded: false,
    };
    this.sessions.push(session);
    return session;
  }

  /** Whether a session is there: its open pages live as long. */
  isAlive({ hasEnded, expiresAt }: ModelSession): boolean {
    return !hasEnded && this.now < expiresAt && !this.isDisabled;
  }

  /** The session that a token is good for; null where it is good for nothing. */
  find(token: string | undefined, deed: Deed): ModelSession | null {
    const session = this.of(token);
    if (!session || !this.isAlive(session)) return null;
    const { former } = session;
    const isFormer = token !== session.token;
    if (isFormer && former?.until !== null && this.now >= (former?.until ?? 0)) return null;
    if (isFormer && former?.isStrict && deed === "change") return null;
    if (deed === "sudo" && (isFormer || this.now >= session.provenAt + 10 * MINUTE)) return null;
    return deed === "proved" && !this.isProved ? null : session;
  }

  /** The session that a token belongs or belonged to. */
  of(token: string | undefined): ModelSession | null {
    if (token === undefined) return null;
    return this.sessions.find((one) => token === one.token || token === one.former?.token) ?? null;
  }

  /** Somebody has come with a token: from then on the one before it has a minute. */
  presented(token: string | undefined): void {
    const session = this.find(token, "read");
    if (session?.former && token === session.token) session.former.until ??= this.now + MINUTE;
  }

  /** Whether whoever brings this token may get another one for it without further proof. */
  mayRenew(token: string | undefined): boolean {
    const session = this.find(token, "read");
    if (session === null || session.token !== token) return false;
    return session.remembered && this.now >= session.issuedAt + 7 * DAY;
  }

  renewed(session: ModelSession, token: string, why: "due" | "password" | "sudo"): void {
    const isStrict = why !== "due";
    session.former = { token: session.token, isStrict, until: isStrict ? this.now + 10 * SECOND : null };
    session.token = token;
    session.issuedAt = this.now;
    if (session.remembered) session.expiresAt = Math.min(this.now + 14 * DAY, session.createdAt + 60 * DAY);
    if (why === "sudo") session.provenAt = this.now;
  }

  /** Ends all sessions but one. */
  end(but: ModelSession | null = null): void {
    for (const session of this.sessions) if (session !== but) session.hasEnded = true;
  }
}
