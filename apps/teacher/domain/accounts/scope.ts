import type { User } from "./user.ts";

/** Who asks, and so what they may see: what the app's other contexts take. */
export interface Scope {
  readonly user: User;
}

export const scopeFor = (user: User): Scope => ({ user });
