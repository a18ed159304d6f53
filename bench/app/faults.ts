import type { AuthContext } from "../../packages/livegate/src/auth/auth-context.ts";

/** Faults that a figure must show, or it would show nothing: named by FAULT. */
export const faults: Readonly<Record<string, (auth: AuthContext) => void>> = {
  /** A log-in compares nothing for an address that nobody has. */
  no_dummy_hash({ hashing }) {
    const verify = hashing.verify.bind(hashing);
    const hasty: typeof verify = async (stored, typed, isKnown) => stored !== null && verify(stored, typed, isKnown);
    Object.assign(hashing, { verify: hasty });
  },
};
