import { definePaths } from "../paths/define-paths.ts";
import type { PathFn } from "../paths/path-types.ts";
import type { Routes } from "../router/route-types.ts";

/** A page for those who develop: listed at `/dev`, and not there in production. */
export interface DevPage {
  readonly title: string;
  /** What it is good for, in a line. */
  readonly about: string;
  readonly path: PathFn<string>;
  /** Adds its routes, which start with `/dev/`, to a scope with `development: true`, whatever guards it has. */
  add<Context extends object, Ran extends string>(r: Routes<Context, Ran>): void;
}

export const devPaths = definePaths({
  index: "/dev",
  components: "/dev/components?tab&page&order&dialog",
  mailbox: "/dev/mailbox",
  mail: "/dev/mailbox/:id",
});
