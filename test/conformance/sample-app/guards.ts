import { guard, halt, provide } from "livegate";
import { paths } from "./paths.ts";
import type { Probe } from "./probe.ts";

export type Guards = ReturnType<typeof guardsOf>;

/** Somebody may be logged in; members are. */
export function guardsOf(probe: Probe) {
  const fetchVisitor = provide("fetchVisitor", ({ session, transport }) => {
    probe.note(`guard ${transport}`);
    return { visitor: typeof session.get("name") === "string" ? String(session.get("name")) : null };
  });
  const requireMember = guard.identity("requireMember", fetchVisitor, ({ visitor }) =>
    visitor !== null && !probe.locked
      ? { visitor }
      : halt.redirect(paths.logIn(), { returnTo: true, flash: { error: "Log in first." } }),
  );
  return { fetchVisitor, requireMember };
}
