import { guard, halt, provide } from "livegate";
import { paths } from "#web/paths";

export const fetchName = provide("fetchName", ({ session }) => ({ name: session.get("name") as string | undefined }));

export const requireName = guard.identity("requireName", fetchName, ({ name }) =>
  name === undefined ? halt.redirect(paths.logIn(), { returnTo: true, flash: { error: "Log in first." } }) : { name },
);

export const requireAdmin = guard("requireAdmin", requireName, ({ name }) => (name === "Ada" ? {} : halt.forbidden()));
