import type { __Schema__ } from "./__file__.ts";

/** Who asks, and so what they may see: what the app's other contexts take. */
export interface Scope {
  readonly user: __Schema__;
}

export const scopeFor = (user: __Schema__): Scope => ({ user });
